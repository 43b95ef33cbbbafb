// How sure averages are: refits on resampled rows, the delta method, repetitions, support, and the words for it.
#include "nninterp/analysis/intervals.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/importance.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/model/resampling.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Table table_of(const Matrix& x, const Vector& y) {
  Table table;
  table.name = "made";
  for (Index k = 0; k <= x.cols(); ++k) {
    Column column;
    column.name = k < x.cols() ? "x" + std::to_string(k + 1) : "y";
    const Vector values = k < x.cols() ? Vector(x.col(k)) : y;
    column.numbers.assign(values.begin(), values.end());
    table.columns.push_back(column);
  }
  for (Index row = 0; row < x.rows(); ++row) table.lines.push_back(static_cast<std::uint32_t>(row + 2));
  return table;
}

// y by a function of the row, and a little noise.
template <typename Function>
std::pair<Matrix, Table> sample(Index rows, Index columns, double noise, const Function& function) {
  Random random(31);
  const Matrix x = random_matrix(rows, columns, random);
  Vector y(rows);
  for (Index row = 0; row < rows; ++row) y[row] = function(x.row(row)) + noise * random.normal();
  return {x, table_of(x, y)};
}

FitOptions quick() {
  FitOptions options;
  options.choice.decay = 0.01;
  options.choice.cross_fit = 0;
  options.starts.repetitions = 3;
  options.threads = 1;
  return options;
}

FitOptions line() {
  FitOptions options = quick();
  options.network.hidden = {};
  options.choice.decay = 0;
  options.train.threshold = 1e-8;
  return options;
}

Effects of(const Model& model, const Matrix& x, const Table& table, IntervalMethod method, bool training = true) {
  EffectOptions options;
  options.interval.method = method;
  options.interval.training_rows = training;
  options.interval.targets = encode_targets(model.design, table, all_rows(table));
  return effects(model, x, options);
}

const auto linear_function = [](const auto& x) { return 2 * x[0] - x[1]; };

}  // namespace

TEST_CASE("resampled rows are as many as there are, repeat themselves and depend on the refit alone", "[intervals]") {
  const std::vector<Index> rows = resampled_rows(1, 3, 50);
  CHECK(rows.size() == 50);
  CHECK(*std::max_element(rows.begin(), rows.end()) < 50);
  CHECK(*std::min_element(rows.begin(), rows.end()) >= 0);
  CHECK(rows == resampled_rows(1, 3, 50));
  CHECK(rows != resampled_rows(1, 4, 50));
  CHECK(rows != resampled_rows(2, 3, 50));
  const Vector counts = resampled_counts(1, 3, 50);
  CHECK(counts.sum() == 50);
  for (Index row = 0; row < 50; ++row) CHECK(counts[row] == std::count(rows.begin(), rows.end(), row));
}

TEST_CASE("refits of a line are the least squares of their own rows", "[intervals]") {
  const auto [x, table] = sample(40, 2, 0.5, linear_function);
  FitOptions options = line();
  options.refits.count = 4;
  for (const BootstrapStart start : {BootstrapStart::warm, BootstrapStart::fresh}) {
    options.refits.start = start;
    const Model model = fit(table, options);
    REQUIRE(model.training->refits->weights.size() == 4);
    const Matrix inputs = encode_inputs(model.design, x),
                 targets = encode_targets(model.design, table, all_rows(table));
    for (std::size_t refit = 0; refit < 4; ++refit) {
      const Vector root = resampled_counts(options.seed, refit, 40).cwiseSqrt();
      Matrix ones(40, 3);
      ones << Vector::Ones(40), inputs;
      const Vector expected =
          (root.asDiagonal() * ones).colPivHouseholderQr().solve(root.asDiagonal() * targets.col(0));
      CHECK((model.training->refits->weights[refit] - expected).norm() < 1e-6);
    }
  }
}

TEST_CASE("refits are the same for every number of threads, and survive the model file", "[intervals]") {
  const auto [x, table] = sample(60, 2, 0.5, linear_function);
  FitOptions options = quick();
  options.refits.count = 5;
  const Model one = fit(table, options);
  options.threads = 3;
  const Model three = fit(table, options);
  const Model read = read_model(write_model(one), "m.json");
  for (std::size_t refit = 0; refit < 5; ++refit) {
    CHECK(three.training->refits->weights[refit] == one.training->refits->weights[refit]);
    CHECK(read.training->refits->weights[refit] == one.training->refits->weights[refit]);
  }
  CHECK(one.training->refits->decay == Approx(0.0025));
  CHECK(read.training->refits->decay == one.training->refits->decay);
  CHECK(read.training->repetitions[1].weights == one.training->repetitions[1].weights);
  CHECK(read.training->support->limit == one.training->support->limit);
  CHECK(read.training->linear_model->weights == one.training->linear_model->weights);
}

TEST_CASE("intervals of predictions are those of the refits' predictions, in any number of rows", "[intervals]") {
  const auto [x, table] = sample(60, 2, 0.5, linear_function);
  FitOptions options = quick();
  options.refits.count = 9;
  const Model model = fit(table, options);
  Random random(8);
  const Matrix rows = random_matrix(2100, 2, random);
  const PredictionIntervals intervals = prediction_intervals(model, rows, 0.9, 3);
  for (const Index row : {0, 77, 2047, 2048, 2099}) {
    Vector predictions(9);
    for (std::size_t refit = 0; refit < 9; ++refit) {
      Model one = model;
      one.network.weights = model.training->refits->weights[refit];
      predictions[static_cast<Index>(refit)] = predict(one, rows.row(row))(0, 0);
    }
    const double mean = predictions.mean();
    CHECK(intervals.std_error(row, 0) == Approx(std::sqrt((predictions.array() - mean).square().sum() / 8)));
    std::sort(predictions.begin(), predictions.end());
    CHECK(intervals.conf_low(row, 0) == Approx(0.6 * predictions[0] + 0.4 * predictions[1]));
    CHECK(intervals.conf_high(row, 0) == Approx(0.6 * predictions[8] + 0.4 * predictions[7]));
  }
  CHECK(prediction_intervals(model, rows, 0.9, 1).conf_low == intervals.conf_low);
  options.refits.count = 0;
  CHECK(prediction_intervals(fit(table, options), rows, 0.9).std_error.array().isNaN().all());
}

TEST_CASE("the delta method on a line gives least squares' HC0 standard errors", "[intervals]") {
  const auto [x, table] = sample(80, 2, 0.5, linear_function);
  const Model model = fit(table, line());
  const Effects result = of(model, x, table, IntervalMethod::delta);
  REQUIRE(result.method == IntervalMethod::delta);
  Matrix ones(80, 3);
  ones << Vector::Ones(80), x;
  const Vector y = Eigen::Map<const Vector>(table.columns[2].numbers.data(), 80);
  const Vector residuals = y - ones * ones.colPivHouseholderQr().solve(y);
  const Matrix bread = (ones.transpose() * ones).inverse();
  const Matrix hc0 = bread * (ones.transpose() * residuals.cwiseAbs2().asDiagonal() * ones) * bread;
  for (Index k = 0; k < 2; ++k) {
    const Effect& effect = result.effects[static_cast<std::size_t>(k)];
    const double expected = std::sqrt(hc0(k + 1, k + 1));
    CHECK(effect.slope_interval.std_error == Approx(expected).epsilon(1e-6));
    CHECK(effect.shift_interval.std_error == Approx(expected).epsilon(1e-6));
    CHECK(effect.slope_interval.conf_high - effect.slope_summary->mean == Approx(1.959964 * expected).epsilon(1e-6));
  }
}

TEST_CASE("the delta method and the bootstrap agree where both hold", "[intervals]") {
  const auto [x, table] = sample(400, 2, 0.3, [](const auto& row) { return std::tanh(row[0]) + 0.5 * row[1]; });
  FitOptions options = quick();
  options.network.hidden = {1};
  options.network.activation = Activation::tanh;
  options.choice.decay = 0;
  options.train.threshold = 1e-6;
  options.refits.count = 300;
  const Model model = fit(table, options);
  const Effects delta = of(model, x, table, IntervalMethod::delta),
                held = of(model, x, table, IntervalMethod::bootstrap, false);
  REQUIRE(delta.method == IntervalMethod::delta);
  REQUIRE(held.replicates == 300);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(held.effects[i].slope_interval.std_error == Approx(delta.effects[i].slope_interval.std_error).epsilon(0.2));
    CHECK(held.effects[i].shift_interval.std_error == Approx(delta.effects[i].shift_interval.std_error).epsilon(0.2));
  }
  // Other samples have other rows, too, and the slope by x1 differs from row to row.
  const Effects drawn = of(model, x, table, IntervalMethod::bootstrap);
  CHECK(drawn.effects[0].slope_interval.std_error > 1.1 * held.effects[0].slope_interval.std_error);
}

TEST_CASE("auto takes refits, else the delta method, and says why there is neither", "[intervals]") {
  const auto [x, table] = sample(60, 2, 0.5, linear_function);
  FitOptions options = quick();
  options.network.hidden = {1};
  const Model plain = fit(table, options);
  options.network.hidden = {8};  // far more than a line needs: some units repeat each other
  options.choice.decay = 1;
  const Model wide = fit(table, options);
  options.refits.count = 10;
  const Model refitted = fit(table, options);
  CHECK(of(refitted, x, table, IntervalMethod::automatic).method == IntervalMethod::bootstrap);
  CHECK(of(refitted, x, table, IntervalMethod::automatic).warnings.back().code == "few_refits");
  const Effects none = of(wide, x, table, IntervalMethod::automatic);
  CHECK(none.method == IntervalMethod::none);
  CHECK(none.warnings.back().code == "no_intervals");
  CHECK(std::isnan(none.effects[0].slope_interval.std_error));
  CHECK_THROWS_AS(of(plain, x, table, IntervalMethod::bootstrap), InputError);
  EffectOptions without;
  without.interval.method = IntervalMethod::delta;
  CHECK_THROWS_AS(effects(plain, x, without), InputError);
  without.interval.method = IntervalMethod::none;
  for (const Warning& warning : effects(plain, x, without).warnings) CHECK(warning.code == "extrapolation");
}

TEST_CASE("percentile intervals are type 7 quantiles; what is not finite is left out", "[intervals]") {
  Matrix replicates(5, 2);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  replicates << 1, nan, 2, nan, 3, 7, 4, nan, 5, nan;
  const std::vector<Interval> intervals = percentile_intervals(replicates, 0.5);
  CHECK(intervals[0].conf_low == 2);
  CHECK(intervals[0].conf_high == 4);
  CHECK(intervals[0].std_error == Approx(std::sqrt(2.5)));
  CHECK(std::isnan(intervals[1].std_error));
}

TEST_CASE("an estimate outside its own interval is told, with the reason", "[intervals]") {
  CHECK(misses(1, {0.1, 1.1, 2}));
  CHECK(misses(3, {0.1, 1.1, 2}));
  CHECK_FALSE(misses(1.1, {0.1, 1.1, 2}));
  CHECK_FALSE(misses(1, no_interval()));

  // A unit whose slope all refits find twice as large.
  const auto [x, table] = sample(60, 2, 0.1, linear_function);
  FitOptions options = quick();
  options.network.hidden = {1};
  Model model = fit(table, options);
  Refits& refits = model.training->refits.emplace();
  refits.decay = 0.0025;
  refits.rows = 60;
  for (int refit = 0; refit < 60; ++refit) {
    refits.weights.push_back(model.network.weights);
    Vector& weights = refits.weights.back();
    weights[1] *= 2 + 0.01 * refit;
    weights[2] *= 0.7 + 0.01 * refit;
  }
  const auto said = [](const std::vector<Warning>& warnings) {
    std::string text;
    for (const Warning& warning : warnings) {
      if (warning.code == "interval_misses_estimate") text += warning.message;
    }
    return text;
  };
  const std::string why = "the refits have less decay, 0.0025, than the fit, 0.01, which pulls its estimates more";
  const std::string missed = said(of(model, x, table, IntervalMethod::bootstrap, false).warnings);
  CHECK(contains(missed, "x1 (effect and slope)"));
  CHECK(contains(missed, "interval does not hold its own estimate: " + why));
  CHECK(said(of(model, x, table, IntervalMethod::none).warnings).empty());
  ImportanceOptions importance;
  CHECK(contains(said(importances(model, x, Matrix::Constant(60, 1, nninterp::nan), importance).warnings),
                 "x1 (slopes' rms): "));
  CurveOptions curve;
  curve.variable = "x1";
  CHECK(contains(said(curves(model, x, curve).warnings), " of 21 points: its interval does not hold its own"));
  CHECK(contains(said(interactions(model, x, {}).warnings), "x1:x2 (second derivative): "));

  refits.decay = 0.01;
  refits.weights.resize(20);
  CHECK(contains(said(of(model, x, table, IntervalMethod::bootstrap, false).warnings),
                 "the refits on resampled rows lead elsewhere than the fit; and 20 refits are few"));
}

TEST_CASE("the delta method counts rows of a cluster as one", "[intervals]") {
  const auto [x, table] = sample(80, 2, 1, linear_function);
  FitOptions options = line();
  const Model single = fit(table, options);
  Table twice = table;
  twice.lines.insert(twice.lines.end(), table.lines.begin(), table.lines.end());
  for (Column& column : twice.columns) {
    const std::vector<double> numbers = column.numbers;
    column.numbers.insert(column.numbers.end(), numbers.begin(), numbers.end());
  }
  Matrix both(160, 2);
  both << x, x;
  const Model copied = fit(twice, options);
  REQUIRE(copied.training->clusters.size() == 160);
  const Effects once = of(single, x, table, IntervalMethod::delta);
  const Effects clustered = of(copied, both, twice, IntervalMethod::delta);
  const Effects apart = of(copied, both, twice, IntervalMethod::delta, false);
  for (std::size_t i = 0; i < 2; ++i) {
    const double error = once.effects[i].slope_interval.std_error;
    CHECK(clustered.effects[i].slope_interval.std_error == Approx(error).epsilon(1e-6));
    CHECK(apart.effects[i].slope_interval.std_error == Approx(error / std::sqrt(2.0)).epsilon(1e-6));
  }
}

TEST_CASE("repetitions of equal error are compared, worse ones left out", "[intervals]") {
  const auto [x, table] = sample(100, 2, 0.3, [](const auto& row) { return row[0] * row[1]; });
  Model model = fit(table, quick());
  const Effects same = of(model, x, table, IntervalMethod::none);
  model.training->repetitions.resize(3);
  for (Repetition& repetition : model.training->repetitions) {
    repetition = model.training->repetitions[model.training->best];
  }
  const BetweenFits equal = *of(model, x, table, IntervalMethod::none).effects[0].shift_between_fits;
  CHECK(equal.fits == 3);
  CHECK(equal.sd == Approx(0).margin(1e-15));
  CHECK(equal.sign_agreement == 1);
  CHECK(std::isnan(equal.variance_share));
  for (std::size_t i = 0; i < 3; ++i) {
    if (i != model.training->best) model.training->repetitions[i].error *= 2;
  }
  CHECK_FALSE(of(model, x, table, IntervalMethod::none).effects[0].shift_between_fits);
}

TEST_CASE("rows moved off the data are counted and left out of the mean on support", "[intervals]") {
  auto [x, table] = sample(300, 2, 0.1, linear_function);
  x.col(1) = x.col(0) + 0.05 * x.col(1);
  table.columns[1].numbers.assign(x.col(1).begin(), x.col(1).end());
  const Model model = fit(table, quick());
  const Effect effect = of(model, x, table, IntervalMethod::none).effects[0];
  CHECK(effect.out_of_range_rows < 100);
  CHECK(effect.off_support_rows == 300);  // x1 + 1 without x2 is found nowhere
  CHECK(std::isnan(effect.mean_on_support));
  EffectOptions options;
  options.delta.number = 0.01;
  const Effect small = effects(model, x, options).effects[0];
  CHECK(small.off_support_rows < 30);
  CHECK(small.mean_on_support == Approx(small.shift_summary.mean).epsilon(0.2));
}

TEST_CASE("the verdict tells lines, bends, interactions and nothing apart", "[intervals]") {
  const auto [x, table] = sample(500, 4, 0.1, [](const auto& row) {
    return 2 * row[0] + 0.7 * row[1] * row[1] + 3 * row[1] + 1.5 * row[0] * row[2];
  });
  FitOptions options = quick();
  options.network.hidden = {8};
  const Model model = fit(table, options);
  const Effects result = of(model, x, table, IntervalMethod::none);
  CHECK(result.effects[0].one_number.verdict == "changes sign, depends on x3");
  CHECK(result.effects[0].one_number.depends_share > 0.8);
  CHECK(result.effects[1].one_number.verdict == "bends");
  CHECK(*result.effects[1].one_number.line_r_squared > 0.8);
  CHECK(result.effects[2].one_number.verdict == "changes sign, depends on x1");
  CHECK(result.effects[3].one_number.verdict == "about none");
  CHECK(result.effects[0].one_number.opposite_sign_share == Approx(0.09).margin(0.06));
  const Model straight = fit(table, line());
  const Effects constant = of(straight, x, table, IntervalMethod::none);
  CHECK(constant.effects[1].one_number.verdict == "about linear");
  CHECK_FALSE(constant.effects[1].one_number.line_r_squared);
  CHECK_FALSE(constant.effects[1].one_number.depends_on);
  CHECK(*constant.effects[1].one_number.linear_coefficient == Approx(constant.effects[1].slope_summary->mean));
}
