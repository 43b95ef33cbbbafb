// show as a user runs it.
#include "nninterp/core/text.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("show tells what the model file holds, with neuralnet's names of the weights", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "2,1"});
  const Json json = f.json({"show"});
  CHECK(json["schema"] == "nninterp/show/1");
  CHECK(json["weights_table"][0]["name"] == "Intercept.to.1layhid1");
  CHECK(json["weights_table"][1]["name"] == "wt.to.1layhid1");
  CHECK(json["weights_table"].back()["name"] == "2layhid1.to.mpg");
  CHECK(json["hidden"] == Json::array({2, 1}));
  CHECK(json["error"] == Json::parse(f.fitted.out)["error"]);
  CHECK(contains(f.run({"show", "--format", "csv"}).out, "1layhid2.to.2layhid1,"));
}

TEST_CASE("show --level gives the weights' standard errors and intervals from the rows trained on", "[cli]") {
  const Fitted f("swiss.csv", {"-f", "Fertility ~ Education + Catholic", "--hidden", "0", "--decay", "0"});
  REQUIRE(f.fitted.code == 0);
  const Json json = f.json({"show", "--level", "0.9"}), without = f.json({"show"});
  CHECK(json["settings"]["level"] == 0.9);
  CHECK(json["settings"]["data"] == "swiss.csv");
  CHECK(json["interval"] == Json({{"method", "sandwich"}, {"level", 0.9}, {"rows", 47}}));
  CHECK(json["nic"] > json["error"]);
  CHECK(without["settings"]["level"].is_null());
  CHECK(without["interval"]["method"] == "none");
  CHECK(without["nic"].is_null());
  REQUIRE(json["weights_table"].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const Json& weight = json["weights_table"][i];
    const double value = weight["value"], reach = 1.6448536269514722 * weight["std_error"].get<double>();
    CHECK(reach > 0);
    CHECK(weight["conf_low"].get<double>() == Approx(value - reach).epsilon(1e-12));
    CHECK(weight["conf_high"].get<double>() == Approx(value + reach).epsilon(1e-12));
    CHECK(without["weights_table"][i]["std_error"].is_null());
  }
  const std::string number = format_number(json["weights_table"][2]["std_error"].get<double>());
  CHECK(contains(f.run({"show", "--level", "0.9", "--format", "csv"}).out, "," + number + ","));
  const std::string table = f.run({"show", "--level", "0.9", "--format", "table"}).out;
  for (const char* part : {"Data      swiss.csv", "std.error", "White's sandwich", "90% interval", "47 rows", "NIC"}) {
    INFO(part);
    CHECK(contains(table, part));
  }
  CHECK(widest_line(table) <= 100);
  for (const std::string threads : {"1", "2"}) {
    CHECK(f.run({"show", "--level", "0.9", "--threads", threads}).out == f.run({"show", "--level", "0.9"}).out);
  }
  fs::remove(f.folder.path("swiss.csv"));
  CHECK(f.run({"show"}).code == 0);
  CHECK(contains(f.run({"show", "--level", "0.9"}).err, "is gone"));
}

TEST_CASE("show --level leaves out rows held out of the training, and takes all of --data", "[cli]") {
  const Fitted f("swiss.csv", {"-f", "Fertility ~ Education", "--hidden", "0", "--decay", "0", "--holdout", "0.2"});
  const Json trained = f.json({"show", "--level", "0.95"});
  CHECK(trained["interval"]["rows"] == trained["data"]["rows_used"]);
  CHECK(trained["data"]["rows_used"] < 47);
  CHECK(f.json({"show", "--level", "0.95", "--data", "swiss.csv"})["interval"]["rows"] == 47);

  const Fitted gaps("airquality.csv", {"-f", "Ozone ~ Wind + Temp", "--hidden", "0", "--decay", "0", "--na", "drop"});
  CHECK(gaps.json({"show", "--level", "0.95"})["interval"]["rows"] == 116);
}

TEST_CASE("show --level reads a class target as the fit did", "[cli]") {
  const Fitted f("infert.csv",
                 {"-f", "case ~ parity + induced", "--categorical", "case", "--hidden", "0", "--decay", "0"});
  REQUIRE(f.fitted.code == 0);
  const Json json = f.json({"show", "--level", "0.95"});
  for (const Json& weight : json["weights_table"]) CHECK(weight["std_error"].get<double>() > 0);
}

TEST_CASE("show --level: weights that nothing identifies have no standard errors, with a warning", "[cli]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}], "network": {"activation": "tanh", "output": "linear",
    "weights": [[[1, 1], [2, 2]], [[0], [1], [1]]]}})");
  folder.write("d.csv", "x,y\n0,1\n1,2\n3,1\n4,2\n");
  const std::vector<std::string> show{"show", "--model", "m.json", "--data", "d.csv", "--level", "0.95"};
  const Outcome outcome = run_program(show, folder.path());
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.err, "nninterp: warning: the weights have no standard errors: "));
  const Json json = Json::parse(outcome.out);
  CHECK(json["warnings"][0]["code"] == "singular_information");
  CHECK(json["nic"].is_null());
  for (const Json& weight : json["weights_table"]) {
    for (const char* field : {"std_error", "conf_low", "conf_high"}) CHECK(weight[field].is_null());
  }
}

TEST_CASE("show --weights: the table is the weights alone, JSON is the same", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt", "--hidden", "2", "--decay", "0.1"});
  const std::string alone = f.run({"show", "--weights", "--format", "table"}).out;
  CHECK(alone.rfind("weight", 0) == 0);
  CHECK(count_lines(alone) == 2 + 7);
  CHECK(contains(f.run({"show", "--format", "table"}).out, "\n" + alone));
  CHECK(f.run({"show", "--weights"}).out == f.run({"show"}).out);
}
