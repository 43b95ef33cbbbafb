#include "verdict.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

#include "nninterp/core/text.hpp"
#include "nninterp/nn/curvature.hpp"
#include "nninterp/nn/forward.hpp"

namespace nninterp {

namespace {

// Standard errors that a gain must be above: the one-sided 1 % point, because folds share rows and the errors are a
// little too small for it (Nadeau and Bengio 2003, Machine Learning 52, 239-281); more where some rows are cut.
constexpr double told_apart = 2.33, told_apart_by_most = 3, two_sided = 1.96;

// Whether a loses more than b, told apart from chance over all rows, or where a few rows of huge squared errors hide
// it, over all but those. A huge log-loss is a confident mistake, and hides nothing.
bool more(const HeldOutLoss& a, const HeldOutLoss& b, ErrorFunction error,
          const std::vector<std::vector<Index>>& clusters) {
  const Vector difference = a.by_row() - b.by_row();
  const Paired gain = mean_of_rows(difference, clusters, a.weights);
  if (!(gain.mean > 0)) return false;
  const Paired of_most = mean_of_rows(without_extremes(difference), clusters, a.weights);
  return gain.mean > told_apart * gain.std_error ||
         (error == ErrorFunction::sse && of_most.mean > told_apart_by_most * of_most.std_error);
}

// By input: the average slope, or of an input of two values the average difference between them. Rows: inputs; columns:
// outputs.
Matrix average_effects(const Network& network, const Sample& sample, int threads) {
  const Matrix& inputs = sample.inputs;
  Matrix effects(inputs.cols(), network.architecture.outputs());
  for (Index output = 0; output < effects.cols(); ++output) {
    effects.col(output) = column_means(input_slopes(network, inputs, output, threads), sample.weights).transpose();
  }
  for (Index k = 0; k < inputs.cols(); ++k) {
    const double low = inputs.col(k).minCoeff(), high = inputs.col(k).maxCoeff();
    if (!((inputs.col(k).array() == low) || (inputs.col(k).array() == high)).all()) continue;
    Matrix moved = inputs;
    moved.col(k).setConstant(high);
    const Matrix above = run_network(network, moved, threads);
    moved.col(k).setConstant(low);
    effects.row(k) = column_means(above - run_network(network, moved, threads), sample.weights) / (high - low);
  }
  return effects;
}

// Σ g gᵀ, g the gradient of a regression's error over the rows of a cluster.
Matrix gradients(const Network& regression, const Sample& sample, const std::vector<std::vector<Index>>& clusters,
                 int threads) {
  Matrix residuals = run_network(regression, sample.inputs, threads) - sample.targets;
  if (sample.weights.size() > 0) residuals.array().colwise() *= sample.weights.array();
  const Index inputs = sample.inputs.cols();
  Matrix by_cluster = Matrix::Zero(static_cast<Index>(clusters.size()), regression.architecture.weight_count());
  for (std::size_t cluster = 0; cluster < clusters.size(); ++cluster) {
    auto sum = by_cluster.row(cluster).reshaped(1 + inputs, residuals.cols());
    for (const Index row : clusters[cluster]) {
      sum.row(0) += residuals.row(row);
      sum.bottomRows(inputs) += sample.inputs.row(row).transpose() * residuals.row(row);
    }
  }
  return by_cluster.transpose() * by_cluster;
}

// White's standard errors of the regression's weights, rows of a cluster together; empty where its Hessian cannot be
// inverted.
Vector std_errors(const Network& regression, const Sample& sample, const std::vector<std::vector<Index>>& clusters,
                  ErrorFunction error, int threads) {
  const Matrix hessian =
      measure_curvature(regression, sample.inputs, sample.targets, error, threads, sample.weights).hessian;
  const Eigen::LDLT<Matrix> solver(hessian);
  const Vector pivots = solver.vectorD();
  if (solver.info() != Eigen::Success || !(pivots.minCoeff() > 1e-9 * pivots.maxCoeff())) return {};
  const Matrix half = solver.solve(gradients(regression, sample, clusters, threads));
  return Matrix(solver.solve(half.transpose())).diagonal().cwiseMax(0.0).cwiseSqrt();
}

std::string gain_text(const Verdict& verdict) {
  return "gain " + format_number(verdict.gain, 2) + ", standard error " + format_number(verdict.std_error, 2);
}

std::string regression_name(const Verdict& verdict) {
  return std::string(verdict.classes ? "logistic" : "linear") + " regression";
}

std::string baseline_name(const Verdict& verdict) {
  if (verdict.baseline == BaselineKind::null) return verdict.classes ? "the shares of the classes" : "the mean";
  return "a " + std::string(verdict.baseline == BaselineKind::penalised ? "penalised " : "") + regression_name(verdict);
}

}  // namespace

Verdict judge_by_loss(const HeldOutLoss& network, const std::vector<Rival>& rivals, ErrorFunction error,
                      const std::vector<std::vector<Index>>& clusters) {
  const auto best = std::min_element(rivals.begin(), rivals.end(),
                                     [](const Rival& a, const Rival& b) { return a.loss.mean() < b.loss.mean(); });
  const Paired gain = mean_of_rows(best->loss.by_row() - network.by_row(), clusters, network.weights);
  const HeldOutLoss& null = rivals.back().loss;
  const bool predicts = more(null, network, error, clusters) ||
                        std::any_of(rivals.begin(), rivals.end() - 1,
                                    [&](const Rival& rival) { return more(null, rival.loss, error, clusters); });
  const VerdictCode code = !predicts                                    ? VerdictCode::predicts_nothing
                           : more(best->loss, network, error, clusters) ? VerdictCode::better_than_linear
                                                                        : VerdictCode::no_better_than_linear;
  return {code, best->kind, gain.mean, gain.std_error, network.rounds, error == ErrorFunction::ce};
}

bool same_effects(const Network& network, const Network& regression, const Sample& sample,
                  const std::vector<std::vector<Index>>& clusters, ErrorFunction error, int threads) {
  if (regression.architecture.output == Activation::softmax ||
      regression.architecture.weight_count() > max_curvature_weights) {
    return false;
  }
  const Vector errors = std_errors(regression, sample, clusters, error, threads);
  if (errors.size() == 0) return false;
  const Matrix of_network = average_effects(network, sample, threads);
  const Matrix of_regression = average_effects(regression, sample, threads);
  for (Index output = 0; output < of_network.cols(); ++output) {
    for (Index k = 0; k < of_network.rows(); ++k) {
      // An effect on a probability is the weight times what the rows make of it, which hardly varies beside it.
      const Index weight = output * (of_network.rows() + 1) + 1 + k;
      const double share = of_regression(k, output) / regression.weights[weight];
      const double reach = two_sided * errors[weight] * std::fabs(share);
      if (!(std::fabs(of_network(k, output) - of_regression(k, output)) <= reach)) return false;
    }
  }
  return true;
}

std::string verdict_text(const Verdict& verdict) {
  switch (verdict.code) {
    case VerdictCode::better_than_linear:
      return "the network predicts better than " + baseline_name(verdict) + " (" + gain_text(verdict) + ")";
    case VerdictCode::no_better_than_linear:
      return "the network predicts no better than " + baseline_name(verdict) + " here (" + gain_text(verdict) + "); " +
             (verdict.same_effects ? "its coefficients say the same and are simpler to report"
                                   : "report the regression, or say why not");
    case VerdictCode::predicts_nothing:
      return "nothing predicts here: neither the network nor a " + regression_name(verdict) +
             " can be told apart from " + (verdict.classes ? "the shares of the classes" : "the mean") +
             " at rows left out (" + gain_text(verdict) + " over " + baseline_name(verdict) + ")";
  }
  return "";
}

std::string short_text(const Verdict& verdict) {
  switch (verdict.code) {
    case VerdictCode::better_than_linear:
      return "predicts better than " + baseline_name(verdict);
    case VerdictCode::no_better_than_linear:
      return "predicts no better than " + baseline_name(verdict);
    case VerdictCode::predicts_nothing:
      return "neither network nor regression predicts anything";
  }
  return "";
}

std::vector<Warning> warn_of_verdict(const Verdict& verdict) {
  if (verdict.code == VerdictCode::better_than_linear) return {};
  return {{std::string(name_of(verdict.code)), verdict_text(verdict)}};
}

}  // namespace nninterp
