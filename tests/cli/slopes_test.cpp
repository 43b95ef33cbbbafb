// The command `slopes` as a user runs it.
#include "nninterp/core/text.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("slopes agree with central differences of predictions", "[cli]") {
  for (const std::string scale : {"none", "standardize", "minmax"}) {
    INFO(scale);
    Fitted f("mtcars.csv", {"-f", "mpg ~ wt + drat", "--scale", scale, "--activation", "tanh"});
    const auto shifted = [&](double by) {
      std::string csv = "wt,drat\n";
      const Table table = table_in(f.folder.path("mtcars.csv"));
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

TEST_CASE("slopes --order 2 adds second derivatives, and nothing else changes", "[cli]") {
  const Smooth f("mtcars.csv", {"-f", "mpg ~ wt + hp + qsec"});
  const Json one = f.json({"slopes"}), two = f.json({"slopes", "--order", "2"});
  CHECK_FALSE(one.contains("second"));
  CHECK(one["slopes"] == two["slopes"]);
  CHECK(one["settings"]["order"] == 1);
  CHECK(two["settings"]["order"] == 2);
  std::vector<std::string> pairs;
  for (const auto& [name, values] : two["second"]["mpg"].items()) {
    pairs.push_back(name);
    CHECK(values.size() == 32);
  }
  CHECK(pairs == std::vector<std::string>{"hp:hp", "hp:qsec", "qsec:qsec", "wt:hp", "wt:qsec", "wt:wt"});
  const std::string csv = f.run({"slopes", "--order", "2", "--format", "csv"}).out;
  CHECK(csv.rfind("row,target,wt,hp,qsec,wt:wt,wt:hp,wt:qsec,hp:hp,hp:qsec,qsec:qsec\n1,mpg,", 0) == 0);
  CHECK(count_lines(csv) == 33);
  CHECK(contains(f.run({"slopes", "--order", "2", "--format", "table"}).out, "Second derivatives of mpg at each row"));
}
