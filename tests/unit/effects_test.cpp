#include "nninterp/analysis/effects.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y = 10 + 5 * tanh((x - 2) / 4): one hidden unit, scaled on both sides.
Model tanh_model() {
  Model model;
  model.design = {{number("x", 2, 4)}, {numeric("y", 10, 5)}};
  model.network = {{{1, 1, 1}, Activation::tanh, Activation::linear}, (Vector(4) << 0, 1, 0, 1).finished()};
  return model;
}

// y = 1 + 2 x + (0, 3, -4)[group], group's reference being its second level.
Model group_model() {
  Model model;
  model.design = {{number("x"), category("group", {"a", "b", "c"}, 1)}, {numeric("y")}};
  model.network = {{{3, 1}, Activation::logistic, Activation::linear}, (Vector(4) << 1, 2, 3, -4).finished()};
  return model;
}

const Matrix group_data = (Matrix(4, 2) << 0, 0, 1, 1, 2, 2, 3, 0).finished();

}  // namespace

TEST_CASE("slopes and shifts of a closed form come out in original units", "[effects]") {
  const Matrix data = (Matrix(3, 1) << -1, 2, 7.5).finished();
  EffectOptions options;
  options.delta.number = -1.5;
  const Effect effect = effects(tanh_model(), data, options).effects.at(0);
  const Vector shifts = row_shifts(tanh_model(), data, effect.move, effect.output);
  const Vector slopes = row_slopes(tanh_model(), data, effect.move.variable, effect.output);
  const auto f = [](double x) { return 10 + 5 * std::tanh((x - 2) / 4); };
  for (Index i = 0; i < 3; ++i) {
    const double x = data(i, 0), t = std::tanh((x - 2) / 4);
    CHECK(slopes[i] == Approx(5.0 / 4 * (1 - t * t)).epsilon(1e-14));
    CHECK(shifts[i] == Approx(f(x - 1.5) - f(x)).epsilon(1e-13));
  }
  CHECK(effect.move.delta == -1.5);
  CHECK(effect.out_of_range_rows == 1);  // -1 - 1.5 lies below the data
}

TEST_CASE("deltas can be the data's sd, interquartile range and whole range", "[effects]") {
  const Matrix data = (Matrix(4, 1) << 0, 1, 2, 7).finished();
  EffectOptions options;
  options.delta.kind = Delta::Kind::sd;
  CHECK(*effects(tanh_model(), data, options).effects.at(0).move.delta == Approx(std::sqrt(29.0 / 3)).epsilon(1e-14));
  options.delta.kind = Delta::Kind::iqr;
  CHECK(*effects(tanh_model(), data, options).effects.at(0).move.delta == 2.5);
  options.delta.kind = Delta::Kind::minmax;
  const Effect whole = effects(tanh_model(), data, options).effects.at(0);
  CHECK(*whole.move.delta == 7);
  CHECK(whole.shift_summary.sd == 0);
  CHECK(whole.shift_summary.mean == Approx(5 * (std::tanh(5.0 / 4) - std::tanh(-0.5))).epsilon(1e-14));
  CHECK(whole.out_of_range_rows == 0);
}

TEST_CASE("the training range counts where the model has one", "[effects]") {
  Model model = tanh_model();
  model.design.variables[0].range = Range{0, 3};
  const Matrix data = (Matrix(4, 1) << 0, 1, 2, 2.5).finished();
  const Effects result = effects(model, data, {});
  CHECK(result.effects.at(0).out_of_range_rows == 1);
  REQUIRE_FALSE(result.warnings.empty());
  CHECK(result.warnings[0].code == "extrapolation");
  CHECK(rows_outside_range(model.design, (Matrix(2, 1) << -0.5, 1).finished()) == std::vector<std::size_t>{1});
}

TEST_CASE("a variable of two values is moved from the lower to the higher unless a delta is given", "[effects]") {
  Model model = tanh_model();
  model.design.variables[0].range = Range{-1, 3};
  model.design.variables[0].values = {-1, 3};
  const Matrix data = (Matrix(3, 1) << -1, 3, 3).finished();
  const auto f = [](double x) { return 10 + 5 * std::tanh((x - 2) / 4); };
  const Effects usual = effects(model, data, {});
  const Effect& between = usual.effects.at(0);
  CHECK(between.label == "x: 3 - -1");
  CHECK(between.move.delta == 4.0);
  CHECK(between.move.from == -1.0);
  CHECK(between.move.to == 3.0);
  CHECK(between.shift_summary.mean == Approx(f(3) - f(-1)).epsilon(1e-14));
  CHECK(between.shift_summary.sd == 0);
  CHECK(between.out_of_range_rows == 0);
  for (const Warning& warning : usual.warnings) CHECK(warning.code != "extrapolation");
  CHECK(between.slope_summary->mean == Approx(row_slopes(model, data, 0, 0).mean()).epsilon(1e-14));
  CHECK(between.one_number.verdict == "about linear");
  CHECK_FALSE(between.one_number.line_r_squared);
  EffectOptions options;
  options.delta = {Delta::Kind::number, 1};
  const Effect by_one = effects(model, data, options).effects.at(0);
  CHECK(by_one.label == "x");
  CHECK(by_one.shift_summary.mean == Approx((f(0) - f(-1) + 2 * (f(4) - f(3))) / 3).epsilon(1e-14));
  CHECK(by_one.out_of_range_rows == 2);
  model.design.variables[0].values = {-1, 0, 3};
  CHECK(effects(model, data, {}).effects.at(0).move.delta == 1.0);
}

TEST_CASE("a category has one effect a level against its reference, and no slope", "[effects]") {
  const Effects result = effects(group_model(), group_data, {});
  REQUIRE(result.effects.size() == 3);
  CHECK(result.effects[0].variable == "x");
  CHECK(result.effects[0].shift_summary.mean == Approx(2));
  const Effect &a = result.effects[1], &c = result.effects[2];
  CHECK(a.level == "a");
  CHECK(a.reference == "b");
  CHECK(c.level == "c");
  CHECK(a.shift_summary.mean == Approx(3).epsilon(1e-14));
  CHECK(c.shift_summary.mean == Approx(-4).epsilon(1e-14));
  CHECK_FALSE(a.slope_summary.has_value());
  CHECK_FALSE(a.move.delta.has_value());
  CHECK(a.out_of_range_rows == 0);
  CHECK(slopes(group_model(), group_data).variables == std::vector<std::size_t>{0});
}

TEST_CASE("groups have the means of their own rows", "[effects]") {
  const Matrix data = (Matrix(4, 1) << -1, 2, 2, 7.5).finished();
  const Grouping grouping{"side", {"left", "none", "right"}, {0, 0, 2, 2}};
  const Effects all = effects(tanh_model(), data, {}), by = effects(tanh_model(), data, {}, grouping);
  REQUIRE(by.effects.size() == 2);  // a group without rows is left out
  CHECK(by.effects[0].group == "left");
  CHECK(by.effects[1].group == "right");
  CHECK(by.effects[1].rows == 2);
  CHECK(by.row_of(by.effects[1], 1) == 3);
  const double mean = (by.effects[0].shift_summary.mean + by.effects[1].shift_summary.mean) / 2;
  CHECK(mean == Approx(all.effects[0].shift_summary.mean).epsilon(1e-14));
}

TEST_CASE("variables and targets are chosen by name, and mistyped ones refused", "[effects]") {
  EffectOptions options;
  options.variables = {"group"};
  CHECK(effects(group_model(), group_data, options).effects.size() == 2);
  options.variables = {"grup"};
  CHECK_THROWS_AS(effects(group_model(), group_data, options), InputError);
  options.variables = {};
  options.targets = {"z"};
  CHECK_THROWS_AS(effects(group_model(), group_data, options), InputError);
}

TEST_CASE("one target of several classes can be asked for as a whole or by class", "[effects]") {
  Model model;
  Target species = numeric("s");
  species.categorical = true;
  species.levels = {"u", "v", "w"};
  model.design = {{number("x")}, {species}};
  model.network = {{{1, 3}, Activation::logistic, Activation::softmax}, (Vector(6) << 0, 1, 0, 2, 0, -1).finished()};
  const Matrix data = (Matrix(2, 1) << 0, 1).finished();
  EffectOptions options;
  options.targets = {"s"};
  const Effects all = effects(model, data, options);
  REQUIRE(all.effects.size() == 3);
  double sum = 0;
  for (const Effect& effect : all.effects) sum += effect.slope_summary->mean;
  CHECK(std::fabs(sum) < 1e-15);  // probabilities sum to one
  options.targets = {"s=v"};
  CHECK(effects(model, data, options).effects.at(0).target == "s=v");
}

TEST_CASE("rows without number are worked on a move at a time, and tell the same", "[effects]") {
  Model model;
  model.design = {{number("x"), number("z", 1, 2), category("c", {"a", "b"}, 0)}, {numeric("y"), numeric("u")}};
  model.network.architecture = {{3, 2, 2}, Activation::tanh, Activation::linear};
  model.network.weights = Vector::LinSpaced(14, -1, 1.3);
  const Matrix few = Matrix::Random(1'000, 3);
  Matrix some = few;
  some.col(2) = (few.col(2).array() > 0).cast<double>();
  const Matrix many = some.replicate(700, 1);
  EffectOptions options;
  options.delta.number = 0.25;
  const Effects one = effects(model, some, options), all = effects(model, many, options);
  REQUIRE(all.effects.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    const Effect &a = one.effects[i], &b = all.effects[i];
    CHECK(a.variable == b.variable);
    CHECK(a.target == b.target);
    CHECK(b.rows == 700'000);
    CHECK(b.shift_summary.mean == Approx(a.shift_summary.mean).epsilon(1e-10));
    CHECK(b.shift_summary.max == a.shift_summary.max);
    CHECK(b.slope_summary.has_value() == a.slope_summary.has_value());
    if (a.slope_summary) CHECK(b.slope_summary->min == a.slope_summary->min);
    CHECK(b.out_of_range_rows == 700 * a.out_of_range_rows);
    CHECK(b.one_number.depends_on == a.one_number.depends_on);
  }
  options.variables = {"z"};
  options.targets = {"u"};
  const Effects alone = effects(model, many, options);
  CHECK(alone.effects.at(0).shift_summary.mean == all.effects[4].shift_summary.mean);
  CHECK(alone.effects.at(0).slope_summary->rms == all.effects[4].slope_summary->rms);
  CHECK(alone.effects.at(0).mean_on_support == all.effects[4].mean_on_support);
}

TEST_CASE("a linear network's slope is the same in every row", "[effects]") {
  const Summary slope = *effects(group_model(), group_data, {}).effects[0].slope_summary;
  CHECK(slope.min == 2);
  CHECK(slope.max == 2);
  CHECK(slope.sd == 0);
}
