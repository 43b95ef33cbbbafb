#include "nninterp/model/baseline.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/QR>

namespace nninterp {

namespace {

constexpr Index max_inputs = 1000;

Matrix with_intercept(const Matrix& inputs) {
  Matrix x(inputs.rows(), inputs.cols() + 1);
  x << Vector::Ones(inputs.rows()), inputs;
  return x;
}

// Linear predictors of the classes but the first (whose predictor is 0) turned into probabilities of these classes,
// in place; returns the log-likelihood of `classes` (rows × as many columns; a row without a 1 is of the first class).
double to_probabilities(Matrix& eta, const Matrix& classes) {
  double log_likelihood = 0;
  for (Index row = 0; row < eta.rows(); ++row) {
    const double largest = std::max(0.0, eta.row(row).maxCoeff());
    double sum = std::exp(-largest);
    for (Index k = 0; k < eta.cols(); ++k) sum += std::exp(eta(row, k) - largest);
    const double log_sum = largest + std::log(sum);
    for (Index k = 0; k < eta.cols(); ++k) {
      if (classes(row, k) != 0) log_likelihood += classes(row, k) * eta(row, k);
      eta(row, k) = std::exp(eta(row, k) - log_sum);
    }
    log_likelihood -= log_sum;
  }
  return log_likelihood;
}

// Minus the second derivatives of the log-likelihood: blocks X' diag(p_j (1{j=k} - p_k)) X.
Matrix information(const Matrix& x, const Matrix& p) {
  const Index size = x.cols();
  Matrix result(size * p.cols(), size * p.cols());
  for (Index j = 0; j < p.cols(); ++j) {
    for (Index k = 0; k <= j; ++k) {
      const Vector weight = p.col(j).array() * ((j == k ? 1.0 : 0.0) - p.col(k).array());
      const Matrix block = x.transpose() * (x.array().colwise() * weight.array()).matrix();
      result.block(j * size, k * size, size, size) = block;
      result.block(k * size, j * size, size, size) = block.transpose();
    }
  }
  return result;
}

// The classes of a logistic regression but the first: all that K = 1 has, else all but one.
Matrix free_classes(const Matrix& classes) {
  return classes.cols() == 1 ? classes : Matrix(classes.rightCols(classes.cols() - 1));
}

Matrix class_probabilities(const Matrix& inputs, const Matrix& classes) {
  Matrix p = with_intercept(inputs) * logistic_regression(inputs, classes);
  to_probabilities(p, free_classes(classes));
  if (classes.cols() == 1) return p;
  Matrix all(p.rows(), p.cols() + 1);
  all << (1 - p.rowwise().sum().array()).max(0.0).matrix(), p;
  return all;
}

}  // namespace

Matrix least_squares(const Matrix& inputs, const Matrix& targets) {
  return with_intercept(inputs).completeOrthogonalDecomposition().solve(targets);
}

Matrix logistic_regression(const Matrix& inputs, const Matrix& classes) {
  const Matrix x = with_intercept(inputs), y = free_classes(classes);
  Matrix beta = Matrix::Zero(x.cols(), y.cols()), p = Matrix::Zero(x.rows(), y.cols());
  double log_likelihood = to_probabilities(p, y);
  for (int iteration = 0; iteration < 100; ++iteration) {
    const Matrix gradient = x.transpose() * (y - p);
    Matrix curvature = information(x, p);
    // Next to nothing, and enough where inputs are collinear or classes can be told apart without error.
    curvature.diagonal().array() += 1e-10 * std::max(1.0, curvature.diagonal().maxCoeff());
    const Vector step = curvature.ldlt().solve(Eigen::Map<const Vector>(gradient.data(), gradient.size()));
    if (!step.allFinite()) break;
    const double before = log_likelihood;
    double scale = 1;
    Matrix next;
    for (int half = 0; half < 30; ++half, scale /= 2) {
      next = beta + scale * Eigen::Map<const Matrix>(step.data(), beta.rows(), beta.cols());
      p = x * next;
      log_likelihood = to_probabilities(p, y);
      if (log_likelihood >= before) break;
    }
    if (!(log_likelihood >= before)) break;
    beta = next;
    if (log_likelihood - before <= 1e-12 * std::max(1e-9, std::fabs(log_likelihood))) break;
  }
  return beta;
}

std::optional<Matrix> linear_baseline(const Design& design, Activation output, const Matrix& inputs,
                                      const Matrix& targets) {
  if (inputs.cols() > max_inputs) return std::nullopt;
  const bool probability = output == Activation::logistic || output == Activation::softmax;
  Matrix predictions = with_intercept(inputs) * least_squares(inputs, targets);
  Index first = 0;
  for (const Target& target : design.targets) {
    const auto columns = targets.middleCols(first, target.outputs());
    const bool binary = ((columns.array() == 0) || (columns.array() == 1)).all();
    if (binary && (probability || (target.categorical && !target.one_output_a_class()))) {
      predictions.middleCols(first, target.outputs()) = class_probabilities(inputs, columns);
    }
    first += target.outputs();
  }
  decode_outputs(design, predictions);
  return predictions;
}

}  // namespace nninterp
