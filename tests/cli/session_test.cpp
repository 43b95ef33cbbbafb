// Where commands find the model and its rows: files that are given, gone or changed, the environment, standard input.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

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

TEST_CASE("the environment names the model file", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell("export NNINTERP_MODEL=m.json; $NNINTERP fit '" + example_file("mtcars.csv") +
                                        "' -f 'mpg ~ wt' --rep 1 -o /dev/null && $NNINTERP effects",
                                    folder.path());
  CHECK(outcome.code == 0);
  CHECK(folder.names() == std::vector<std::string>{"m.json"});
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

TEST_CASE("a model of a table that came through a pipe or device needs it again, and does not wait for it", "[cli]") {
  const TemporaryFolder folder;
  fs::copy(example_file("mtcars.csv"), folder.path("d.csv"));
  const std::string fit = " -f 'mpg ~ wt' --rep 1 --quiet -o /dev/null; timeout 20 $NNINTERP effects";
  const std::vector<std::string> lines{
      "mkfifo p; cat d.csv > p & $NNINTERP fit p" + fit, "cat d.csv | $NNINTERP fit /dev/stdin" + fit + " < /dev/null",
      "$NNINTERP fit /dev/stdin < d.csv" + fit + " < d.csv", "$NNINTERP fit <(cat d.csv)" + fit + " 63< d.csv"};
  for (const std::string& line : lines) {
    const Outcome outcome = run_shell(line, folder.path());
    INFO(line << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "the model was trained on what came through this pipe or device, which is gone"));
    CHECK(contains(outcome.err, "hint: give the table again: --data FILE"));
  }
  CHECK(run_shell("$NNINTERP effects --data d.csv", folder.path()).code == 0);
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

TEST_CASE("rows that were dropped in the fit are dropped again, and numbered as in the table", "[cli]") {
  const Fitted f("airquality.csv", {"-f", "Ozone ~ Solar.R + Wind + Temp", "--na", "drop"});
  REQUIRE(f.fitted.code == 0);
  const Json json = f.json({"predict"});
  CHECK(json["rows"].size() == 111);
  CHECK(json["rows"][4] == 7);  // rows 5 and 6 have gaps
  CHECK(f.json({"effects"})["rows"] == 111);
}
