// Rows that count as often as a column says.
#include "support/fitted.hpp"
#include "support/process.hpp"
#include "support/programs.hpp"

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

TEST_CASE("weighted averages are R's weighted.mean of the rows' effects", "[cli]") {
  if (missing("Rscript")) return;
  const FittedCase f("weighted/w.csv", {"-f", "mpg ~ wt + hp", "--hidden", "3", "--decay", "0.1"});
  f.folder.write("rows.csv", f.run({"effects", "--var", "wt", "--per-row", "--format", "csv"}).out);
  f.folder.write("w.csv", read_file(test_file("cases/weighted/w.csv")));
  f.folder.write("mean.R",
                 "rows <- read.csv('rows.csv'); w <- read.csv('w.csv')$w\n"
                 "cat(sprintf('[%.17g, %.17g]', weighted.mean(rows$shift, w), weighted.mean(rows$slope, w)))\n");
  const Outcome r = run_shell("Rscript --vanilla mean.R", f.folder.path());
  INFO(r.out << r.err);
  REQUIRE(r.code == 0);
  const Json effect = f.json({"effects", "--var", "wt", "--weights", "w", "--interval", "none"})["effects"][0];
  const Json expected = Json::parse(r.out);
  CHECK(effect["shift"]["mean"].get<double>() == Approx(expected[0].get<double>()).epsilon(1e-12));
  CHECK(effect["slope"]["mean"].get<double>() == Approx(expected[1].get<double>()).epsilon(1e-12));
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
