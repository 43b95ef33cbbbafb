// Averages without the decay's pull: networks without a fold, representers, and what comes of both.
#include <cmath>

#include <Eigen/Dense>

#include "analysis/riesz.hpp"
#include "analysis/terms.hpp"
#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/model/fit.hpp"
#include "support/made_tables.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

double line(double x1, double x2, double x3) { return 2 * x1 - x2 + 0.5 * x3; }

FitOptions with_decay(double decay) {
  FitOptions options;
  options.choice.decay = decay;
  options.starts.repetitions = 2;
  return options;
}

FitOptions regression() {
  FitOptions options = with_decay(0);
  options.network.hidden = {};
  options.train.threshold = 1e-8;
  return options;
}

std::vector<Index> all_of(const Table& table) {
  std::vector<Index> rows(table.lines.size());
  for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = static_cast<Index>(row);
  return rows;
}

EffectOptions asked(const Model& model, const Table& table) {
  EffectOptions options;
  options.interval.method = IntervalMethod::cross_fit;
  options.interval.training_rows = true;
  options.interval.targets = encode_targets(model.design, table, all_of(table));
  return options;
}

Effects cross_fit(const Model& model, const Table& table, const EffectOptions& options,
                  const std::optional<Grouping>& grouping = {}) {
  return effects(model, gather_variables(model.design, table, all_of(table)), options, grouping);
}

Effects cross_fit(const Model& model, const Table& table) { return cross_fit(model, table, asked(model, table)); }

double distance(double truth, const Interval& interval) {
  return std::fabs(truth - interval.debiased) / interval.std_error;
}

}  // namespace

TEST_CASE("the representer of an average slope under a normal distribution is the input itself", "[cross_fitting]") {
  constexpr Index rows = 20'000;
  Random random(3);
  const Matrix x = random_matrix(rows, 2, random);
  Design design;
  design.variables.resize(2);
  const Terms terms(design, x);
  std::vector<RieszSums> parts;
  for (Index part = 0; part < 4; ++part) {
    const Matrix inputs = x.middleRows(part * rows / 4, rows / 4), values = terms.values(inputs);
    parts.emplace_back(terms.count(), 2);
    parts.back().products = values.transpose() * values;
    parts.back().functionals.col(0) = terms.slopes(inputs, 0).colwise().sum().transpose();
    Matrix moved = inputs;
    moved.col(1).array() += 0.5;
    parts.back().functionals.col(1) = (terms.values(moved) - values).colwise().sum().transpose();
    parts.back().weight = parts.back().rows = rows / 4;
    parts.back().weights.setConstant(rows / 4);
  }
  const Matrix representers = terms.values(x) * riesz_representers(parts);
  CHECK(std::sqrt((representers.col(0) - x.col(0)).squaredNorm() / rows) < 0.2);
  // Of a shift by d the ratio of the densities, exp(x d - d²/2), less 1.
  const Vector shifted = (0.5 * x.col(1).array() - 0.125).exp() - 1;
  CHECK(std::sqrt((representers.col(1) - shifted).squaredNorm() / rows) < 0.1);
}

TEST_CASE("slopes of terms are their central differences", "[cross_fitting]") {
  Random random(4);
  const Matrix x = random_matrix(300, 3, random);
  Design design;
  design.variables.resize(3);
  const Terms terms(design, x);
  REQUIRE(terms.count() == 1 + 3 * (1 + 5) + 3);  // courses between four quantiles, and products
  constexpr double step = 1e-6;
  for (Index input = 0; input < 3; ++input) {
    Matrix above = x, below = x;
    above.col(input).array() += step;
    below.col(input).array() -= step;
    const Matrix differences = (terms.values(above) - terms.values(below)) / (2 * step);
    const Matrix slopes = terms.slopes(x, input);
    // But at a knot within the step.
    CHECK(((differences - slopes).array().abs() > 1e-6).rowwise().any().count() <= 6);
  }
}

TEST_CASE("networks without a fold are trained without its rows", "[cross_fitting]") {
  const Table table = drawn(60, 0.5, 5, line);
  const Model model = fit(table, regression());
  REQUIRE(model.training->cross_fit);
  const CrossFit& fits = *model.training->cross_fit;
  CHECK(fits.folds == 5);
  REQUIRE(fits.rounds() == 1);
  const Matrix inputs = encode_inputs(model.design, gather_variables(model.design, table, all_of(table)));
  const Matrix targets = encode_targets(model.design, table, all_of(table));
  for (std::size_t fold = 0; fold < 5; ++fold) {
    std::vector<Index> others;
    for (Index row = 0; row < 60; ++row) {
      if (fits.folds_of_rows[0][row] != static_cast<Index>(fold)) others.push_back(row);
    }
    CHECK(others.size() == 48);
    Matrix ones(48, 4);
    ones << Vector::Ones(48), nninterp::rows_of(inputs, others);
    const Vector expected = ones.colPivHouseholderQr().solve(nninterp::rows_of(targets, others).col(0));
    CHECK((fits.without(0, fold) - expected).norm() < 1e-6);
  }
}

TEST_CASE("cross-validation keeps the networks of its folds, as many rounds as it had", "[cross_fitting]") {
  const Table table = drawn(150, 0.5, 6, line);
  FitOptions options;
  options.network.hidden = {2};
  const Model model = fit(table, options);
  REQUIRE(model.training->cross_fit);
  CHECK(model.training->cross_fit->folds == model.training->cross_validation->folds);
  CHECK(static_cast<int>(model.training->cross_fit->rounds()) == model.training->cross_validation->rounds);
  options.choice.cross_fit = 3;
  const Model three = fit(table, options);
  CHECK(three.training->cross_fit->folds == 3);
  CHECK(three.training->cross_fit->rounds() == 1);
  CHECK(three.network.weights == model.network.weights);
  options.choice.cross_fit = 0;
  const Model none = fit(table, options);
  CHECK_FALSE(none.training->cross_fit);
  CHECK(none.network.weights == model.network.weights);
  CHECK_FALSE(fit(table, neuralnet_preset()).training->cross_fit);
}

TEST_CASE("an average that a large decay has pulled in is found again", "[cross_fitting]") {
  const Table table = drawn(300, 1, 7, line);
  const Effects result = cross_fit(fit(table, with_decay(10)), table);
  CHECK(result.method == IntervalMethod::cross_fit);
  const double truth[] = {2, -1, 0.5};
  for (std::size_t v = 0; v < 3; ++v) {
    const Effect& effect = result.effects[v];
    CHECK(distance(truth[v], effect.slope_interval) < 2.5);
    CHECK(distance(truth[v], effect.shift_interval) < 2.5);
  }
  CHECK(std::fabs(result.effects[0].slope_summary->mean - 2) > 3 * result.effects[0].slope_interval.std_error);
  const auto is_shrunken = [](const Warning& warning) { return warning.code == "shrunken_effect"; };
  CHECK(std::count_if(result.warnings.begin(), result.warnings.end(), is_shrunken) == 1);
}

TEST_CASE("of a line the debiased slopes are nearly the regression's, at a small price", "[cross_fitting]") {
  const Table table = drawn(400, 1, 8, line);
  const Effects result = cross_fit(fit(table, regression()), table);
  for (const Effect& effect : result.effects) {
    REQUIRE(effect.one_number.linear_std_error);
    const double white = *effect.one_number.linear_std_error;
    CHECK(std::fabs(effect.slope_interval.debiased - *effect.one_number.linear_coefficient) < white);
    CHECK(effect.slope_interval.std_error < 1.5 * white);
    CHECK(effect.slope_interval.std_error > 0.8 * white);
  }
}

TEST_CASE("log-odds have debiased averages, which the logistic regression's are near", "[cross_fitting]") {
  Random random(9);
  Table table = drawn(600, 0, 9, [](double x1, double x2, double x3) { return line(x1, x2, x3) / 2; });
  for (double& y : table.columns[3].numbers) y = random.uniform() < 1 / (1 + std::exp(-y)) ? 1 : 0;
  FitOptions options = with_decay(1);
  options.network.output = Activation::logistic;
  const Model model = fit(table, options);
  EffectOptions on_logit = asked(model, table);
  on_logit.scale = OutputScale::logit;
  const Effects result = cross_fit(model, table, on_logit);
  const double truth[] = {1, -0.5, 0.25};
  for (std::size_t v = 0; v < 3; ++v) CHECK(distance(truth[v], result.effects[v].slope_interval) < 2.5);
}

TEST_CASE("debiased averages are equal for every number of threads and out of a model file", "[cross_fitting]") {
  const Table table = drawn(200, 0.5, 10, bent_product);
  const Model model = fit(table, with_decay(0.01));
  const Model read = read_model(write_model(model), "m.json");
  EffectOptions options = asked(model, table);
  options.threads = 1;
  const Effects one = cross_fit(model, table, options);
  options.threads = 3;
  const Effects three = cross_fit(read, table, options);
  for (std::size_t v = 0; v < 3; ++v) {
    CHECK(one.effects[v].slope_interval.debiased == three.effects[v].slope_interval.debiased);
    CHECK(one.effects[v].shift_interval.std_error == three.effects[v].shift_interval.std_error);
  }
}

TEST_CASE("weights of 1 change no debiased average; rows of weight 0 have no part in it", "[cross_fitting]") {
  const Table table = drawn(200, 0.5, 11, line);
  const Model model = fit(table, regression());
  const Effects plain = cross_fit(model, table);
  EffectOptions options = asked(model, table);
  options.weights = options.interval.weights = Vector::Ones(200);
  const Effects ones = cross_fit(model, table, options);
  CHECK(ones.effects[0].slope_interval.debiased == plain.effects[0].slope_interval.debiased);
  CHECK(ones.effects[0].slope_interval.std_error == plain.effects[0].slope_interval.std_error);
  options.weights.tail(50).setZero();
  options.interval.weights = options.weights;
  (*options.interval.targets).bottomRows(50).setConstant(1e6);
  const Effects without = cross_fit(model, table, options);
  CHECK(distance(2, without.effects[0].slope_interval) < 4);
}

TEST_CASE("rows that stand twice count as clusters, not as more rows", "[cross_fitting]") {
  const Table once = drawn(200, 1, 12, line), twice = doubled(once);
  const Effects single = cross_fit(fit(once, regression()), once), both = cross_fit(fit(twice, regression()), twice);
  for (std::size_t v = 0; v < 3; ++v) {
    const double ratio = both.effects[v].slope_interval.std_error / single.effects[v].slope_interval.std_error;
    CHECK(ratio > 0.8);  // 0.7 if they were more rows; the folds are others
    CHECK(ratio < 1.25);
  }
}

TEST_CASE("groups have debiased averages of their own rows", "[cross_fitting]") {
  const Table table = drawn(400, 0.5, 13, [](double x1, double x2, double) { return x2 > 0 ? 3 * x1 : x1; });
  const Model model = fit(table, with_decay(0.1));
  Grouping grouping{"half", {"low", "high"}, {}};
  for (const double x2 : table.columns[1].numbers) grouping.codes.push_back(x2 > 0 ? 1 : 0);
  EffectOptions options = asked(model, table);
  options.variables = {"x1"};
  const Effects result = cross_fit(model, table, options, grouping);
  REQUIRE(result.effects.size() == 2);
  CHECK(distance(1, result.effects[0].slope_interval) < 3);
  CHECK(distance(3, result.effects[1].slope_interval) < 3);
}

TEST_CASE("cross-fitting tells of the rows of the training alone", "[cross_fitting]") {
  const Table table = drawn(100, 0.5, 14, line);
  const Model model = fit(table, with_decay(0.1));
  EffectOptions options = asked(model, table);
  options.interval.training_rows = false;
  CHECK_THROWS_AS(cross_fit(model, table, options), InputError);
  options.interval.method = IntervalMethod::automatic;
  CHECK(cross_fit(model, table, options).method != IntervalMethod::cross_fit);
  options.interval.training_rows = true;
  CHECK(cross_fit(model, table, options).method == IntervalMethod::cross_fit);
  options.interval.targets.reset();
  CHECK(cross_fit(model, table, options).method == IntervalMethod::none);
}

namespace {

CurveOptions curve_of(const Model& model, const Table& table, CurveKind kind, const std::string& variable) {
  CurveOptions options;
  options.kind = kind;
  options.variable = variable;
  options.interval = asked(model, table).interval;
  return options;
}

Curves cross_fit(const Model& model, const Table& table, const CurveOptions& options) {
  return curves(model, gather_variables(model.design, table, all_of(table)), options);
}

}  // namespace

TEST_CASE("curves of a line are straight again, whatever the decay has made of them", "[cross_fitting]") {
  const Table table = drawn(400, 1, 61, line);
  const Model model = fit(table, with_decay(20));
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ale}) {
    for (const bool derivative : {false, true}) {
      CurveOptions options = curve_of(model, table, kind, "x1");
      options.grid = 11;
      options.derivative = derivative && kind == CurveKind::ale;
      const Curves result = cross_fit(model, table, options);
      CHECK(result.method == IntervalMethod::cross_fit);
      const Curve& curve = result.curves.front();
      int covered = 0;
      if (kind == CurveKind::pdp) CHECK(std::isnan(curve.intervals.front().conf_low));  // one row lies there
      for (std::size_t point = 3; point < 8; ++point) {
        const Interval& interval = curve.intervals[point];
        const double truth = 2 * result.plan.x[point];
        CHECK(std::fabs(truth - interval.debiased) < 4 * interval.std_error);
        covered += interval.conf_low <= truth && truth <= interval.conf_high ? 1 : 0;
      }
      CHECK(covered >= 4);
      const double rise = curve.y[10] - curve.y[0], truth = 2 * (result.plan.x[10] - result.plan.x[0]);
      CHECK(rise < 0.9 * truth);  // of the network itself
    }
  }
}

TEST_CASE("a centred curve of a variable of two values is its effect", "[cross_fitting]") {
  Table table = drawn(200, 1, 62, [](double x1, double x2, double x3) { return x1 + (x3 > 0 ? x2 : 1); });
  for (double& x3 : table.columns[2].numbers) x3 = x3 > 0 ? 1 : 0;
  for (const bool category : {false, true}) {
    std::vector<int> codes(table.columns[2].numbers.begin(), table.columns[2].numbers.end());
    if (category) table.columns[2] = text_column("x3", {"0", "1"}, codes);
    const Model model = fit(table, with_decay(0.1));
    CurveOptions options = curve_of(model, table, CurveKind::pdp, "x3");
    options.center = true;
    const Interval curve = cross_fit(model, table, options).curves.front().intervals.back();
    const Interval effect = cross_fit(model, table).effects.back().shift_interval;
    CHECK(curve.debiased == Approx(effect.debiased).epsilon(1e-9));
    CHECK(curve.std_error == Approx(effect.std_error).epsilon(1e-9));
    options.threads = 3;
    CHECK(cross_fit(model, table, options).curves.front().intervals.back().debiased == curve.debiased);
  }
}

TEST_CASE("single rows' curves and profiles have no intervals by cross-fitting", "[cross_fitting]") {
  const Table table = drawn(100, 1, 63, line);
  const Model model = fit(table, with_decay(0.1));
  for (const CurveKind kind : {CurveKind::ice, CurveKind::lek}) {
    CurveOptions options = curve_of(model, table, kind, "x1");
    CHECK_THROWS_AS(cross_fit(model, table, options), InputError);
    options.interval.method = IntervalMethod::automatic;
    CHECK(cross_fit(model, table, options).method == IntervalMethod::none);
  }
  CurveOptions elsewhere = curve_of(model, table, CurveKind::pdp, "x1");
  elsewhere.interval.training_rows = false;
  CHECK_THROWS_AS(cross_fit(model, table, elsewhere), InputError);
}
