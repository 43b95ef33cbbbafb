// The command `fit` as a user runs it.
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "support/drawn_csv.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

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
  for (const char* part : {"Data      diabetes.csv: 354 rows and 88 held out", "Network   10-4-1",
                           "5-fold cross-validation", "held-out error", "Training  rprop+ and bfgs", "stopped by",
                           "left out (CV)", "held out", "Verdict   the network predicts no better than a "}) {
    INFO(part);
    const std::size_t here = f.fitted.out.find(part, last);
    REQUIRE(here != std::string::npos);
    last = here;
  }
  CHECK(f.json({"effects", "--var", "bmi"})["rows"] == 354);  // the rows that were trained on
  CHECK(f.json({"show"})["validation"]["rows"] == 88);
}

TEST_CASE("the table of a fit says its verdict once, whatever it is; JSON and CSV warn of it", "[readings]") {
  const TemporaryFolder folder;
  const Outcome better = fit_drawn(folder, bend, {"--format", "table"});
  CHECK(contains(better.out, "Verdict   the network predicts better than "));
  const std::string worse = "the network predicts no better than";
  const Outcome table = fit_drawn(folder, line, {"--format", "table"});
  CHECK(times(table.out, "Verdict   " + worse) == 1);
  CHECK(times(table.err, worse) == 0);
  for (const char* format : {"json", "csv"}) {
    CHECK(times(fit_drawn(folder, line, {"--format", format}).err, "warning: " + worse) == 1);
  }
  // What goes into a file is not seen beside standard error.
  CHECK(times(fit_drawn(folder, line, {"--format", "table", "-o", "fit.txt"}).err, "warning: " + worse) == 1);
  CHECK(times(slurp(folder.path("fit.txt")), worse) == 1);
}

TEST_CASE("the table of a fit shows the network beside each baseline, at the rows left out as well", "[readings]") {
  const TemporaryFolder folder;
  const std::string table = fit_drawn(folder, line, {"--format", "table", "--holdout", "0.2"}).out;
  for (const char* part :
       {"rows           quality    network", "linear  penalised", "null\n", "\ntrained on     R-squared",
        "\nleft out (CV)  R-squared", "\nheld out       R-squared", "\nheld out  24 rows kept back\n",
        "\npenalised the same with a ridge penalty of ", "\nnull      the mean\n"}) {
    INFO(part << table);
    CHECK(contains(table, part));
  }
  // Without cross-validation there is no penalty to choose.
  const std::string plain = fit_drawn(folder, line, {"--format", "table", "--decay", "1"}).out;
  CHECK_FALSE(contains(plain, "penalised"));
  CHECK(contains(plain, "null"));
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

TEST_CASE("standard error says which column was assumed to be the target", "[cli]") {
  CHECK(contains(Fitted("iris.csv").fitted.err, "Species"));
  const Fitted told("iris.csv", {"--target", "Species"});
  CHECK_FALSE(contains(told.fitted.err, "last column"));
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

TEST_CASE("--require-convergence tells by exit code 3, and keeps the model", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3", "--require-convergence"});
  CHECK(f.fitted.code == 3);
  CHECK(fs::exists(f.folder.path("nninterp-model.json")));
  CHECK(Json::parse(f.fitted.out)["converged"] == false);
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

TEST_CASE("Ctrl-C in the bootstrap keeps the network and the refits that are done", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell("$NNINTERP fit '" + example_file("diabetes.csv") +
                                        "' -t target --decay 1 --rep 1 --bootstrap 100000 & "
                                        "child=$!; sleep 1; kill -INT $child; wait $child",
                                    folder.path());
  CHECK(outcome.code == 130);
  const Json json = Json::parse(outcome.out);
  const std::string kept = json["refits"]["count"].dump();
  CHECK(json["stopped"] == "interrupted");
  CHECK(json["converged"] == true);
  CHECK(json["repetitions"][0]["stopped"] == "threshold");
  REQUIRE(json["warnings"][0]["code"] == "interrupted");
  CHECK(json["warnings"][0]["message"] == "the refits were interrupted; " + kept + " of 100000 are kept");
  CHECK(contains(outcome.err, "warning: the refits were interrupted; " + kept + " of 100000 are kept\n"));
  const Json training = read_json(folder.path("nninterp-model.json"))["training"];
  CHECK(training["refits"]["weights"].size() == json["refits"]["count"]);
  CHECK(training["stopped"] == "interrupted");
  CHECK(Json::parse(run_program({"show"}, folder.path()).out)["stopped"] == "interrupted");
}

TEST_CASE("Ctrl-C before the bootstrap is told once", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_shell("$NNINTERP fit '" + example_file("diabetes.csv") +
                    "' --threshold 1e-12 --stepmax 1000000000 --rep 1 --hidden 40 --preset neuralnet --bootstrap 50 & "
                    "child=$!; sleep 0.5; kill -INT $child; wait $child",
                folder.path());
  CHECK(outcome.code == 130);
  const Json json = Json::parse(outcome.out);
  CHECK(json["refits"]["count"] == 0);
  const auto interrupted = [](const Json& warning) { return warning["code"] == "interrupted"; };
  CHECK(std::count_if(json["warnings"].begin(), json["warnings"].end(), interrupted) == 1);
}

TEST_CASE("rows of a cluster belong together: in the settings, the model file and later commands", "[cli]") {
  const TemporaryFolder folder;
  std::string csv = "person,x,y\n";
  for (int i = 0; i < 60; ++i) {
    const std::string person = i % 20 == 7 ? "" : "p" + std::to_string(i % 20);
    csv += person + "," + std::to_string(i * i % 17) + "," + std::to_string(i * i * i % 29) + "\n";
  }
  folder.write("t.csv", csv);
  const std::vector<std::string> fit{"fit", "t.csv", "--cluster", "person", "-t", "y", "--hidden", "0", "--decay", "0"};
  CHECK(run_program(fit, folder.path()).code == 1);
  std::vector<std::string> dropping = fit;
  dropping.insert(dropping.end(), {"--na", "drop"});
  const Json fitted = json_of(run_program(dropping, folder.path()));
  CHECK(fitted["settings"]["cluster"] == "person");
  CHECK(fitted["data"]["cluster"] == "person");
  CHECK(fitted["variables"] == Json::array({"x"}));
  CHECK(fitted["data"]["rows_used"] == 57);
  const Json model = read_json(folder.path("nninterp-model.json"));
  CHECK(model["data"]["cluster"] == "person");
  CHECK(model["training"]["clusters"].size() == 57);
  CHECK(model["training"]["clusters"][20] == 1);  // p1, as the second row: that of nobody is left out
  const auto slope_error = [&](const Json& effects) {
    return effects["effects"][0]["slope"]["std_error"].get<double>();
  };
  CHECK(json_of(run_program({"effects"}, folder.path()))["interval"]["method"] == "crossfit");
  const Json clustered = json_of(run_program({"effects", "--interval", "delta"}, folder.path()));
  CHECK(clustered["rows"] == 57);
  CHECK(clustered["interval"]["method"] == "delta");
  const Json apart = json_of(run_program({"effects", "--data", "t.csv"}, folder.path()));
  CHECK(apart["rows"] == 60);
  CHECK(slope_error(clustered) != Approx(slope_error(apart)).epsilon(0.01));
  const Json weights = json_of(run_program({"show", "--level", "0.9"}, folder.path()))["weights_table"];
  CHECK(weights[1]["std_error"].get<double>() > 0);

  CHECK(json_of(run_program({"fit", "t.csv", "-f", "y ~ x"}, folder.path()))["settings"]["cluster"].is_null());
}

TEST_CASE("a cluster of each row's own is none", "[cli]") {
  const TemporaryFolder folder;
  std::string csv = "id,x,y\n";
  for (int i = 0; i < 60; ++i) {
    csv += "r" + std::to_string(i) + "," + std::to_string(i * i % 61) + "," + std::to_string(i * i * i % 59) + "\n";
  }
  folder.write("t.csv", csv);
  const auto numbers = [&](const char* how) {
    json_of(run_program({"fit", "t.csv", how, "id", "-t", "y", "--hidden", "0", "--bootstrap", "20"}, folder.path()));
    return json_of(run_program({"effects"}, folder.path()))["effects"].dump() +
           json_of(run_program({"effects", "--interval", "delta"}, folder.path()))["effects"].dump() +
           json_of(run_program({"show", "--level", "0.9"}, folder.path()))["weights_table"].dump();
  };
  CHECK(numbers("--cluster") == numbers("--drop"));
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
