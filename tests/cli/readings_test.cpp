// What every reading of a model says again: what it is worth, and whether its numbers hold.
#include "support/drawn_csv.hpp"
#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Strings = std::vector<std::string>;

// Every reading, those without rows first.
const std::vector<Strings> without_rows{{"show"}, {"equation"}, {"predict"}};
const std::vector<Strings> at_rows{{"effects"}, {"slopes"}, {"curves", "--var", "x"}, {"importance"}, {"interactions"}};
const std::vector<Strings> pictures{{"network"},    {"effects", "--var", "x"}, {"curves", "--var", "x"},
                                    {"importance"}, {"interactions"},          {"gw", "--var", "x"}};

Strings joined(Strings words, const Strings& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// A model of the table t.csv whose file says so.
struct Judged {
  TemporaryFolder folder;

  explicit Judged(const Json& training, const std::string& hidden = "2") {
    folder.write("t.csv", drawn_csv(60, bend));
    REQUIRE(run({"fit", "t.csv", "-t", "y", "--decay", "0.1", "--rep", "1", "--hidden", hidden}).code == 0);
    Json model = read_json(folder.path("nninterp-model.json"));
    model["training"].merge_patch(training);
    folder.write("nninterp-model.json", model.dump());
  }
  Outcome run(const Strings& arguments) const { return run_program(arguments, folder.path()); }
};

Json verdict(const std::string& code) {
  return {
      {"verdict", {{"code", code}, {"baseline", "penalised"}, {"gain", -0.01}, {"std_error", 0.02}, {"rounds", 3}}}};
}

std::size_t times_warned(const Outcome& outcome, const std::string& code) {
  const Json warnings = json_of(outcome)["warnings"];
  return static_cast<std::size_t>(
      std::count_if(warnings.begin(), warnings.end(), [&](const Json& warning) { return warning["code"] == code; }));
}

void check_said_once(const Judged& judged, const Strings& command, const std::string& code, const std::string& text) {
  INFO(command.front() << " " << code);
  const Outcome outcome = judged.run(joined(command, {"--json"}));
  CHECK(times_warned(outcome, code) == 1);
  CHECK(times(outcome.err, text) == 1);
}

}  // namespace

TEST_CASE("a verdict that is not better is said again by every reading, once", "[readings]") {
  const Judged judged(verdict("no_better_than_linear"));
  const std::string text = "warning: the network predicts no better than a penalised linear regression here";
  for (const auto& commands : {without_rows, at_rows}) {
    for (const Strings& command : commands) check_said_once(judged, command, "no_better_than_linear", text);
  }
  for (const Strings& picture : pictures) {
    INFO(picture.front());
    const Outcome spec = judged.run(joined(joined({"plot"}, picture), {"--spec"}));
    CHECK(times(spec.err, text) == 1);
    CHECK(contains(spec.out, "careful: predicts no better than a penalised linear regression"));
  }
  for (const char* picture : {"network", "importance", "interactions"}) {
    CHECK(contains(judged.run({"plot", picture, "--format", "text"}).out, "careful: predicts no better than"));
  }
  fs::copy(judged.folder.path("nninterp-model.json"), judged.folder.path("b.json"));
  const Outcome compared = judged.run({"compare", "nninterp-model.json", "b.json"});
  CHECK(times_warned(compared, "no_better_than_linear") == 2);
  CHECK(contains(compared.err, "warning: nninterp-model.json: the network predicts no better"));
  CHECK(contains(compared.err, "warning: b.json: the network predicts no better"));
  CHECK(judged.run({"effects", "--quiet"}).err.empty());
}

TEST_CASE("a better verdict is no warning, and a regression is told only that nothing predicts", "[readings]") {
  const std::string caption = "careful: ";
  const Judged better(verdict("better_than_linear"));
  CHECK(times_warned(better.run({"effects"}), "better_than_linear") == 0);
  CHECK_FALSE(contains(better.run({"plot", "importance", "--format", "text"}).out, caption));
  const Judged regression(verdict("no_better_than_linear"), "0");
  CHECK(times_warned(regression.run({"predict"}), "no_better_than_linear") == 0);
  CHECK_FALSE(contains(regression.run({"plot", "network", "--format", "text"}).out, caption));
  const Judged nothing(verdict("predicts_nothing"), "0");
  check_said_once(nothing, {"predict"}, "predicts_nothing", "warning: nothing predicts here");
  check_said_once(nothing, {"effects"}, "predicts_nothing", "warning: nothing predicts here");
  CHECK(contains(nothing.run({"plot", "network", "--format", "text"}).out,
                 "careful: neither network nor regression predicts anything"));
}

TEST_CASE("pictures with a caption are drawn in every format", "[readings]") {
  if (missing("gnuplot") || missing("dot")) return;
  const Judged judged(verdict("predicts_nothing"));
  for (const Strings& picture : pictures) {
    for (const char* format : {"svg", "png", "pdf", "text"}) {
      INFO(picture.front() << " " << format);
      const Outcome drawn = judged.run(joined(joined({"plot"}, picture), {"--format", format}));
      CHECK(drawn.code == 0);
      const bool readable = std::string(format) == "svg" || std::string(format) == "text";
      if (readable) CHECK(contains(drawn.out, "neither network nor regression predicts anything"));
    }
  }
}

TEST_CASE("coefficients that are not determined are '-', and effects say why", "[readings]") {
  const TemporaryFolder folder;
  const auto sign = [](double x, double) { return std::string(x < 0 ? "no" : "yes"); };
  const Outcome fitted = fit_drawn(folder, sign, {"--decay", "1"});
  CHECK(times_warned(fitted, "undetermined_regression") == 1);
  const Outcome effects = run_program({"effects"}, folder.path());
  CHECK(times_warned(effects, "undetermined_regression") == 1);
  CHECK(json_of(effects)["effects"][0]["one_number"]["linear_coefficient"].is_null());
  CHECK(contains(effects.err, "can be told apart without error"));
  const std::string table = run_program({"effects", "--format", "table"}, folder.path()).out;
  CHECK(contains(table, "variable  linear"));
  CHECK(contains(table, "\nx              -  "));
  CHECK(contains(table, "which is not determined here"));
}

TEST_CASE("a network that holds at its rows alone is warned of by every reading that has rows", "[readings]") {
  // A step of height 1 where |y| is at most 0.1, and at a few rows only: both warnings apply. No training is told of.
  TemporaryFolder folder;
  folder.write("t.csv", drawn_csv(300, [](double, double noise) { return format_number(noise < 0 ? -0.1 : 0.1); }));
  folder.write("m.json", R"({"schema": "nninterp/model/1",
    "inputs": [{"name": "x", "type": "numeric"}, {"name": "z", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}], "network": {"activation": "logistic", "output": "linear",
    "weights": [[[0], [1000], [500]], [[0], [1]]]}})");
  const auto run = [&](const Strings& command, const std::string& data) {
    return run_program(joined(command, {"--model", "m.json", "--data", data}), folder.path());
  };
  for (const Strings& command : at_rows) {
    INFO(command.front());
    const Outcome outcome = run(command, "t.csv");
    CHECK(times_warned(outcome, "unstable_predictions") == 1);
    CHECK(times_warned(outcome, "few_rows_make_the_mean") == 1);
    CHECK(contains(outcome.err, "leave the range of their target by more than its width (y by "));
    CHECK(contains(outcome.err, "a few rows, 3 of 300, make more than half"));
  }
  for (const Strings& picture : pictures) {
    if (picture.front() == "network") continue;
    INFO(picture.front());
    const Outcome spec = run(joined(joined({"plot"}, picture), {"--spec"}), "t.csv");
    CHECK(times(spec.err, "leave the range of their target") == 1);
    CHECK(times(spec.err, "a few rows, 3 of 300") == 1);
  }
  // Without targets their range is not known, the slopes are.
  std::string no_targets = "x,z\n0,1\n";
  for (int row = 1; row < 60; ++row) no_targets += std::to_string(row) + "," + std::to_string(row % 7) + "\n";
  folder.write("new.csv", no_targets);
  CHECK(times_warned(run({"slopes"}, "new.csv"), "unstable_predictions") == 0);
  // A range that the model file tells is taken before the data's.
  Json model = read_json(folder.path("m.json"));
  model["training"] = {{"target_ranges", {{"y", {-1, 2}}}}};
  folder.write("m.json", model.dump());
  CHECK(times_warned(run({"effects"}, "t.csv"), "unstable_predictions") == 0);
}

TEST_CASE("readings without rows say again what the fit has warned of", "[readings]") {
  const Json few{{"code", "few_rows_make_the_mean"}, {"message", "few rows"}},
      unstable{{"code", "unstable_predictions"}, {"message", "leaves its range"}},
      other{{"code", "not_converged"}, {"message", "not at a minimum"}};
  const Judged judged(Json{{"warnings", {other, unstable, few}}});
  for (const Strings& command : without_rows) {
    check_said_once(judged, command, "unstable_predictions", "warning: leaves its range");
    check_said_once(judged, command, "few_rows_make_the_mean", "warning: few rows");
  }
  CHECK(times_warned(judged.run({"predict"}), "not_converged") == 0);
  // At rows it is measured there, not taken from the fit.
  CHECK(times_warned(judged.run({"slopes"}), "unstable_predictions") == 0);
}

TEST_CASE("numbers that are not finite are null, and warned of by how many there are", "[cli]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "linear", "output": "linear", "weights": [[[0], [1e200]], [[0], [1e200]]]}})");
  folder.write("d.csv", "x\n0\n1\n2\n5\n");
  const auto run = [&](std::vector<std::string> arguments, const std::string& format) {
    arguments.insert(arguments.end(), {"--model", "m.json", "--data", "d.csv", "--format", format});
    return run_program(arguments, folder.path());
  };
  CHECK(json_of(run({"predict"}, "json"))["predictions"]["y"] == Json::array({0, nullptr, nullptr, nullptr}));
  const std::vector<std::pair<std::vector<std::string>, std::string>> commands{
      {{"predict"}, "the prediction is not finite at 3 of 4 rows"},
      {{"slopes"}, "a slope is not finite at 4 of 4 rows"},
      {{"effects"}, "an effect or a slope is not finite at 4 of 4 rows"},
      {{"curves", "--var", "x", "--grid", "21"}, "the curve is not finite at 20 of 21 points"},
      {{"curves", "--var", "x", "--kind", "ale"}, "the curve is not finite at 4 of 4 points"},
      {{"curves", "--var", "x", "--kind", "ice", "--grid", "21"}, "the curve is not finite at 100 of 105 points"}};
  for (const auto& [command, message] : commands) {
    INFO(message);
    const Json warnings = json_of(run(command, "json"))["warnings"];
    const auto said = std::find_if(warnings.begin(), warnings.end(),
                                   [](const Json& warning) { return warning["code"] == "not_finite"; });
    REQUIRE(said != warnings.end());
    CHECK(contains((*said)["message"], message));
    const Outcome table = run(command, "table");
    CHECK(table.code == 0);
    CHECK(contains(table.err, "nninterp: warning: " + message));
    CHECK_FALSE(contains(table.out, "all equal"));
    CHECK_FALSE(contains(table.out, "nan"));
  }
  CHECK(contains(run({"effects"}, "table").out, "not finite"));
}
