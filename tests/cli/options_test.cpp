// Options that all commands have.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

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
