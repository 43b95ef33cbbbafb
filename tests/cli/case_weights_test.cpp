// Rows that count as often as a column says.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("averages over rows are weighted by a column of the table", "[cli]") {
  const FittedCase f("weighted/w.csv", {"-f", "mpg ~ wt + hp", "--hidden", "3", "--decay", "0.1"});
  const auto effect = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"effects", "--var", "wt", "--interval", "none"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return f.json(arguments)["effects"][0];
  };
  const Json plain = effect({}), weighted = effect({"--weights", "w"});
  CHECK(plain["shift"]["mean"].get<double>() == Approx(-3.27739).margin(5e-6));
  CHECK(plain["slope"]["mean"].get<double>() == Approx(-3.52672).margin(5e-6));
  CHECK(weighted["shift"]["mean"].get<double>() == Approx(-3.29038).margin(5e-6));
  CHECK(weighted["slope"]["mean"].get<double>() == Approx(-3.62082).margin(5e-6));
  for (const char* command : {"curves", "importance", "interactions"}) {
    std::vector<std::string> arguments{command, "--weights", "w"};
    if (arguments[0] == "curves") arguments.insert(arguments.end(), {"--var", "wt"});
    INFO(command);
    CHECK(f.json(arguments)["settings"]["weights"] == "w");
    const std::vector<std::string> unweighted(arguments.begin(), arguments.begin() + 1);
    if (arguments[0] != "curves") CHECK(f.json(arguments) != f.json(unweighted));
  }
}

TEST_CASE("a fit by weights remembers them, and takes them for no predictor", "[cli]") {
  const FittedCase f("weighted/w.csv", {"-t", "mpg", "--decay", "0.1", "--weights", "w"});
  const Json fitted = json_of(f.fitted);
  CHECK(fitted["settings"]["weights"] == "w");
  for (const Json& variable : fitted["variables"]) CHECK(variable != "w");
  CHECK(f.json({"effects", "--interval", "none"})["settings"]["weights"] == "w");
  f.folder.write("new.csv", "wt,hp\n3,100\n2,110\n");
  const Outcome without = f.run({"effects", "--data", "new.csv", "--interval", "none", "--var", "wt"});
  CHECK(contains(without.err, "has no column w, by which the rows of the training count"));
}
