// The program as a user runs it: exit codes, both streams, files.
#include <csignal>

#include "nninterp/core/text.hpp"
#include "nninterp/io/files.hpp"
#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0, width = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;  // within a UTF-8 character
    width = c == '\n' ? 0 : width + (continues ? 0 : 1);
    widest = std::max(widest, width);
  }
  return widest;
}

// A folder with a small fitted model.
struct Fitted {
  TemporaryFolder folder;
  Outcome fitted;

  explicit Fitted(const std::string& example, std::vector<std::string> more = {}) {
    fs::copy(example_file(example), folder.path(example));
    std::vector<std::string> arguments{"fit", example, "--rep", "2", "--stepmax", "400"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    fitted = run_program(arguments, folder.path());
  }

  Outcome run(const std::vector<std::string>& arguments) const { return run_program(arguments, folder.path()); }
  Json json(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return Json::parse(outcome.out);
  }
};

}  // namespace

TEST_CASE("fit writes a model and JSON with every field that scripts rely on", "[cli]") {
  const Fitted f("diabetes.csv", {"--formula", "target ~ ."});
  REQUIRE(f.fitted.code == 0);
  const Json json = Json::parse(f.fitted.out);
  CHECK(json["schema"] == "nninterp/fit/1");
  for (const char* field : {"model_file",        "data",      "variables",    "inputs",
                            "targets",           "hidden",    "activation",   "output",
                            "error_function",    "algorithm", "decay",        "decay_chosen_by",
                            "hidden_chosen_by",  "polish",    "polish_steps", "cross_validation",
                            "validation",        "converged", "stopped",      "steps",
                            "reached_threshold", "error",     "aic",          "bic",
                            "repetitions",       "best_rep",  "quality",      "linear_baseline",
                            "start_weights",     "weights",   "settings",     "warnings"}) {
    INFO(field);
    CHECK(json.contains(field));
  }
  CHECK(json["data"]["rows"] == 442);
  CHECK(json["data"]["sha256"].get<std::string>().size() == 64);
  CHECK(json["weights"].size() == 49);
  CHECK(json["repetitions"].size() == 2);
  CHECK(json["decay_chosen_by"] == "cross-validation");
  CHECK(json["settings"]["decay"] == "auto");
  const Json& cv = json["cross_validation"];
  CHECK(cv["folds"] == 5);
  const Json& chosen = cv["path"][cv["chosen"].get<std::size_t>() - 1];
  CHECK(chosen["decay"] == json["decay"]);
  for (const Json& candidate : cv["path"]) CHECK(chosen["error"] <= candidate["error"]);
  for (const char* who : {"quality", "linear_baseline"}) {
    CHECK(json[who]["target"]["cv_r_squared"].get<double>() > 0.45);
    CHECK(json[who]["target"]["cv_r_squared"] < json[who]["target"]["r_squared"]);
  }
  const Json model = read_json(f.folder.path("nninterp-model.json"));
  CHECK(model["schema"] == "nninterp/model/1");
  CHECK(model["network"]["weights"][0].size() == 11);
  CHECK(f.folder.names() == std::vector<std::string>{"diabetes.csv", "nninterp-model.json"});
}

TEST_CASE("fit tells what it did in the order in which a person decides", "[cli]") {
  const Fitted f("diabetes.csv", {"--target", "target", "--holdout", "0.2", "--format", "table"});
  REQUIRE(f.fitted.code == 0);
  std::size_t last = 0;
  for (const char* part :
       {"Data      diabetes.csv: 354 rows and 88 held out", "Network   10-4-1", "5-fold cross-validation",
        "held-out error", "Training  rprop+ and bfgs", "stopped by", "network (CV)", "linear (held out)",
        "Verdict   the network predicts no better than a linear"}) {
    INFO(part);
    const std::size_t here = f.fitted.out.find(part, last);
    REQUIRE(here != std::string::npos);
    last = here;
  }
  CHECK(contains(f.fitted.err,
                 "warning: the network predicts no better than a linear regression here; its "
                 "coefficients say the same and are simpler to report\n"));
  CHECK(f.json({"effects", "--var", "bmi"})["rows"] == 354);  // the rows that were trained on
  CHECK(f.json({"show"})["validation"]["rows"] == 88);
}

TEST_CASE("a given decay is at once; --folds measures it all the same", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1"});
  const Json json = Json::parse(f.fitted.out);
  CHECK(json["decay_chosen_by"] == "user");
  CHECK(json["cross_validation"].is_null());
  CHECK(json["quality"]["mpg"]["cv_r_squared"].is_null());
  const Json folds = f.json({"fit", "mtcars.csv", "-f", "mpg ~ wt + hp", "--decay", "0.1", "--folds", "8"});
  CHECK(folds["cross_validation"]["folds"] == 8);
  CHECK(folds["quality"]["mpg"]["cv_r_squared"].is_number());
}

TEST_CASE("--validation measures on another table, whose columns are read as the first one's", "[cli]") {
  const Fitted f("iris.csv", {"--decay", "0.1"});
  f.folder.write("new.csv",
                 "Species,Petal.Width,Petal.Length,Sepal.Width,Sepal.Length\nsetosa,0.2,1.4,3.5,5.1\n"
                 "virginica,2.1,5.5,3,6.8\n");
  const std::vector<std::string> fit{"fit", "iris.csv", "--decay", "0.1", "--rep", "1", "--validation", "new.csv"};
  const Json json = f.json(fit);
  CHECK(json["validation"]["source"] == "new.csv");
  CHECK(json["validation"]["rows"] == 2);
  CHECK(json["validation"]["quality"]["Species"]["accuracy"] == 1);
  CHECK(json["settings"]["validation"] == "new.csv");
  f.folder.write("new.csv", "Species,Petal.Width,Petal.Length,Sepal.Width,Sepal.Length\ntulip,0.2,1.4,3.5,5.1\n");
  const std::string before = slurp(f.folder.path("nninterp-model.json"));
  const Outcome unknown = f.run(fit);
  CHECK(unknown.code == 1);
  CHECK(unknown.out.empty());
  CHECK(contains(unknown.err, "new.csv:2: column \"Species\""));
  f.folder.write("new.csv", "Species,Petal.Width\nsetosa,0.2\n");
  const Outcome missing = f.run(fit);
  CHECK(missing.code == 1);
  CHECK(contains(missing.err, "new.csv"));
  CHECK(slurp(f.folder.path("nninterp-model.json")) == before);
}

TEST_CASE("compare puts models side by side on the same rows", "[cli]") {
  const Fitted f("swiss.csv", {"-t", "Fertility", "--drop", "province", "--decay", "1"});
  f.json({"fit", "swiss.csv", "-f", "Fertility ~ Education", "--decay", "0.1", "--model", "b.json"});
  const Json json = f.json({"compare", "nninterp-model.json", "b.json"});
  CHECK(json["schema"] == "nninterp/compare/1");
  CHECK(json["rows"] == 47);
  REQUIRE(json["models"].size() == 2);
  CHECK(json["models"][0]["decay"] == 1);
  CHECK(json["models"][0]["difference"]["Fertility"] == 0);
  CHECK(json["models"][1]["difference"]["Fertility"].get<double>() > 0);
  const Json effects = f.json({"effects", "--model", "b.json"});
  CHECK(json["models"][1]["mean_slope"]["Fertility"]["Education"] == effects["effects"][0]["slope"]["mean"]);
  const Json show = f.json({"show", "--model", "b.json"});
  CHECK(json["models"][1]["quality"]["Fertility"]["r_squared"].get<double>() ==
        Approx(show["quality"]["Fertility"]["r_squared"].get<double>()).epsilon(1e-12));
  const std::string table = f.run({"compare", "nninterp-model.json", "b.json", "--format", "table"}).out;
  CHECK(contains(table, "Fertility: R-squared"));
  CHECK(contains(table, "Fertility: slope by Education"));
  CHECK(contains(f.run({"compare", "nninterp-model.json", "b.json", "--format", "csv"}).out,
                 "b.json,Fertility,mean_slope,Education,"));

  CHECK(f.run({"compare", "b.json"}).code == 2);
  CHECK(f.run({"compare", "b.json", "gone.json"}).code == 1);
  f.json({"fit", "swiss.csv", "-f", "Catholic ~ Education", "--decay", "1", "--model", "c.json"});
  const Outcome nothing = f.run({"compare", "b.json", "c.json"});
  CHECK(nothing.code == 1);
  CHECK(contains(nothing.err, "there is nothing to compare"));
}

TEST_CASE("standard error says which column was assumed to be the target", "[cli]") {
  CHECK(contains(Fitted("iris.csv").fitted.err, "Species"));
  const Fitted told("iris.csv", {"--target", "Species"});
  CHECK_FALSE(contains(told.fitted.err, "last column"));
}

TEST_CASE("effects give shift and slope with their spread, for each variable and target", "[cli]") {
  const Fitted f("swiss.csv", {"-f", "Fertility + Examination ~ Agriculture + Education"});
  const Json json = f.json({"effects", "--delta", "-2.5"});
  CHECK(json["schema"] == "nninterp/effects/1");
  CHECK(json["rows"] == 47);
  CHECK(json["interval"]["method"] == "none");
  REQUIRE(json["effects"].size() == 4);
  const Json& effect = json["effects"][0];
  CHECK(effect["variable"] == "Agriculture");
  CHECK(effect["target"] == "Fertility");
  CHECK(effect["shift"]["delta"] == -2.5);
  for (const char* field : {"mean", "sd", "min", "q25", "median", "q75", "max", "share_positive"}) {
    CHECK(effect["shift"][field].is_number());
    CHECK(effect["slope"][field].is_number());
  }
  CHECK(effect["slope"]["rms"].is_number());
  for (const char* field : {"std_error", "conf_low", "conf_high"}) {
    CHECK(effect["shift"][field].is_null());
    CHECK(effect["slope"][field].is_null());
  }
  CHECK(effect["shift"]["out_of_range_rows"].get<int>() > 0);
  CHECK(json["warnings"][0]["code"] == "extrapolation");
  CHECK(f.json({"effects", "--var", "Education", "--target", "Examination"})["effects"].size() == 1);
  CHECK(f.json({"effects", "--var", "Education,Agriculture"})["effects"].size() == 4);
}

TEST_CASE("slopes agree with central differences of predictions", "[cli]") {
  for (const std::string scale : {"none", "standardize", "minmax"}) {
    INFO(scale);
    Fitted f("mtcars.csv", {"-f", "mpg ~ wt + drat", "--scale", scale, "--activation", "tanh"});
    const auto shifted = [&](double by) {
      std::string csv = "wt,drat\n";
      const Table table = read_table(f.folder.path("mtcars.csv"));
      for (Index i = 0; i < table.rows(); ++i) {
        const auto row = static_cast<std::size_t>(i);
        csv +=
            format_number(table.at("wt").numbers[row] + by) + "," + format_number(table.at("drat").numbers[row]) + "\n";
      }
      f.folder.write("shifted.csv", csv);
      return vector_of(f.json({"predict", "--data", "shifted.csv"})["predictions"]["mpg"]);
    };
    const double h = 1.0 / 8192;
    const Vector difference = (shifted(h) - shifted(-h)) / (2 * h);
    const Vector slope = vector_of(f.json({"slopes"})["slopes"]["mpg"]["wt"]);
    CHECK((slope - difference).lpNorm<Eigen::Infinity>() < 1e-6 * slope.lpNorm<Eigen::Infinity>());
  }
}

TEST_CASE("every number of threads gives the same bytes", "[cli]") {
  const auto run = [](const std::string& threads) {
    const Fitted f("diabetes.csv", {"--threads", threads, "--rep", "3"});
    std::string all = f.fitted.out + slurp(f.folder.path("nninterp-model.json"));
    for (const std::string command : {"slopes", "predict", "effects"})
      all += f.run({command, "--threads", threads}).out;
    return all;
  };
  CHECK(run("1") == run("2"));
}

TEST_CASE("categories: levels against their reference, unseen ones refused, groups by any column", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const Json json = f.json({"effects", "--var", "supp"});
  CHECK(json["effects"][0]["level"] == "VC");
  CHECK(json["effects"][0]["reference"] == "OJ");
  CHECK(json["effects"][0]["slope"].is_null());
  CHECK(json["effects"][0]["shift"]["delta"].is_null());
  const Json by = f.json({"effects", "--var", "dose", "--by", "supp"});
  REQUIRE(by["effects"].size() == 2);
  CHECK(by["effects"][1]["group"] == "VC");

  const Outcome slopes = f.run({"slopes"});
  CHECK(contains(slopes.err, "supp is categorical"));
  CHECK_FALSE(Json::parse(slopes.out)["slopes"]["len"].contains("supp"));

  f.folder.write("new.csv", "supp,dose,remark\nVC,1,x\nXX,2,y\n");
  const Outcome unseen = f.run({"predict", "--data", "new.csv"});
  CHECK(unseen.code == 1);
  CHECK(unseen.out.empty());
  CHECK(contains(unseen.err, "nninterp: error: new.csv:3: column \"supp\": the model has not seen the level 'XX'"));

  const Fitted other("toothgrowth.csv", {"-t", "len", "--reference", "supp=VC"});
  CHECK(other.json({"effects", "--var", "supp"})["effects"][0]["level"] == "OJ");
}

TEST_CASE("predict takes columns by name, ignores additional ones and misses missing ones", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp"});
  f.folder.write("a.csv", "wt,hp\n2.5,100\n");
  f.folder.write("b.csv", "note;hp;x;wt\nhi;100;1;2.5\n");
  f.folder.write("c.csv", "wt,HP\n2.5,100\n");
  const Json a = f.json({"predict", "--data", "a.csv"}), b = f.json({"predict", "--data", "b.csv"});
  CHECK(a["predictions"] == b["predictions"]);
  CHECK(a["rows"] == Json::array({1}));
  const Outcome missing = f.run({"predict", "--data", "c.csv"});
  CHECK(missing.code == 1);
  CHECK(contains(missing.err, "c.csv: there is no column \"hp\""));
  CHECK(contains(missing.err, "hint: did you mean 'HP'?"));
}

TEST_CASE("rows that were dropped in the fit are dropped again, and numbered as in the table", "[cli]") {
  const Fitted f("airquality.csv", {"-f", "Ozone ~ Solar.R + Wind + Temp", "--na", "drop"});
  REQUIRE(f.fitted.code == 0);
  const Json json = f.json({"predict"});
  CHECK(json["rows"].size() == 111);
  CHECK(json["rows"][4] == 7);  // rows 5 and 6 have gaps
  CHECK(f.json({"effects"})["rows"] == 111);
}

TEST_CASE("a model tells when its table is gone or has changed", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  std::string bytes = slurp(f.folder.path("mtcars.csv"));
  f.folder.write("mtcars.csv", bytes + "\n");
  const Outcome changed = f.run({"effects"});
  CHECK(changed.code == 1);
  CHECK(contains(changed.err, "has changed since"));
  CHECK(contains(changed.err, "hint: "));
  CHECK(f.run({"effects", "--data", "mtcars.csv"}).code == 0);
  fs::remove(f.folder.path("mtcars.csv"));
  const Outcome gone = f.run({"effects"});
  CHECK(gone.code == 1);
  CHECK(contains(gone.err, "is gone"));
}

TEST_CASE("the table may be looked for beside the model", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const TemporaryFolder elsewhere;
  CHECK(run_program({"effects", "--model", f.folder.path("nninterp-model.json")}, elsewhere.path()).code == 0);
}

TEST_CASE("standard input is a table too", "[cli]") {
  const TemporaryFolder folder;
  const std::string csv = slurp(example_file("mtcars.csv"));
  REQUIRE(run_program({"fit", "-", "-f", "mpg ~ wt", "--rep", "1"}, folder.path(), csv).code == 0);
  const Outcome without = run_program({"effects"}, folder.path());
  CHECK(without.code == 1);
  CHECK(contains(without.err, "standard input"));
  CHECK(run_program({"effects", "--data", "-"}, folder.path(), csv).code == 0);
}

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

TEST_CASE("a model written by hand is enough for every command with --data", "[cli]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2]]]}})");
  folder.write("d.csv", "x\n0\n1\n3\n");
  const auto run = [&](const std::string& command) {
    return run_program({command, "--model", "m.json", "--data", "d.csv"}, folder.path());
  };
  CHECK(Json::parse(run("predict").out)["predictions"]["y"] == Json::array({1, 3, 7}));
  CHECK(Json::parse(run("slopes").out)["slopes"]["y"]["x"] == Json::array({2, 2, 2}));
  CHECK(Json::parse(run("effects").out)["effects"][0]["shift"]["out_of_range_rows"] == 1);
  const Json shown = Json::parse(run_program({"show", "--model", "m.json"}, folder.path()).out);
  CHECK(shown["steps"].is_null());
  CHECK(shown["data"].is_null());
  const Outcome without = run_program({"effects", "--model", "m.json"}, folder.path());
  CHECK(without.code == 1);
  CHECK(contains(without.err, "--data FILE"));
}

TEST_CASE("tables fit 100 columns and standard output stays JSON in a pipe", "[cli]") {
  const Fitted f("diabetes.csv");
  for (const std::string command : {"effects", "show"}) {
    const Outcome table = f.run({command, "--format", "table"});
    CHECK(table.code == 0);
    CHECK(widest_line(table.out) <= 100);
    CHECK(f.run({command}).out.front() == '{');
  }
  CHECK(widest_line(
            run_program({"fit", "diabetes.csv", "--format", "table", "--stepmax", "50"}, f.folder.path()).out) <= 100);
  CHECK(contains(f.run({"effects", "--format", "table"}).out, "bmi"));
}

TEST_CASE("the CSV of a fit tells of each start what its JSON does", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt", "--decay", "0.1", "--rep", "3"});
  f.folder.write("t.csv", read_file(example_file("mtcars.csv")));
  const Outcome csv = f.run({"fit", "t.csv", "-f", "mpg ~ wt", "--decay", "0.1", "--rep", "3", "--format", "csv"});
  const Json repetitions = f.json({"show"})["repetitions"];
  REQUIRE(repetitions.size() == 3);
  std::string expected = "rep,converged,stopped,steps,polish_steps,reached_threshold,error\n";
  for (const Json& rep : repetitions) {
    CHECK(rep["polish_steps"] > 0);
    for (const char* field : {"rep", "converged"}) expected += rep[field].dump() + ",";
    expected += rep["stopped"].get<std::string>();
    for (const char* field : {"steps", "polish_steps"}) expected += "," + rep[field].dump();
    for (const char* field : {"reached_threshold", "error"}) expected += "," + format_number(rep[field].get<double>());
    expected += "\n";
  }
  CHECK(csv.out == expected);
}

TEST_CASE("CSV has a header and a line a row, an effect, a weight", "[cli]") {
  const Fitted f("iris.csv");
  const std::string predictions = f.run({"predict", "--format", "csv"}).out;
  CHECK(predictions.rfind("row,Species=setosa,Species=versicolor,Species=virginica\n", 0) == 0);
  CHECK(count_lines(predictions) == 151);
  CHECK(count_lines(f.run({"slopes", "--format", "csv"}).out) == 1 + 3 * 150);
  CHECK(count_lines(f.run({"effects", "--format", "csv"}).out) == 1 + 3 * 4);
  CHECK(count_lines(f.run({"effects", "--format", "csv", "--per-row", "--var", "Sepal.Width"}).out) == 1 + 3 * 150);
  CHECK(count_lines(f.run({"show", "--format", "csv"}).out) == 1 + 5 * 4 + 5 * 3);
}

TEST_CASE("names with commas, quotes and blanks come through CSV, formula and JSON", "[cli]") {
  const TemporaryFolder folder;
  std::string csv = "\"a,b\",\"say \"\"hi\"\"\",x y\n";
  for (int i = 0; i < 20; ++i)
    csv += std::to_string(i % 7) + "," + std::to_string(i % 3) + "," + std::to_string(i) + "\n";
  folder.write("d.csv", csv);
  REQUIRE(run_program({"fit", "d.csv", "-f", "`x y` ~ `a,b` + `say \"hi\"`", "--rep", "1"}, folder.path()).code == 0);
  const Outcome slopes = run_program({"slopes", "--format", "csv"}, folder.path());
  CHECK(slopes.out.rfind("row,target,\"a,b\",\"say \"\"hi\"\"\"\n", 0) == 0);
  const Outcome one = run_program({"effects", "--var", "a,b"}, folder.path());
  CHECK(Json::parse(one.out)["effects"].size() == 1);
}

TEST_CASE("the result can go to a file, which is written whole", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const Outcome outcome = f.run({"effects", "-o", "effects.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  CHECK(read_json(f.folder.path("effects.json"))["schema"] == "nninterp/effects/1");
}

TEST_CASE("--quiet leaves standard error empty", "[cli]") {
  CHECK(contains(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3"}).fitted.err, "did not converge"));
  CHECK(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3", "--quiet"}).fitted.err.empty());
}

TEST_CASE("--require-convergence tells by exit code 3, and keeps the model", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3", "--require-convergence"});
  CHECK(f.fitted.code == 3);
  CHECK(fs::exists(f.folder.path("nninterp-model.json")));
  CHECK(Json::parse(f.fitted.out)["converged"] == false);
}

TEST_CASE("the environment names the model file", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell("export NNINTERP_MODEL=m.json; $NNINTERP fit '" + example_file("mtcars.csv") +
                                        "' -f 'mpg ~ wt' --rep 1 -o /dev/null && $NNINTERP effects",
                                    folder.path());
  CHECK(outcome.code == 0);
  CHECK(folder.names() == std::vector<std::string>{"m.json"});
}

TEST_CASE("a reader that closes the pipe is no error", "[cli]") {
  const Fitted f("diabetes.csv");
  const Outcome outcome = run_shell("set -o pipefail; $NNINTERP slopes | head -c 10 > /dev/null", f.folder.path());
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("Ctrl-C ends the training, keeps the model and exits 130", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_shell("$NNINTERP fit '" + example_file("diabetes.csv") +
                    "' --threshold 1e-12 --stepmax 1000000000 --rep 1 --hidden 40 --preset neuralnet & "
                    "child=$!; sleep 0.5; kill -INT $child; wait $child",
                folder.path());
  CHECK(outcome.code == 130);
  CHECK(Json::parse(outcome.out)["stopped"] == "interrupted");
  CHECK(read_json(folder.path("nninterp-model.json"))["training"]["stopped"] == "interrupted");
}

TEST_CASE("preset: defaults of neuralnet, and options beside it count wherever they stand", "[cli]") {
  const Fitted f("swiss.csv", {"--hidden", "2", "-f", "Fertility ~ Education", "--preset", "neuralnet", "--stepmax",
                               "7", "--seed=-5"});
  const Json json = Json::parse(f.fitted.out);
  CHECK(json["settings"]["seed"] == -5);
  CHECK(read_json(f.folder.path("nninterp-model.json"))["training"]["seed"] == -5);
  CHECK(json["hidden"] == Json::array({2}));
  CHECK(json["steps"] == 7);
  CHECK(json["settings"]["scale"] == "none");
  CHECK(json["decay"] == 0);
  CHECK(json["settings"]["threshold"] == 0.01);
}

TEST_CASE("on the log-odds, slopes and effects are those of log(p / (1 - p))", "[cli]") {
  Fitted f("iris.csv", {"-t", "Species", "--decay", "0.1"});
  const Json p = f.json({"predict"})["predictions"], odds = f.json({"slopes", "--on", "logit"});
  const Json response = f.json({"slopes"});
  CHECK(odds["settings"]["on"] == "logit");
  CHECK(response["settings"]["on"] == "response");
  for (const auto& [target, by_variable] : odds["slopes"].items()) {
    for (const auto& [variable, slope] : by_variable.items()) {
      const Vector chance = vector_of(p[target]), plain = vector_of(response["slopes"][target][variable]);
      const Vector expected = plain.array() / (chance.array() * (1 - chance.array()));
      CHECK(distance(vector_of(slope), expected) < 1e-8);
    }
  }
  const Json effect = f.json({"effects", "--var", "Petal.Width", "--delta", "minmax", "--on", "logit"})["effects"][0];
  CHECK(effect["shift"]["mean"].get<double>() < -2);  // setosa: beyond what a probability can differ by
  CHECK(contains(f.run({"effects", "--on", "logit", "--format", "table"}).out, "Effects on the log-odds of"));
}

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

TEST_CASE("refits give effects their intervals, and without them the program says what to do", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1", "--bootstrap", "60"});
  const Json model = Json::parse(read_file(f.folder.path("nninterp-model.json")));
  CHECK(model["training"]["refits"]["weights"].size() == 60);
  CHECK(Json::parse(f.fitted.out)["refits"]["count"] == 60);
  const Json effects = f.json({"effects", "--level", "0.9"});
  CHECK(effects["interval"] == Json({{"method", "bootstrap"}, {"level", 0.9}, {"replicates", 60}}));
  for (const Json& effect : effects["effects"]) {
    for (const char* of : {"shift", "slope"}) {
      CHECK(effect[of]["conf_low"] < effect[of]["conf_high"]);
      CHECK(effect[of]["std_error"] > 0);
    }
    CHECK(effect["one_number"]["verdict"].is_string());
    CHECK(effect["between_fits"]["fits"] >= 1);
  }
  const Json curve = f.json({"curves", "--var", "wt"});
  CHECK(curve["interval"]["replicates"] == 60);
  for (std::size_t i = 0; i < curve["curves"][0]["x"].size(); ++i) {
    CHECK(curve["curves"][0]["conf_low"][i] < curve["curves"][0]["conf_high"][i]);
  }
  CHECK(f.run({"curves", "--var", "wt", "--interval", "delta"}).code == 1);
  const Json pair = f.json({"interactions"})["interactions"][0];
  CHECK(pair["std_error"] > 0);
  CHECK(pair["conf_low"] < pair["conf_high"]);
  CHECK(pair["p_value"] > 0);
  CHECK(pair["p_value"] < 1);
  const Json none = f.json({"effects", "--interval", "none"});
  CHECK(none["interval"]["method"] == "none");
  CHECK(none["effects"][0]["shift"]["std_error"].is_null());
  CHECK(f.run({"effects", "--format", "table"}).out.find("95% from") != std::string::npos);
  CHECK(f.run({"effects", "--interval", "sometimes"}).code == 2);
  CHECK(f.run({"effects", "--level", "1"}).code == 2);

  const Fitted without("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1"});
  const Outcome refused = without.run({"effects", "--interval", "bootstrap"});
  CHECK(refused.code == 1);
  CHECK(refused.out.empty());
  CHECK(contains(refused.err, "hint: fit with --bootstrap 200"));
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

TEST_CASE("categories leave as 0/1 inputs, which export says and the table for the way back has", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-f", "len ~ supp + dose", "--decay", "0.1"});
  const Outcome exported = f.run({"export", "--to", "neuralnet", "-o", "w.csv"});
  CHECK(
      contains(exported.err,
               "note: a table for this network, in R or imported again, needs 0/1 columns for categories: supp=VC\n"));
  const Outcome numbers =
      Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--decay", "0.1"}).run({"export", "--to", "neuralnet"});
  CHECK(!contains(numbers.err, "0/1"));
  REQUIRE(f.run({"import", "--from", "neuralnet", "w.csv", "--model", "back.json"}).code == 0);
  f.folder.write("t.csv", "supp,supp=VC,dose\nOJ,0,0.5\nVC,1,2\n");
  const Json ours = f.json({"predict", "--data", "t.csv"})["predictions"]["len"];
  const Json back = f.json({"predict", "--data", "t.csv", "--model", "back.json"})["predictions"]["len"];
  for (std::size_t i : {0, 1}) CHECK(ours[i].get<double>() == Approx(back[i].get<double>()).epsilon(1e-9));
}
