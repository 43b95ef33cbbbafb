// Options that all commands have. What is said where one is mistyped or cannot be meant: broken_inputs_test.cpp.
#include <sstream>

#include "support/fitted.hpp"
#include "support/given.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// As the program's own help lists them.
std::vector<std::string> all_commands() {
  std::istringstream lines(run_program({"--help"}, "/").out);
  std::vector<std::string> commands;
  bool listed = false;
  for (std::string line; std::getline(lines, line);) {
    if (listed && line.size() > 2 && line[2] != ' ') commands.push_back(line.substr(2, line.find(' ', 2) - 2));
    listed = listed || line == "Subcommands:";
  }
  return commands;
}

}  // namespace

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

TEST_CASE("of --json and --format the last one counts", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3"});
  CHECK(f.run({"predict", "--format", "csv", "--json"}).out.front() == '{');
  CHECK(f.run({"predict", "--json", "--format", "csv"}).out.rfind("row,mpg\n", 0) == 0);
  CHECK(f.run({"predict", "--format", "json", "--format", "csv"}).out.rfind("row,mpg\n", 0) == 0);
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

TEST_CASE("--quiet leaves standard error empty", "[cli]") {
  CHECK(contains(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3"}).fitted.err, "did not converge"));
  CHECK(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3", "--quiet"}).fitted.err.empty());
}

TEST_CASE("the help of each command begins with examples of it, tells the options that all have and does nothing else",
          "[cli]") {
  const TemporaryFolder folder;
  const std::vector<std::string> commands = all_commands();
  REQUIRE(commands.size() >= 13);
  for (const std::string& command : commands) {
    INFO(command);
    const Outcome help = run_program({command, "--help"}, folder.path());
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    const std::size_t examples = help.out.find("\nExample");
    const std::size_t usage = help.out.find("\nUsage: nninterp " + command);
    REQUIRE(examples != std::string::npos);
    REQUIRE(usage != std::string::npos);
    CHECK(contains(help.out.substr(examples, usage - examples), ":\n  nninterp " + command));
    for (const char* option : {"--format", "-o,--output-file", "--quiet"}) {
      CHECK(contains(help.out, "\n  " + std::string(option) + " "));
    }
    CHECK(run_program({command, "-h"}, folder.path()).out == help.out);
  }
  CHECK(folder.names().empty());
}

TEST_CASE("each command has a file of tests that is called as it is", "[cli]") {
  for (const std::string& command : all_commands()) {
    INFO(command);
    CHECK(fs::exists(test_file("cli/" + command + "_test.cpp")));
  }
}

TEST_CASE("--version tells name and version, and no command is needed", "[cli]") {
  const Outcome version = run_program({"--version"}, "/");
  CHECK(version.code == 0);
  CHECK(version.out.rfind("nninterp ", 0) == 0);
  CHECK(count_lines(version.out) == 1);
}

TEST_CASE("an option has the same value behind a blank and an equals sign, and the last one counts", "[cli]") {
  const Given given;
  const std::string csv = given.run({"effects", "--var", "x", "--delta", "-1", "--format", "csv"}).out;
  REQUIRE(csv.rfind("variable,", 0) == 0);
  const std::vector<std::vector<std::string>> same{
      {"effects", "--var=x", "--delta=-1", "--format=csv"},
      {"effects", "--format", "table", "--delta", "5", "--var", "x", "--delta", "-1", "--format", "csv"}};
  for (const std::vector<std::string>& arguments : same) CHECK(given.run(arguments).out == csv);
}

TEST_CASE("names may be given one by one or with commas between", "[cli]") {
  const Given given;
  const Json both = given.json({"effects", "--var", "group,x"})["effects"];
  CHECK(both.size() == 2);
  CHECK(given.json({"effects", "--var", "group", "--var", "x"})["effects"] == both);
}
