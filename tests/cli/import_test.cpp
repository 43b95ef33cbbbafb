// The command `import` as a user runs it, with what leads to a network and back.
#include "nninterp/io/bytes/files.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("a network from R is imported, interpreted and exported again", "[cli]") {
  const TemporaryFolder folder;
  const auto run = [&](const std::vector<std::string>& arguments) {
    Outcome outcome = run_program(arguments, folder.path());
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    return outcome;
  };
  folder.write("w.csv", read_file(test_file("exchange/neuralnet-repetitions.csv")));
  folder.write("d.csv", read_file(test_file("exchange/neuralnet-repetitions-data.csv")));
  const Outcome imported =
      run({"import", "--from", "neuralnet", "w.csv", "--output", "logistic", "--error", "ce", "--data", "d.csv"});
  const Json document = Json::parse(imported.out);
  CHECK(document["schema"] == "nninterp/import/1");
  CHECK(document["model_file"] == "nninterp-model.json");
  CHECK(document["from"] == "neuralnet");
  CHECK(document["best_rep"] == 1);
  CHECK(document["data"]["rows"] == 60);
  CHECK(document["error_function"] == "ce");
  CHECK(document["algorithm"].is_null());
  CHECK(document["warnings"].empty());

  const Json effects = Json::parse(run({"effects"}).out);  // finds its table, and knows its ranges
  CHECK(effects["rows"] == 60);
  CHECK(contains(run({"effects", "--delta", "100"}).err, "leaves the range"));
  CHECK(contains(run({"import", "--from", "neuralnet", "w.csv", "--format", "table", "--rep", "2"}).out,
                 "Next      nninterp effects --data FILE"));

  const Outcome exported = run({"export", "--to", "neuralnet"});
  CHECK(contains(exported.err, "linear.output = TRUE"));
  CHECK(exported.out.rfind("\"\",\"V1\"\n\"error\",", 0) == 0);
  const Json wrapped = Json::parse(run({"export", "--to", "neuralnet", "--json", "--quiet"}).out);
  CHECK(wrapped["schema"] == "nninterp/export/1");
  CHECK(wrapped["text"] == exported.out);
  run({"export", "--to", "neuralnet", "-o", "back.csv"});
  CHECK(read_file(folder.path("back.csv")) == exported.out);
}

TEST_CASE("classes from R are those of the target that is named, also where its column is needed", "[cli]") {
  const TemporaryFolder folder;
  folder.write("w.csv", read_file(test_file("exchange/neuralnet-classes.csv")));
  fs::copy(example_file("iris.csv"), folder.path("iris.csv"));
  const auto run = [&](const std::vector<std::string>& arguments) { return run_program(arguments, folder.path()); };
  const std::vector<std::string> import{"import",   "--from",   "neuralnet", "w.csv",
                                        "--output", "logistic", "--data",    "iris.csv"};
  REQUIRE(run(import).code == 0);
  CHECK(contains(run({"show", "--level", "0.95"}).err, "there is no column \"setosa\""));
  std::vector<std::string> named = import;
  named.insert(named.end(), {"--target", "Species"});
  const Outcome imported = run(named);
  REQUIRE(imported.code == 0);
  CHECK(Json::parse(imported.out)["targets"] == Json({"Species=setosa", "Species=versicolor", "Species=virginica"}));
  const Outcome shown = run({"show", "--level", "0.95"});
  CHECK(shown.code == 0);
  CHECK(Json::parse(shown.out)["weights_table"].back()["name"] == "1layhid2.to.virginica");
}
