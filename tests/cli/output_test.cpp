// Where results go: standard output, a pipe, a file, and never over what was read.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

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

TEST_CASE("no result goes over the model or the table that it was trained on", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const std::string table = slurp(f.folder.path("mtcars.csv")), model = slurp(f.folder.path("nninterp-model.json"));
  const std::vector<std::vector<std::string>> commands{{"show"},
                                                       {"predict"},
                                                       {"slopes"},
                                                       {"effects"},
                                                       {"curves", "--var", "wt"},
                                                       {"importance"},
                                                       {"interactions"},
                                                       {"equation"},
                                                       {"plot", "network", "--format", "svg"},
                                                       {"plot", "importance", "--format", "svg"},
                                                       {"export", "--to", "neuralnet"}};
  for (const std::string file : {"mtcars.csv", "./mtcars.csv", "nninterp-model.json"}) {
    for (std::vector<std::string> arguments : commands) {
      INFO(arguments.front() << " " << file);
      arguments.insert(arguments.end(), {"-o", file});
      const Outcome outcome = f.run(arguments);
      CHECK(outcome.code == 2);
      CHECK(contains(outcome.err, "-o: " + file + " is the table, the model or a file of weights, and would be lost"));
    }
  }
  CHECK(slurp(f.folder.path("mtcars.csv")) == table);
  CHECK(slurp(f.folder.path("nninterp-model.json")) == model);
}

TEST_CASE("no output goes over a file that the command reads, by whatever name, and none is read first", "[cli]") {
  const TemporaryFolder folder;
  const std::vector<std::string> fit{"fit",       "d.csv",  "--validation",       "v.csv", "--start-weights", "s.json",
                                     "--exclude", "e.json", "--constant-weights", "c.json"};
  const std::vector<std::string> import{"import", "--from", "neuralnet", "n.csv", "--data", "d.csv"};
  const std::vector<std::string> predict{"predict", "--model", "m.json", "--data", "d.csv"};
  const auto check = [&](std::vector<std::string> arguments, const std::string& option, const std::string& input) {
    folder.write(input, "neither a table nor weights");
    fs::remove_all(folder.path("links"));
    fs::create_directory(folder.path("links"));
    fs::create_symlink("../" + input, folder.path("links/soft"));
    fs::create_hard_link(folder.path(input), folder.path("links/hard"));
    for (const std::string& output : {input, std::string("links/soft"), std::string("links/hard")}) {
      std::vector<std::string> with_output = arguments;
      with_output.insert(with_output.end(), {option, output});
      const Outcome outcome = run_program(with_output, folder.path());
      INFO(arguments.front() << " " << option << " " << output << " " << input << "\n" << outcome.err);
      CHECK(outcome.code == 2);
      CHECK(contains(outcome.err, option + ": " + output + " is the table, the model or a file of weights"));
      CHECK(slurp(folder.path(input)) == "neither a table nor weights");
    }
  };
  for (const std::string option : {"--model", "-o"}) {
    for (const std::string input : {"d.csv", "v.csv", "s.json", "e.json", "c.json"}) check(fit, option, input);
    for (const std::string input : {"d.csv", "n.csv"}) check(import, option, input);
  }
  for (const std::string input : {"d.csv", "m.json"}) check(predict, "-o", input);
  CHECK(run_shell("$NNINTERP fit - --model d.csv < d.csv", folder.path()).code == 2);
}

TEST_CASE("a reader that closes the pipe is no error", "[cli]") {
  const Fitted f("diabetes.csv");
  const Outcome outcome =
      run_shell("set -o pipefail; $NNINTERP slopes --quiet | head -c 10 > /dev/null", f.folder.path());
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
}
