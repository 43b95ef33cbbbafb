// Networks that hold at their rows alone, and averages that a few rows make.
#include "nninterp/model/stability.hpp"

#include "nninterp/model/fit.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Matrix normal_rows(Index rows, Index columns) {
  Random random(2);
  Matrix values(rows, columns);
  for (double& value : values.reshaped()) value = random.normal();
  return values;
}

bool has(const std::vector<Warning>& warnings, const std::string& code) {
  return std::any_of(warnings.begin(), warnings.end(), [&](const Warning& w) { return w.code == code; });
}

// b + w x, or with a hidden unit v s(w x).
Network line(double bias, double weight) {
  return {{{1, 1}, Activation::linear, Activation::linear}, (Vector(2) << bias, weight).finished()};
}
Network step(double steepness, double height) {
  return {{{1, 1, 1}, Activation::logistic, Activation::linear}, (Vector(4) << 0, steepness, 0, height).finished()};
}

Design one_input() {
  Design design = design_of({numeric("y")});
  design.variables.push_back(number("x"));
  return design;
}

}  // namespace

TEST_CASE("probes lie on lines through two rows, at most a quarter beyond one of them", "[stability]") {
  Matrix rows(2, 2);
  rows << 0, 10, 1, 30;
  Matrix third(3, 2);
  third << rows, 2, 50;  // on the same line
  const Matrix points = probes(third);
  CHECK(points.rows() == 30);
  for (Index i = 0; i < points.rows(); ++i) {
    CHECK(points(i, 1) == Approx(10 + 20 * points(i, 0)));
    CHECK(points(i, 0) >= -0.5);
    CHECK(points(i, 0) <= 2.5);
  }
  CHECK((points.col(0).array() < 0 || points.col(0).array() > 2).any());
  CHECK(probes(third) == points);
  // Of two values there is nothing between.
  CHECK(((probes(rows).col(0).array() == 0) || (probes(rows).col(0).array() == 1)).all());
  CHECK(probes(normal_rows(1000, 3)).rows() == 2000);
}

TEST_CASE("overshoot is told as a multiple of the range's width", "[stability]") {
  const Matrix points = (Matrix(3, 1) << -1, 0, 3).finished();
  CHECK(overshoot(line(0, 1), points, {Range{-1, 1}})[0] == Approx(1));
  CHECK(overshoot(line(0, 1), points, {Range{0, 3}})[0] == Approx(1.0 / 3));
  CHECK(overshoot(line(0, 1), points, {Range{-1, 3}})[0] == 0);
  CHECK(overshoot(line(0, 1), points, {std::nullopt})[0] == 0);
  CHECK(overshoot(line(0, 1e308), points * 1e10, {Range{0, 1}})[0] == std::numeric_limits<double>::infinity());
}

TEST_CASE("an average slope that few rows make is told, with their share", "[stability]") {
  const Matrix rows = normal_rows(300, 1);
  const auto measured = [&](const Network& network) { return measure_stability(network, rows, {Range{-3, 3}}, 1); };
  const Stability even = measured(line(0, 1));
  CHECK(even.few == 3);
  CHECK(even.share_of_few(0, 0) == Approx(3.0 / 300));
  CHECK(warn_of_instability(one_input(), even).empty());
  CHECK(warn_of_instability(one_input(), measured(step(2, 1))).empty());
  const Stability sharp = measured(step(1000, 1));
  CHECK(sharp.share_of_few(0, 0) > 0.5);
  CHECK(has(warn_of_instability(one_input(), sharp), "few_rows_make_the_mean"));
  CHECK(contains(warn_of_instability(one_input(), sharp).front().message, "3 of 300"));
  // Three of forty rows are no handful among many.
  CHECK(
      warn_of_instability(one_input(), measure_stability(step(1000, 1), rows.topRows(40), {Range{-3, 3}}, 1)).empty());
}

TEST_CASE("predictions that leave the target's range by far beside the rows are told", "[stability]") {
  const Matrix rows = normal_rows(100, 1);
  CHECK(has(warn_of_instability(one_input(), measure_stability(line(0, 1), rows, {Range{-0.1, 0.1}}, 1)),
            "unstable_predictions"));
  CHECK_FALSE(has(warn_of_instability(one_input(), measure_stability(line(0, 1), rows, {Range{-3, 3}}, 1)),
                  "unstable_predictions"));
}

TEST_CASE("a decay of the user's own is warned of, the default's network holds", "[stability]") {
  int told = 0;
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const Table table = drawn(80, 0.5, seed, bent_product);
    FitOptions free;
    free.choice.decay = 0;
    free.network.hidden = {12};
    free.train.stepmax = 3000;
    told += warned_of(fit(table, free), "unstable_predictions") ? 1 : 0;
    CHECK_FALSE(warned_of(fit(table, {}), "unstable_predictions"));
  }
  CHECK(told >= 3);
}
