// Elasticities, ratios, contrasts, held values and differences between groups, and how sure they are.
#include "analysis/scores.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/model/resampling.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Of 60 rows: x1 around 3, x2, and a category of three levels, all at random; y or a probability.
struct Case {
  Model model;
  Matrix data;
  Vector weights;
  Grouping grouping{"half", {"first", "second"}, {}};

  explicit Case(Activation output) {
    Random random(7);
    model.design = {{number("x1", 3, 2), number("x2"), category("g", {"a", "b", "c"}, 1)},
                    {output == Activation::linear ? numeric("y", 12, 2) : numeric("p")}};
    model.network = random_network({4, 3, 1}, Activation::tanh, output, random);
    model.error = output == Activation::linear ? ErrorFunction::sse : ErrorFunction::ce;
    data = random_matrix(60, 3, random);
    data.col(0).array() += 3;
    weights.resize(60);
    for (Index i = 0; i < 60; ++i) {
      data(i, 2) = static_cast<double>(i % 3);
      weights[i] = static_cast<double>(1 + i % 4);
      grouping.codes.push_back(i < 20 ? 0 : 1);
    }
  }
};

double weighted(const Vector& values, const Vector& weights) { return values.dot(weights) / weights.sum(); }

Matrix with(Matrix rows, Index column, double value) {
  rows.col(column).setConstant(value);
  return rows;
}

}  // namespace

TEST_CASE("elasticities are the row slopes by f(x) and x, averaged", "[effects]") {
  const Case c(Activation::linear);
  const Vector s = row_slopes(c.model, c.data, 0, 0), f = predict(c.model, c.data, 1).col(0), x = c.data.col(0);
  EffectOptions options;
  options.weights = c.weights;
  const auto mean_of = [&](SlopeKind kind) {
    options.slope = kind;
    return effects(c.model, c.data, options).effects.at(0).slope_summary->mean;
  };
  CHECK(mean_of(SlopeKind::dydx) == Approx(weighted(s, c.weights)).epsilon(1e-12));
  CHECK(mean_of(SlopeKind::eyex) == Approx(weighted(s.array() * x.array() / f.array(), c.weights)).epsilon(1e-12));
  CHECK(mean_of(SlopeKind::eydx) == Approx(weighted(s.array() / f.array(), c.weights)).epsilon(1e-12));
  CHECK(mean_of(SlopeKind::dyex) == Approx(weighted(s.array() * x.array(), c.weights)).epsilon(1e-12));
}

TEST_CASE("elasticities of a power law are its exponent", "[effects]") {
  // log f = 2 log x where f = exp(..) is no network's: at one row, d log f / d log x by central differences.
  const Case c(Activation::linear);
  const Matrix row = c.data.topRows(1);
  EffectOptions options;
  options.slope = SlopeKind::eyex;
  const auto log_f = [&](double factor) {
    Matrix moved = row;
    moved(0, 0) *= factor;
    return std::log(predict(c.model, moved, 1)(0, 0));
  };
  const double h = 1e-5, numeric = (log_f(std::exp(h)) - log_f(std::exp(-h))) / (2 * h);
  CHECK(effects(c.model, row, options).effects.at(0).slope_summary->mean == Approx(numeric).epsilon(1e-8));
}

TEST_CASE("ratios and odds ratios are those of the mean predictions", "[effects]") {
  for (const Activation output : {Activation::linear, Activation::logistic}) {
    const Case c(output);
    EffectOptions options;
    options.weights = c.weights;
    options.delta = {Delta::Kind::number, 0.7};
    options.shift = ShiftKind::ratio;
    Matrix moved = c.data;
    moved.col(0).array() += 0.7;
    const Vector low = predict(c.model, c.data, 1).col(0), high = predict(c.model, moved, 1).col(0);
    const double from = weighted(low, c.weights), to = weighted(high, c.weights);
    const Effect ratio = effects(c.model, c.data, options).effects.at(0);
    CHECK(ratio.shift_summary.mean == Approx(to / from).epsilon(1e-13));
    const Vector ratios = high.array() / low.array();
    CHECK(ratio.shift_summary.max == ratios.maxCoeff());
    CHECK(ratio.shift_summary.median == Approx(summarize(ratios, c.weights).median).epsilon(1e-14));
    CHECK(row_shifts(c.model, c.data, ratio.move, 0, options.scale, options.shift) == ratios);
    options.shift = ShiftKind::odds_ratio;
    if (output == Activation::linear) {
      CHECK_THROWS_AS(effects(c.model, c.data, options), InputError);
      continue;
    }
    const Effect odds = effects(c.model, c.data, options).effects.at(0);
    CHECK(odds.shift_summary.mean == Approx(to / (1 - to) / (from / (1 - from))).epsilon(1e-13));
    options.scale = OutputScale::logit;
    CHECK_THROWS_AS(effects(c.model, c.data, options), InputError);
  }
}

TEST_CASE("contrasts of levels: with the reference, in order, and of all pairs", "[effects]") {
  const Case c(Activation::linear);
  EffectOptions options;
  options.variables = {"g"};
  const auto labels = [&](Contrast contrast) {
    options.contrast = contrast;
    std::vector<std::string> result;
    for (const Effect& effect : effects(c.model, c.data, options).effects) {
      result.push_back(effect.label);
      const Vector levels = predict(c.model, with(c.data, 2, *effect.move.to), 1).col(0) -
                            predict(c.model, with(c.data, 2, *effect.move.from), 1).col(0);
      CHECK(effect.shift_summary.mean == Approx(levels.mean()).epsilon(1e-12));
    }
    return result;
  };
  CHECK(labels(Contrast::reference) == std::vector<std::string>{"g: a - b", "g: c - b"});
  CHECK(labels(Contrast::sequential) == std::vector<std::string>{"g: b - a", "g: c - b"});
  CHECK(labels(Contrast::pairwise) == std::vector<std::string>{"g: b - a", "g: c - a", "g: c - b"});
}

TEST_CASE("what is held is held in every row, and deltas are the rows' own", "[effects]") {
  const Case c(Activation::linear);
  EffectOptions options;
  options.at = plan_holds(c.model.design, c.data, c.weights, {"x2=q25", "g=c"});
  REQUIRE(options.at.size() == 2);
  CHECK(options.at[0].value == Ranked(c.data.col(1), c.weights).quantile(0.25));
  CHECK(options.at[1].value == 2);
  const Matrix rows = with(with(c.data, 1, options.at[0].value), 2, 2);
  const Effects held_effects = effects(c.model, c.data, options), given = effects(c.model, rows, {});
  CHECK(held_effects.effects[0].slope_summary->mean == given.effects[0].slope_summary->mean);
  CHECK(held_effects.effects[0].shift_summary.sd == given.effects[0].shift_summary.sd);
  options.delta.kind = Delta::Kind::sd;
  CHECK(*effects(c.model, c.data, options).effects[1].move.delta == Approx(standard_deviation(c.data.col(1))));

  options.at = plan_holds(c.model.design, c.data, {}, {"mean", "x1=4"});
  REQUIRE(options.at.size() == 3);
  CHECK(options.at[0].value == 4);
  CHECK(options.at[1].value == c.data.col(1).mean());
  const Matrix one = (Matrix(1, 3) << 4, options.at[1].value, options.at[2].value).finished();
  const Effect at_one = effects(c.model, c.data, options).effects[0];
  CHECK(at_one.slope_summary->mean == Approx(row_slopes(c.model, one, 0, 0)[0]).epsilon(1e-14));
  CHECK(at_one.slope_summary->sd < 1e-14);
  CHECK(at_one.one_number.verdict == "at one point");
}

TEST_CASE("the commonest level is the one that most rows count for, of equals the first", "[effects]") {
  const Design design{{number("x"), category("g", {"a", "b", "c"})}, {numeric("y")}};
  const Matrix data = (Matrix(4, 2) << 1, 2, 2, 1, 3, 1, 4, 2).finished();
  CHECK(plan_holds(design, data, {}, {"mean"})[1].value == 1);
  const Vector weights = (Vector(4) << 1, 1, 1, 2).finished();
  CHECK(plan_holds(design, data, weights, {"median"})[1].value == 2);
  for (const char* wrong : {"x", "x=", "x=q101", "g=mean", "y=1", "q-1"}) {
    CHECK_THROWS_AS(plan_holds(design, data, {}, {wrong}), InputError);
  }
  CHECK_THROWS_AS(plan_holds(design, data, {}, {"x=1", "x=2"}), InputError);
  CHECK_THROWS_AS(plan_holds(design, data, {}, {"mean", "median"}), InputError);
  const auto warnings = warn_of_holds(design, data, plan_holds(design, data, {}, {"x=5", "g=a"}));
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == "extrapolation");
}

TEST_CASE("groups are compared with the first, each by its own average", "[effects]") {
  const Case c(Activation::logistic);
  EffectOptions options;
  options.compare = true;
  for (const ShiftKind kind : {ShiftKind::difference, ShiftKind::ratio}) {
    options.shift = kind;
    const Effects result = effects(c.model, c.data, options, c.grouping);
    REQUIRE(result.comparisons.size() == 4);  // of x1, x2 and two levels
    for (const GroupComparison& comparison : result.comparisons) {
      const Effect &one = result.effects[comparison.effect], &first = result.effects[comparison.against];
      CHECK(one.group == "second");
      CHECK(first.group == "first");
      CHECK(one.label == first.label);
      const double a = one.shift_summary.mean, b = first.shift_summary.mean;
      CHECK(comparison.shift.estimate == Approx(kind == ShiftKind::ratio ? a / b : a - b).epsilon(1e-12));
      CHECK(comparison.slope.has_value() == one.slope_summary.has_value());
      if (comparison.slope) {
        CHECK(comparison.slope->estimate == Approx(one.slope_summary->mean - first.slope_summary->mean).epsilon(1e-12));
      }
    }
  }
}

namespace {

// A model of a table, with refits, whose training ended at a minimum; y is far above 0.
struct Trained {
  Table table;
  Model model;
  Matrix data;
  Grouping grouping{"half", {"first", "second"}, {}};
  EffectOptions options;

  Trained() {
    Random random(5);
    data = random_matrix(80, 2, random);
    Matrix rows(80, 3);
    rows << data, Vector::Zero(80);
    for (Index i = 0; i < 80; ++i) {
      rows(i, 2) = 20 + 2 * data(i, 0) + std::tanh(data(i, 1)) * data(i, 0) + 0.3 * random.normal();
      grouping.codes.push_back(data(i, 1) < 0 ? 0 : 1);
    }
    table = made({"x1", "x2", "y"}, rows);
    FitOptions fitting;
    fitting.network.hidden = {2};
    fitting.choice.decay = 0.01;
    fitting.starts.repetitions = 3;
    fitting.refits.count = 20;
    model = fit(table, fitting);
    options.interval.training_rows = true;
    options.interval.targets = encode_targets(model.design, table, all_rows(table));
    options.compare = true;
  }

  Effects of(const Model& at) const { return effects(at, data, options, grouping); }
};

// What the estimates are on the scale of their standard errors.
std::vector<double> on_links(const Effects& result, bool ratio) {
  std::vector<double> values;
  const auto add_shift = [&](double shift) { values.push_back(ratio ? std::log(shift) : shift); };
  for (const Effect& effect : result.effects) {
    add_shift(effect.shift_summary.mean);
    values.push_back(effect.slope_summary->mean);
  }
  for (const GroupComparison& comparison : result.comparisons) {
    add_shift(comparison.shift.estimate);
    values.push_back(comparison.slope->estimate);
  }
  return values;
}

std::vector<Interval> intervals_of(const Effects& result) {
  std::vector<Interval> intervals;
  for (const Effect& effect : result.effects) {
    intervals.push_back(effect.shift_interval);
    intervals.push_back(effect.slope_interval);
  }
  for (const GroupComparison& comparison : result.comparisons) {
    intervals.push_back(comparison.shift.interval);
    intervals.push_back(comparison.slope->interval);
  }
  return intervals;
}

}  // namespace

TEST_CASE("delta: each kind's standard error is that of its derivative by the weights", "[effects][intervals]") {
  Trained t;
  const WeightCovariance covariance = weight_covariance(t.model, t.data, *t.options.interval.targets, 1);
  REQUIRE(covariance.covariance);
  const std::vector<std::pair<ShiftKind, SlopeKind>> kinds{{ShiftKind::difference, SlopeKind::eyex},
                                                           {ShiftKind::ratio, SlopeKind::eydx},
                                                           {ShiftKind::ratio, SlopeKind::dyex}};
  for (const auto& [shift, slope] : kinds) {
    t.options.shift = shift;
    t.options.slope = slope;
    t.options.at = plan_holds(t.model.design, t.data, {}, {"x2=0.5"});
    t.options.interval.method = IntervalMethod::delta;
    const bool ratio = shift == ShiftKind::ratio;
    const std::vector<Interval> intervals = intervals_of(t.of(t.model));
    t.options.interval.method = IntervalMethod::none;
    const Index weights = t.model.network.weights.size();
    Matrix gradients(static_cast<Index>(intervals.size()), weights);
    const double h = 1e-5;
    for (Index k = 0; k < weights; ++k) {
      Vector up = t.model.network.weights, down = up;
      up[k] += h;
      down[k] -= h;
      const auto above = on_links(t.of(with_weights(t.model, up)), ratio),
                 below = on_links(t.of(with_weights(t.model, down)), ratio);
      for (Index i = 0; i < gradients.rows(); ++i) gradients(i, k) = (above[i] - below[i]) / (2 * h);
    }
    for (Index i = 0; i < gradients.rows(); ++i) {
      const double numeric = delta_std_error(covariance, gradients.row(i).transpose());
      CHECK(intervals[i].std_error == Approx(numeric).epsilon(1e-6).margin(1e-9));
    }
  }
}

TEST_CASE("bootstrap: differences have the spread of the refits' own differences", "[effects][intervals]") {
  Trained t;
  t.options.shift = ShiftKind::ratio;
  t.options.slope = SlopeKind::eyex;
  t.options.interval.method = IntervalMethod::bootstrap;
  const std::vector<Interval> intervals = intervals_of(t.of(t.model));
  t.options.interval.method = IntervalMethod::none;
  const Refits& refits = *t.model.training->refits;
  Matrix replicates(20, static_cast<Index>(intervals.size()));
  for (std::size_t refit = 0; refit < 20; ++refit) {
    t.options.weights = resampled_counts(refits.seed, refit, 80);
    const std::vector<double> values = on_links(t.of(with_weights(t.model, refits.weights[refit])), true);
    for (std::size_t i = 0; i < values.size(); ++i) {
      replicates(static_cast<Index>(refit), static_cast<Index>(i)) = values[i];
    }
  }
  const std::vector<Interval> expected = percentile_intervals(replicates, 0.95);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const bool ratio = i % 2 == 0;
    CHECK(intervals[i].std_error == Approx(expected[i].std_error).epsilon(1e-9));
    CHECK(intervals[i].conf_low == Approx(ratio ? std::exp(expected[i].conf_low) : expected[i].conf_low).epsilon(1e-9));
    CHECK(intervals[i].conf_high ==
          Approx(ratio ? std::exp(expected[i].conf_high) : expected[i].conf_high).epsilon(1e-9));
  }
}

TEST_CASE("cross-fitting: differences and ratios are those of the debiased averages", "[effects][intervals]") {
  Trained t;
  t.options.interval.method = IntervalMethod::cross_fit;
  const Effects plain = t.of(t.model);
  t.options.compare = false;
  const Effects alone = t.of(t.model);
  for (std::size_t i = 0; i < alone.effects.size(); ++i) {  // the same by both ways
    CHECK(plain.effects[i].slope_interval.debiased == Approx(alone.effects[i].slope_interval.debiased).epsilon(1e-9));
    CHECK(plain.effects[i].slope_interval.std_error == Approx(alone.effects[i].slope_interval.std_error).epsilon(1e-9));
    CHECK(plain.effects[i].shift_interval.debiased == Approx(alone.effects[i].shift_interval.debiased).epsilon(1e-9));
  }
  for (const GroupComparison& comparison : plain.comparisons) {
    const Effect &one = plain.effects[comparison.effect], &first = plain.effects[comparison.against];
    const Interval& interval = comparison.slope->interval;
    const double a = one.slope_interval.std_error, b = first.slope_interval.std_error;
    // Of several rounds medians, which differ a little from their differences.
    CHECK(std::fabs(interval.debiased - (one.slope_interval.debiased - first.slope_interval.debiased)) <
          0.3 * interval.std_error);
    CHECK(interval.std_error <= 1.05 * (a + b));
    CHECK(interval.std_error >= 0.95 * std::fabs(a - b));
    CHECK(interval.conf_low < interval.debiased);
    CHECK(comparison.slope->p_value ==
          Approx(2 * normal_probability(-std::fabs(interval.debiased) / interval.std_error)));
  }
  // f is around 20 and its ratio next to 1: the ratio's logarithm is about the shift by f.
  t.options.shift = ShiftKind::ratio;
  const Effects ratios = t.of(t.model);
  for (std::size_t i = 0; i < ratios.effects.size(); ++i) {
    const Interval &ratio = ratios.effects[i].shift_interval, &shift = alone.effects[i].shift_interval;
    CHECK(20 * std::log(ratio.debiased) == Approx(shift.debiased).epsilon(0.15));
    CHECK(20 * ratio.std_error == Approx(shift.std_error).epsilon(0.15));
  }
}

TEST_CASE("a combination of means has the standard error of its rows' first-order changes", "[effects][intervals]") {
  Random random(11);
  const Index rows = 50;
  Matrix u = random_matrix(rows, 2, random), v = Matrix::Ones(rows, 2);
  u.array() += 3;
  v.col(1).head(20).setZero();
  u.col(1).head(20).setZero();
  for (const ShiftKind kind : {ShiftKind::difference, ShiftKind::ratio}) {
    const Combination combination{kind, {{0, 1}, {1, -1}}};
    const Vector near = (Vector(2) << 2.5, 3.5).finished();
    std::vector<Scores> sums(2);
    for (std::size_t k = 0; k < 2; ++k) sums[k].near = near[static_cast<Index>(k)];
    CombinedScores scores(combination);
    for (Index i = 0; i < rows; ++i) {
      for (std::size_t k = 0; k < 2; ++k) sums[k].add(u(i, static_cast<Index>(k)), v(i, static_cast<Index>(k)));
      scores.add(combination, u.row(i), v.row(i), near);
    }
    const std::vector<DebiasedMean> means{sums[0].mean(rows), sums[1].mean(rows)};
    const double a = u.col(0).sum() / rows, b = u.col(1).sum() / 30;
    CHECK(means[0].estimate == Approx(a).epsilon(1e-13));
    const bool ratio = kind == ShiftKind::ratio;
    const Vector of_a = (u.col(0) - a * v.col(0)) / rows, of_b = (u.col(1) - b * v.col(1)) / 30;
    const Vector change = ratio ? Vector(of_a / a - of_b / b) : Vector(of_a - of_b);
    const DebiasedMean combined = combined_mean(combination, scores, sums, means, rows);
    CHECK(combined.estimate == Approx(ratio ? std::log(a / b) : a - b).epsilon(1e-12));
    CHECK(combined.std_error == Approx(std::sqrt(change.squaredNorm() * rows / (rows - 1))).epsilon(1e-10));
  }
}
