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

TEST_CASE("a multinomial regression from R is read with its intercept", "[cli]") {
  const TemporaryFolder folder;
  const Outcome imported = run_program({"import", "--from", "nnet", test_file("cases/exchange/multinom.json"), "--data",
                                        test_file("cases/exchange/birthwt.csv"), "--target", "race"},
                                       folder.path());
  INFO(imported.err);
  REQUIRE(imported.code == 0);
  const Json effects = json_of(run_program({"effects", "--var", "age", "--json"}, folder.path()))["effects"];
  REQUIRE(effects.size() == 3);  // average slopes as R gives them
  CHECK(effects[0]["slope"]["mean"].get<double>() == Approx(0.0960).margin(5e-5));
  CHECK(effects[1]["slope"]["mean"].get<double>() == Approx(-0.0620).margin(5e-5));
  CHECK(effects[2]["slope"]["mean"].get<double>() == Approx(-0.0340).margin(5e-5));
}

TEST_CASE("a network as another program writes scikit-learn's is named, with the recipe", "[cli]") {
  const TemporaryFolder folder;
  const Outcome refused =
      run_program({"import", "--from", "sklearn", test_file("cases/exchange/sklearn-json.json")}, folder.path());
  CHECK(refused.code == 1);
  CHECK(contains(refused.err, "has 'coefs_' and not 'coefs'"));
  CHECK(contains(refused.err, "docs/import.md"));
}
