// The command `curves` as a user runs it.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y = 1 + 2 x + 3 [g = b], and the chance of three classes by x.
struct Drawn {
  TemporaryFolder folder;

  Drawn() {
    folder.write("y.json", R"({"schema": "nninterp/model/1",
      "inputs": [{"name": "x", "type": "numeric"}, {"name": "g", "type": "categorical", "levels": ["a", "b"]}],
      "targets": [{"name": "y", "type": "numeric"}],
      "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2], [3]]]}})");
    folder.write("k.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
      "targets": [{"name": "k", "type": "categorical", "levels": ["p", "q", "r"]}],
      "network": {"activation": "logistic", "output": "softmax", "weights": [[[0, 1, 2], [1, 0, -1]]]}})");
    folder.write("d.csv", "x,g\n4,a\n0,b\n1,a\n2,a\n");
  }

  Outcome run(std::vector<std::string> arguments, const std::string& model = "y.json") const {
    arguments.insert(arguments.begin(), {"curves", "--model", model, "--data", "d.csv"});
    return run_program(arguments, folder.path());
  }
  Json json(const std::vector<std::string>& arguments, const std::string& model = "y.json") const {
    return json_of(run(arguments, model));
  }
};

}  // namespace

TEST_CASE("curves: JSON has every field that scripts rely on", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x", "--grid", "3"});
  CHECK(json["schema"] == "nninterp/curves/1");
  CHECK(json["kind"] == "pdp");
  CHECK(json["variable"] == "x");
  CHECK(json["target"] == "y");
  CHECK(json["targets"] == Json::array({"y"}));
  CHECK(json["rows"] == 4);
  CHECK(json["rug"].size() == 11);
  CHECK(json["rug"][5] == 1.5);
  CHECK(json["interval"]["method"] == "none");
  REQUIRE(json["curves"].size() == 1);
  const Json& curve = json["curves"][0];
  CHECK(curve["label"] == "y");
  CHECK(curve["target"] == "y");
  CHECK(curve["x"] == Json::array({0, 2, 4}));
  CHECK(curve["y"] == Json::array({1.75, 5.75, 9.75}));
  CHECK(curve["rows"] == Json::array({1, 2, 1}));
  CHECK(curve["conf_low"] == Json::array({nullptr, nullptr, nullptr}));
  CHECK(curve["conf_high"] == curve["conf_low"]);
  const Json& settings = json["settings"];
  CHECK(settings["kind"] == "pdp");
  CHECK(settings["grid"] == 3);
  CHECK(settings["center"] == false);
  CHECK(settings["on"] == "response");
  CHECK(json["warnings"][0]["code"] == "no_intervals");
  CHECK(d.json({"--var", "x"})["curves"][0]["x"] == Json::array({0, 1, 2, 4}));
  CHECK(d.json({"--var", "x", "--kind", "ale"})["curves"][0]["x"] == Json::array({0, 1, 2, 4}));
}

TEST_CASE("curves: rows of ice are labelled as in the table, those with gaps left out on demand", "[cli]") {
  const Drawn d;
  d.folder.write("gaps.csv", "x,g\nNA,a\n0,b\n1,\n2,a\n");
  const Json json = d.json({"--var", "x", "--kind", "ice", "--data", "gaps.csv", "--na", "drop", "--grid", "2"});
  REQUIRE(json["curves"].size() == 2);
  CHECK(json["curves"][0]["label"] == "2");
  CHECK(json["curves"][0]["y"] == Json::array({4, 8}));
  CHECK(json["curves"][1]["label"] == "4");
  CHECK(json["curves"][1]["y"] == Json::array({1, 5}));
  CHECK(json["warnings"][0]["code"] == "rows_dropped");
  CHECK(json["rows"] == 2);
  const Json some = d.json({"--var", "x", "--kind", "ice", "--rows", "2"});
  REQUIRE(some["curves"].size() == 2);
  CHECK(some["curves"][0]["label"] == "2");
  CHECK(some["curves"][1]["label"] == "4");
  CHECK(some["rows"] == 4);
  CHECK(some["settings"]["rows"] == 2);
}

TEST_CASE("curves: every spelling of --center takes the first value off", "[cli]") {
  const Drawn d;
  for (const std::string option : {"--center", "--centre", "--centered", "--centred"}) {
    const Json json = d.json({"--var", "x", "--kind", "ice", "--grid", "3", option});
    for (const Json& curve : json["curves"]) {
      CHECK(curve["y"] == Json::array({0, 4, 8}));
    }
  }
}

TEST_CASE("curves: a category has a point a level, named", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "g"});
  CHECK(json["curves"][0]["x"] == Json::array({"a", "b"}));
  CHECK(json["curves"][0]["y"] == Json::array({4.5, 7.5}));
  CHECK(json["curves"][0]["rows"] == Json::array({3, 1}));
  CHECK(json["rug"].is_null());
  CHECK(d.json({"--var", "g", "--kind", "lek"})["curves"].size() == 6);
  const std::string table = d.run({"--var", "g", "--format", "table"}).out;
  CHECK(contains(table, "\na  "));
  CHECK(contains(table, "\nb  "));
}

TEST_CASE("curves: each class is a target, and the curves say whose they are", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x", "--kind", "pdp", "--grid", "3"}, "k.json");
  CHECK(json["target"].is_null());
  CHECK(json["targets"] == Json::array({"k=p", "k=q", "k=r"}));
  REQUIRE(json["curves"].size() == 3);
  CHECK(json["curves"][1]["target"] == "k=q");
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0;
    for (const Json& curve : json["curves"]) sum += curve["y"][i].get<double>();
    CHECK(sum == Approx(1));
  }
  CHECK(d.json({"--var", "x", "--target", "k"}, "k.json")["curves"].size() == 3);
  const Json one = d.json({"--var", "x", "--target", "k=r", "--on", "logit", "--grid", "3"}, "k.json");
  CHECK(one["target"] == "k=r");
  REQUIRE(one["curves"].size() == 1);
  CHECK(one["curves"][0]["y"][0].get<double>() == Approx(2 - std::log(1 + std::exp(1))));
  const std::string table = d.run({"--var", "x", "--format", "table"}, "k.json").out;
  CHECK(contains(table, "Partial dependence of k=p by x"));
  CHECK(contains(table, "Partial dependence of k=r by x"));
}

TEST_CASE("curves: CSV has a line a point, and CSV, JSON and threads agree", "[cli]") {
  const Drawn d;
  CHECK(d.run({"--var", "x", "--grid", "3", "--format", "csv"}).out ==
        "kind,variable,target,label,x,y,conf_low,conf_high,rows,std_error,debiased\n"
        "pdp,x,y,y,0,1.75,,,1,,\npdp,x,y,y,2,5.75,,,2,,\npdp,x,y,y,4,9.75,,,1,,\n");
  CHECK(count_lines(d.run({"--var", "g", "--kind", "lek", "--format", "csv"}).out) == 1 + 6 * 2);
  CHECK(contains(d.run({"--var", "g", "--kind", "ice", "--format", "csv"}).out, "\nice,g,y,2,b,4,,,1,,\n"));
  CHECK(d.run({"--var", "x", "--threads", "1"}).out == d.run({"--var", "x", "--threads", "3"}).out);
}

TEST_CASE("curves: a table draws the curve, one line a point", "[cli]") {
  const Drawn d;
  const auto table = [&](const std::string& kind) {
    const std::string command = "LC_ALL=C $NNINTERP curves --model y.json --data d.csv --var x --grid 3 --format table";
    return run_shell(command + " --kind " + kind, d.folder.path()).out;
  };
  const std::string blanks(24, ' ');
  CHECK(contains(table("pdp"), "\n0.000     1  1.750  o\n2.000     2  5.750  " + blanks + "o\n"));
  for (const std::string kind : {"pdp", "ice", "ale", "lek"}) {
    const std::string drawn = table(kind);
    INFO(drawn);
    CHECK(contains(drawn, " y by x, "));
    CHECK(contains(drawn, kind == "lek" ? "\na to f " : kind == "ale" ? "\neffect " : "\nmean "));
    std::istringstream text(drawn);
    for (std::string line; std::getline(text, line);) CHECK(line.size() <= 100);
  }
}

TEST_CASE("curves: a variable of few values has a point a value", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + am + cyl", "--decay", "0.1"});
  CHECK(f.json({"curves", "--var", "am"})["curves"][0]["x"] == Json::array({0, 1}));
  CHECK(f.json({"curves", "--var", "am"})["curves"][0]["rows"] == Json::array({19, 13}));
  CHECK(f.json({"curves", "--var", "cyl", "--kind", "lek"})["curves"][0]["x"] == Json::array({4, 6, 8}));
  CHECK(f.json({"curves", "--var", "wt"})["curves"][0]["x"].size() == 21);
}
