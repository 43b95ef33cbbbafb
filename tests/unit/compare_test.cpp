// Models side by side on the same rows.
#include "nninterp/analysis/compare.hpp"

#include <cmath>

#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// target = bias + weight * x.
Model line(const std::string& target, double bias, double weight) {
  Model model;
  model.design = {{number("x")}, {numeric(target)}};
  model.network = {{{1, 1}, Activation::logistic, Activation::linear}, (Vector(2) << bias, weight).finished()};
  return model;
}

const Matrix rows = (Matrix(3, 1) << 0, 1, 2).finished(), truth = (Matrix(3, 1) << 1, 3, 5).finished();

}  // namespace

TEST_CASE("each model has its quality, its slopes and its distance from the first", "[compare]") {
  const Model right = line("y", 1, 2), flat = line("y", 3, 0);
  const std::vector<Comparison> both = compare({{right, rows, truth}, {flat, rows, truth}}, 1);
  REQUIRE(both.size() == 2);
  CHECK(both[0].quality.at("y").r_squared == 1.0);
  CHECK(both[0].mean_slope.at("y").at("x") == 2);
  CHECK(both[0].difference.at("y") == 0);
  CHECK(both[1].quality.at("y").r_squared == 0.0);
  CHECK(*both[1].quality.at("y").rmse == Approx(std::sqrt(8.0 / 3)));
  CHECK(both[1].mean_slope.at("y").at("x") == 0);
  CHECK(both[1].difference.at("y") == Approx(std::sqrt(8.0 / 3)).epsilon(1e-15));
}

TEST_CASE("scaled models are compared in the target's own units", "[compare]") {
  const Model plain = line("y", 1, 2);
  Model scaled;  // the same line
  scaled.design = {{number("x", 1, 0.5)}, {numeric("y", 3, 10)}};
  scaled.network = {{{1, 1}, Activation::logistic, Activation::linear}, (Vector(2) << 0, 0.1).finished()};
  const Matrix encoded = (truth.array() - 3) / 10;
  const std::vector<Comparison> both = compare({{plain, rows, truth}, {scaled, rows, encoded}});
  CHECK(both[1].mean_slope.at("y").at("x") == Approx(2).epsilon(1e-14));
  CHECK(both[1].difference.at("y") == Approx(0).margin(1e-14));
  CHECK(*both[1].quality.at("y").r_squared == Approx(1).epsilon(1e-14));
}

TEST_CASE("outputs are paired by name, and one that only one model has is in no difference", "[compare]") {
  Model one, two;
  one.design = {{number("x")}, {numeric("y"), numeric("w")}};
  one.network = {{{1, 2}, Activation::logistic, Activation::linear}, (Vector(4) << 0, 1, 100, 0).finished()};
  two.design = {{number("x")}, {numeric("z"), numeric("y")}};
  two.network = {{{1, 2}, Activation::logistic, Activation::linear}, (Vector(4) << 50, 0, 1, 1).finished()};
  const Matrix truths = (Matrix(3, 2) << 1, 1, 2, 3, 3, 5).finished();
  const std::vector<Comparison> both = compare({{one, rows, truths}, {two, rows, truths}});
  CHECK(both[1].difference.size() == 1);
  CHECK(both[1].difference.at("y") == 1);
  CHECK(both[1].mean_slope.at("z").at("x") == 0);
}

TEST_CASE("models that predict nothing in common cannot be compared, and the message names both", "[compare]") {
  CHECK_NOTHROW(check_comparable({line("y", 0, 1), line("y", 1, 1)}, {"a.json", "b.json"}));
  try {
    check_comparable({line("y", 0, 1), line("y", 0, 1), line("z", 0, 1)}, {"a.json", "b.json", "c.json"});
    FAIL("models without a common target went through");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) == "c.json: predicts z, and a.json y: there is nothing to compare");
  }
}
