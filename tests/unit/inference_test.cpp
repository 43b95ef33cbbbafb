// Standard errors of the weights: closed forms, excluded weights, and networks that have none.
#include "nninterp/analysis/inference.hpp"

#include <Eigen/Dense>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/nn/curvature.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Sample {
  Matrix variables, targets;
};

// y = x1 - x2 + noise that grows with x1.
Sample uneven_sample(Index rows) {
  Random random(5);
  Sample sample{Matrix(rows, 2), Matrix(rows, 1)};
  for (Index row = 0; row < rows; ++row) {
    const double x1 = random.normal(), x2 = 3 * random.normal() + 100;
    sample.variables.row(row) << x1, x2;
    sample.targets(row, 0) = x1 - x2 + std::exp(x1) * random.normal();
  }
  return sample;
}

Matrix with_ones(const Matrix& variables) {
  Matrix x(variables.rows(), variables.cols() + 1);
  x << Vector::Ones(variables.rows()), variables;
  return x;
}

Model linear_model(const Vector& weights) {
  return model_of_parts({"x1", "x2"}, Json::array(), {"y"}, "logistic", "linear",
                        std::vector<double>(weights.begin(), weights.end()));
}

// 2-2-1, logistic, linear output.
Model small_network(const std::vector<double>& weights, Activation hidden = Activation::logistic) {
  Model model = model_of_parts({"x1", "x2"}, {2}, {"y"}, std::string(name_of(hidden)), "linear", weights);
  return model;
}

// Targets that the network meets but for small alternating errors, so that no curvature comes from the errors.
Sample sample_near(const Model& model, double error) {
  Random random(6);
  Sample sample{Matrix(40, 2), {}};
  for (Index i = 0; i < sample.variables.size(); ++i) sample.variables.data()[i] = random.normal();
  sample.targets = predict(model, sample.variables, 1);
  for (Index row = 0; row < 40; ++row) sample.targets(row, 0) += row % 2 == 0 ? error : -error;
  return sample;
}

std::vector<std::string> codes(const WeightCovariance& covariance) {
  std::vector<std::string> codes;
  for (const Warning& warning : covariance.warnings) codes.push_back(warning.code);
  return codes;
}

void check_singular(const Model& model, const Sample& sample, const std::string& because) {
  const WeightCovariance covariance = weight_covariance(model, sample.variables, sample.targets, 1);
  CHECK_FALSE(covariance.covariance);
  CHECK_FALSE(covariance.nic);
  REQUIRE(codes(covariance) == std::vector<std::string>{"singular_information"});
  INFO(covariance.warnings[0].message);
  CHECK(contains(covariance.warnings[0].message, because));
  const WeightIntervals intervals = weight_intervals(model, covariance, 0.9);
  CHECK(intervals.std_error.size() == model.network.weights.size());
  CHECK(intervals.std_error.array().isNaN().all());
  CHECK(intervals.conf_low.array().isNaN().all());
  CHECK(intervals.conf_high.array().isNaN().all());
}

}  // namespace

TEST_CASE("without a hidden layer the sandwich is least squares' with HC0 standard errors", "[inference]") {
  const Sample sample = uneven_sample(300);
  const Matrix x = with_ones(sample.variables);
  const Vector y = sample.targets.col(0), beta = x.colPivHouseholderQr().solve(y), residuals = y - x * beta;
  const Matrix inverse = (x.transpose() * x).inverse();
  const Matrix meat = x.transpose() * residuals.array().square().matrix().asDiagonal() * x;
  const Matrix hc0 = inverse * meat * inverse;

  const Model model = linear_model(beta);
  const WeightCovariance ours = weight_covariance(model, sample.variables, sample.targets, 1);
  REQUIRE(ours.covariance);
  CHECK(ours.warnings.empty());
  CHECK((*ours.covariance - hc0).cwiseAbs().maxCoeff() < 1e-8 * hc0.cwiseAbs().maxCoeff());
  CHECK(*ours.nic == Approx(residuals.squaredNorm() / 2 + (inverse * meat).trace()).epsilon(1e-10));
  const WeightIntervals intervals = weight_intervals(model, ours, 0.9);
  for (Index i = 0; i < 3; ++i) {
    CHECK(intervals.std_error[i] == Approx(std::sqrt(hc0(i, i))).epsilon(1e-8));
    CHECK(intervals.conf_low[i] == Approx(beta[i] - 1.6448536269514722 * std::sqrt(hc0(i, i))).epsilon(1e-8));
    CHECK(intervals.conf_high[i] == Approx(beta[i] + 1.6448536269514722 * std::sqrt(hc0(i, i))).epsilon(1e-8));
  }
}

TEST_CASE("clustered standard errors of a regression are those of the closed form", "[inference]") {
  const Index rows = 300;
  const Sample sample = uneven_sample(rows);
  const Matrix x = with_ones(sample.variables);
  const Vector y = sample.targets.col(0), beta = x.colPivHouseholderQr().solve(y), residuals = y - x * beta;
  std::vector<Index> clusters;  // of one to many rows, not in order; a few hold more rows than others
  for (Index row = 0; row < rows; ++row) clusters.push_back(row % 7 == 0 ? 0 : 1 + row * row % 41);
  Matrix sums = Matrix::Zero(42, 3);
  for (Index row = 0; row < rows; ++row) sums.row(clusters[row]) += residuals[row] * x.row(row);
  const Matrix inverse = (x.transpose() * x).inverse();
  const Matrix expected = inverse * sums.transpose() * sums * inverse;

  const Model model = linear_model(beta);
  const WeightCovariance ours = weight_covariance(model, sample.variables, sample.targets, 1, clusters);
  REQUIRE(ours.covariance);
  CHECK((*ours.covariance - expected).cwiseAbs().maxCoeff() < 1e-8 * expected.cwiseAbs().maxCoeff());
  CHECK(*weight_covariance(model, sample.variables, sample.targets, 3, clusters).covariance == *ours.covariance);
  CHECK(*ours.nic == Approx(residuals.squaredNorm() / 2 + (inverse * sums.transpose() * sums).trace()).epsilon(1e-10));
}

TEST_CASE("clusters of one row each change nothing, and copies tell nothing new", "[inference]") {
  const Model model = small_network({0.1, 1, -1, 0.3, -1, -2, 0.5, 2, -3});
  const Sample once = sample_near(model, 1e-3);
  const Matrix single = *weight_covariance(model, once.variables, once.targets, 1).covariance;
  std::vector<Index> each, twice;
  Sample doubled{Matrix(80, 2), Matrix(80, 1)};
  for (Index row = 0; row < 40; ++row) {
    each.push_back(39 - row);
    twice.insert(twice.end(), 2, row);
    doubled.variables.middleRows(2 * row, 2) = once.variables.row(row).replicate(2, 1);
    doubled.targets.middleRows(2 * row, 2) = once.targets.row(row).replicate(2, 1);
  }
  CHECK(*weight_covariance(model, once.variables, once.targets, 1, each).covariance == single);
  const Matrix as_one = *weight_covariance(model, doubled.variables, doubled.targets, 1, twice).covariance;
  CHECK((as_one - single).cwiseAbs().maxCoeff() < 1e-6 * single.cwiseAbs().maxCoeff());
  const Matrix as_two = *weight_covariance(model, doubled.variables, doubled.targets, 1).covariance;
  CHECK((as_two - single / 2).cwiseAbs().maxCoeff() < 1e-6 * single.cwiseAbs().maxCoeff());
}

TEST_CASE("clusters are those of the training, and of no other rows", "[inference]") {
  Model model = linear_model(Vector::Ones(3));
  CHECK(clusters_of_rows(model, 3, true).empty());
  model.training.emplace().clusters = {0, 1, 1};
  CHECK(clusters_of_rows(model, 3, true) == std::vector<Index>{0, 1, 1});
  CHECK(clusters_of_rows(model, 3, false).empty());
  CHECK(clusters_of_rows(model, 4, true).empty());
}

TEST_CASE("the units of variables and targets change the weights' standard errors as they change the weights",
          "[inference]") {
  Sample sample = uneven_sample(300);
  const auto errors = [&] {
    const Matrix x = with_ones(sample.variables);
    const Model model = linear_model(x.colPivHouseholderQr().solve(Vector(sample.targets.col(0))));
    const WeightCovariance covariance = weight_covariance(model, sample.variables, sample.targets, 1);
    REQUIRE(covariance.covariance);
    return weight_intervals(model, covariance, 0.95).std_error;
  };
  const Vector before = errors();
  sample.variables.col(0) *= 1e9;
  sample.targets *= 1e-6;
  const Vector after = errors();
  CHECK(after[1] / before[1] == Approx(1e-15).epsilon(1e-6));
  CHECK(after[2] / before[2] == Approx(1e-6).epsilon(1e-6));
}

TEST_CASE("excluded weights have no standard error, the others those of the network without them", "[inference]") {
  const Sample sample = uneven_sample(200);
  const Vector y = sample.targets.col(0);
  const Matrix x = with_ones(sample.variables);
  const Matrix kept = x.rightCols(2);
  Vector beta = Vector::Zero(3);
  beta.tail(2) = kept.colPivHouseholderQr().solve(y);
  Model model = linear_model(beta);
  model.training.emplace().excluded = {0};
  const WeightCovariance ours = weight_covariance(model, sample.variables, sample.targets, 1);
  CHECK(ours.free == std::vector<Index>{1, 2});
  REQUIRE(ours.covariance);
  const Vector residuals = y - x * beta;
  const Matrix inverse = (kept.transpose() * kept).inverse();
  const Matrix hc0 = inverse * kept.transpose() * residuals.array().square().matrix().asDiagonal() * kept * inverse;
  CHECK((*ours.covariance - hc0).cwiseAbs().maxCoeff() < 1e-10 * hc0.cwiseAbs().maxCoeff());
  const WeightIntervals intervals = weight_intervals(model, ours, 0.95);
  CHECK(std::isnan(intervals.std_error[0]));
  CHECK(std::isnan(intervals.conf_low[0]));
  CHECK(intervals.std_error[2] == Approx(std::sqrt(hc0(1, 1))).epsilon(1e-8));
}

TEST_CASE("identical, saturated and dead units leave no standard errors, and the warning says so", "[inference]") {
  const Model identical = small_network({0.1, 1, -1, 0.1, 1, -1, 0.5, 2, 2});
  check_singular(identical, sample_near(identical, 0), "the error is flat in 4 directions, so the weights are not");
  const Model saturated = small_network({0.1, 1, -1, 60, 1, -1, 0.5, 2, 2});
  check_singular(saturated, sample_near(saturated, 0), "not identified");
  const Model dead = small_network({0.1, 1, -1, -60, 1, -1, 0.5, 2, 2}, Activation::relu);
  check_singular(dead, sample_near(dead, 1e-3), "the error is flat in 4 directions");
  const Model sound = small_network({0.1, 1, -1, 0.3, -1, -2, 0.5, 2, -3});
  const Sample sample = sample_near(sound, 1e-3);
  CHECK(weight_covariance(sound, sample.variables, sample.targets, 1).covariance);
}

TEST_CASE("a point that is no minimum is told from one that others equal", "[inference]") {
  const Model model = small_network({0.1, 1, -1, 0.3, -1, -2, 0.5, 2, -3});
  check_singular(model, sample_near(model, 50), "so the weights are no minimum of it; train longer");
}

TEST_CASE("softmax outputs are identified once the weights of one class are fixed", "[inference]") {
  Random random(8);
  Sample sample{Matrix(60, 2), Matrix::Zero(60, 3)};
  for (Index i = 0; i < sample.variables.size(); ++i) sample.variables.data()[i] = random.normal();
  for (Index row = 0; row < 60; ++row) sample.targets(row, row % 3) = 1;
  Model model = model_of_parts({"x1", "x2"}, Json::array(), {"a", "b", "c"}, "logistic", "softmax",
                               {0, 0, 0, 0.1, 0.2, -0.1, 0.3, -0.2, 0.1});
  model.error = ErrorFunction::ce;
  check_singular(model, sample,
                 "flat in 3 directions, so the weights are not identified: others predict the same; of "
                 "softmax outputs only the differences");
  model.training.emplace().excluded = {0, 1, 2};
  const WeightCovariance fixed = weight_covariance(model, sample.variables, sample.targets, 1);
  REQUIRE(fixed.covariance);
  CHECK(fixed.covariance->rows() == 6);
}

TEST_CASE("weights that decay pulled, or that had not converged, carry a warning", "[inference]") {
  const Sample sample = uneven_sample(100);
  Model model = linear_model(Vector::Ones(3));
  model.training.emplace().decay = 0.5;
  model.training->repetitions.resize(1);
  CHECK(codes(weight_covariance(model, sample.variables, sample.targets, 1)) ==
        std::vector<std::string>{"penalised_weights", "unconverged_weights"});
  model.training->decay = 0;
  model.training->repetitions[0].converged = true;
  CHECK(weight_covariance(model, sample.variables, sample.targets, 1).warnings.empty());
}

TEST_CASE("scaled variables and targets: the intervals are those of the network's own weights", "[inference]") {
  const Table table = table_in(example_file("mtcars.csv"));
  FitOptions options;
  options.columns.formula = "mpg ~ wt + hp";
  options.network.hidden = {1};
  options.choice.decay = 0;
  const Model model = fit(table, options);
  const Matrix variables = gather_variables(model.design, table, all_rows(table));
  const Matrix targets = encode_targets(model.design, table, all_rows(table));
  const WeightCovariance ours = weight_covariance(model, variables, targets, 1);
  REQUIRE(ours.covariance);
  const Curvature curvature =
      measure_curvature(model.network, encode_inputs(model.design, variables), targets, model.error, 1);
  const Matrix inverse = curvature.hessian.inverse();
  const Matrix expected = inverse * curvature.gradients * inverse;
  CHECK((*ours.covariance - expected).cwiseAbs().maxCoeff() < 1e-9 * expected.cwiseAbs().maxCoeff());
  CHECK(curvature.error == Approx(model.training->repetitions[model.training->best].error).epsilon(1e-12));
}
