// Twin and dead units, as the commands that show hidden units say them.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Two inputs, four logistic units: the first and the third are mirrored, the fourth leads nowhere.
const std::string twins_and_dead = R"([[[0.5, -1, -0.5, 1], [1, 2, -1, 1], [-2, 0.25, 2, 1]],
    [[0], [3], [0.75], [1], [0]]])";
const std::string plain = R"([[[0.5, -1, 1], [1, 2, 3], [-2, 0.25, 1]], [[0], [3], [0.75], [1]]])";
const std::string twins = "1layhid1 and 1layhid3 are twins: they compute the same up to sign; 2 hidden units would do";
const std::string dead = "1layhid4 is dead: ";

void write_model(const TemporaryFolder& folder, const std::string& weights, const std::string& training = "") {
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"},
    {"name": "z", "type": "numeric"}], "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "logistic", "output": "linear", "weights": )" +
                             weights + "}" + training + "}");
  folder.write("d.csv", "x,z,y\n0,1,1\n1,0,2\n3,2,1\n4,1,2\n");
}

std::size_t count_code(const Json& warnings, const std::string& code) {
  return static_cast<std::size_t>(
      std::count_if(warnings.begin(), warnings.end(), [&](const Json& warning) { return warning["code"] == code; }));
}

struct Command {
  std::vector<std::string> arguments;
  bool says_it, json;
};

const std::vector<Command> commands{
    {{"show", "--json"}, true, true},
    {{"show", "--json", "--data", "d.csv", "--level", "0.9"}, true, true},
    {{"equation", "--json"}, true, true},
    {{"equation", "--language", "python"}, true, false},
    {{"effects", "--json", "--data", "d.csv", "--paths"}, true, true},
    {{"effects", "--json", "--data", "d.csv"}, false, true},  // shows no units
    {{"plot", "network", "--spec"}, true, false},
    {{"plot", "network", "--format", "text"}, true, false},
};

Outcome run(const Command& command, const TemporaryFolder& folder) {
  std::vector<std::string> arguments = command.arguments;
  arguments.insert(arguments.end(), {"--model", "m.json"});
  return run_program(arguments, folder.path());
}

void check_says(const Command& command, const TemporaryFolder& folder, bool expected) {
  INFO(command.arguments[0] << " " << command.arguments[1]);
  const Outcome outcome = run(command, folder);
  REQUIRE(outcome.code == 0);
  for (const std::string& said : {twins, dead}) CHECK(contains(outcome.err, "nninterp: warning: " + said) == expected);
  if (!command.json) return;
  const Json warnings = Json::parse(outcome.out)["warnings"];
  for (const char* code : {"twin_units", "dead_units"}) CHECK(count_code(warnings, code) == (expected ? 1 : 0));
}

}  // namespace

TEST_CASE("every command that shows hidden units says which are twins or dead, and no other does", "[cli]") {
  const TemporaryFolder folder;
  write_model(folder, twins_and_dead);
  for (const Command& command : commands) check_says(command, folder, command.says_it);
  CHECK(run({{"equation", "--quiet"}, true, false}, folder).err.empty());
  CHECK(run({{"plot", "network", "--spec", "--quiet"}, true, false}, folder).err.empty());
}

TEST_CASE("where no unit is a twin or dead nothing is said", "[cli]") {
  const TemporaryFolder folder;
  write_model(folder, plain);
  for (const Command& command : commands) check_says(command, folder, false);
  CHECK(run({{"equation"}, false, false}, folder).err.empty());
  CHECK(run({{"plot", "network", "--spec"}, false, false}, folder).err.empty());
}

TEST_CASE("show says once what the fit has said", "[cli]") {
  const TemporaryFolder folder;
  write_model(folder, twins_and_dead,
              R"(, "training": {"warnings": [{"code": "dead_units", "message": "1layhid4 is dead: said"}]})");
  const Outcome outcome = run({{"show", "--json"}, true, true}, folder);
  const Json warnings = json_of(outcome)["warnings"];
  CHECK(count_code(warnings, "dead_units") == 1);
  CHECK(count_code(warnings, "twin_units") == 1);
  CHECK(contains(outcome.err, "1layhid4 is dead: said"));
}

TEST_CASE("a fit says which units have become twins, and show says it once", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "3", "--decay", "0.3", "--json"}, {});
  const Json warnings = json_of(f.fitted)["warnings"];
  CHECK(count_code(warnings, "twin_units") == 1);
  CHECK(f.json({"show", "--json"})["warnings"] == warnings);
}
