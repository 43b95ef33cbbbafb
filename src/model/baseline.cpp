#include "nninterp/model/baseline.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/QR>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr Index max_inputs = 1000;
constexpr Index max_coefficients = 2000;  // of one class target: their second derivatives are that many squared

// Where an input adds less than this to the others, relative to its spread, it is taken to be collinear with them.
constexpr double collinear = 1e-9;

// Log-odds by a standard deviation of an input from which on they are taken to have no end.
constexpr double separated = 15;

// What makes inputs comparable: the fits then depend neither on their units nor on large offsets (years).
struct Standardization {
  Eigen::RowVectorXd center, scale;

  explicit Standardization(const Matrix& inputs, const Vector& weights = {})
      : center(column_means(inputs, weights)), scale(inputs.cols()) {
    for (Index k = 0; k < inputs.cols(); ++k) {
      const auto column = inputs.col(k).array();
      const bool constant = column.minCoeff() == column.maxCoeff();
      if (constant) center[k] = column[0];  // the mean may be off in the last digit
      const double spread = (column - center[k]).matrix().stableNorm() / std::sqrt(static_cast<double>(inputs.rows()));
      scale[k] = constant || spread == 0 ? 1 : spread;
    }
  }

  Matrix apply(const ConstBlock& rows) const {
    return ((rows.rowwise() - center).array().rowwise() / scale.array()).matrix();
  }

  // Coefficients (first row the intercepts) of standardized inputs as those of the inputs themselves.
  Matrix undo(const Matrix& standardized) const {
    const Index inputs = scale.size();
    Matrix coefficients = standardized;
    coefficients.bottomRows(inputs).array().colwise() /= scale.transpose().array();
    coefficients.row(0) -= center * coefficients.bottomRows(inputs);
    return coefficients;
  }
};

Matrix linear_predictor(const Matrix& inputs, const Matrix& coefficients) {
  return (inputs * coefficients.bottomRows(inputs.cols())).rowwise() + coefficients.row(0);
}

// Least squares without intercept. X = QR first: the decomposition that finds the rank is slow on many rows.
Matrix solve_least_norm(Matrix x, Matrix y) {
  const Index rank_limit = std::min(x.rows(), x.cols());
  const Eigen::HouseholderQR<Eigen::Ref<Matrix>> qr(x);
  y.applyOnTheLeft(qr.householderQ().adjoint());
  const Matrix r = x.topRows(rank_limit).triangularView<Eigen::Upper>();
  Eigen::CompleteOrthogonalDecomposition<Matrix> decomposition;
  decomposition.setThreshold(collinear);
  decomposition.compute(r);
  return decomposition.solve(y.topRows(rank_limit));
}

// Columns that others make up; a column that does not vary is one.
std::vector<Index> dependent_columns(const Matrix& x) {
  Eigen::ColPivHouseholderQR<Matrix> qr;
  qr.setThreshold(collinear);
  if (x.cols() > 0) qr.compute(x);
  std::vector<Index> columns;
  for (Index k = x.cols() > 0 ? qr.rank() : 0; k < x.cols(); ++k) {
    columns.push_back(qr.colsPermutation().indices()[k]);
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

// The classes of a logistic regression but the first: all that K = 1 has, else all but one.
Matrix free_classes(const Matrix& classes) {
  return classes.cols() == 1 ? classes : Matrix(classes.rightCols(classes.cols() - 1));
}

struct Sample {
  const Matrix& inputs;
  Standardization standardization;
  Matrix classes;  // but the first: rows × (K - 1)
  Vector weights;  // how often each row counts, 1 on average; empty: once
};

// The log-likelihood, each row as often as it counts, with its first and minus its second derivatives by the
// coefficients, class by class. Of the second ones (blocks X' diag(p_j (1{j=k} - p_k)) X) only those with j >= k are
// filled: a symmetric matrix's lower half.
struct Likelihood {
  double log = 0;
  Vector gradient;
  Matrix information;
};

void add_information(const Matrix& x, const Matrix& p, const Vector& weights, Matrix& information) {
  const Index size = x.cols();
  for (Index j = 0; j < p.cols(); ++j) {
    for (Index k = 0; k <= j; ++k) {
      Vector weight = p.col(j).array() * ((j == k ? 1.0 : 0.0) - p.col(k).array());
      if (weights.size() > 0) weight.array() *= weights.array();
      information.block(j * size, k * size, size, size).noalias() += x.transpose() * (weight.asDiagonal() * x);
    }
  }
}

void add_rows(const Matrix& x, const Matrix& y, const Vector& weights, const Matrix& beta, Likelihood& sum) {
  const Matrix eta = x * beta;  // the first class has 0
  const Vector top = eta.rowwise().maxCoeff().cwiseMax(0.0);
  Matrix p = (eta.colwise() - top).array().exp();
  const Vector total = p.rowwise().sum() + (-top).array().exp().matrix();
  p.array().colwise() /= total.array();
  const Vector of_class = y.cwiseProduct(eta).rowwise().sum();
  Vector log = of_class.array() - top.array() - total.array().log();  // in this order exact where p is near 1
  Matrix residuals = y - p;
  if (weights.size() > 0) {
    log.array() *= weights.array();
    residuals.array().colwise() *= weights.array();
  }
  sum.log += log.sum();
  const Matrix gradient = x.transpose() * residuals;
  sum.gradient += Eigen::Map<const Vector>(gradient.data(), gradient.size());
  add_information(x, p, weights, sum.information);
}

Likelihood likelihood(const Sample& sample, const Matrix& beta) {
  Likelihood sum;
  sum.gradient = Vector::Zero(beta.size());
  sum.information = Matrix::Zero(beta.size(), beta.size());
  for_rows(sample.inputs.rows(), block_rows, [&](Index first, Index rows) {
    Matrix x(rows, beta.rows());
    x << Vector::Ones(rows), sample.standardization.apply(sample.inputs.middleRows(first, rows));
    const Vector weights = weights_at(sample.weights, first, rows);
    add_rows(x, sample.classes.middleRows(first, rows), weights, beta, sum);
  });
  return sum;
}

Vector newton_step(const Likelihood& at) {
  Matrix information = at.information;
  // Next to nothing, and enough where inputs are collinear or classes can be told apart without error.
  information.diagonal().array() += 1e-10 * std::max(1.0, information.diagonal().maxCoeff());
  return information.ldlt().solve(at.gradient);
}

Eigen::Map<const Matrix> shaped(const Vector& step, const Matrix& beta) {
  return {step.data(), beta.rows(), beta.cols()};
}

// Moves by Newton's step, halved until the likelihood rises; false if it does not.
bool climb(const Sample& sample, const Vector& step, Matrix& beta, Likelihood& at) {
  Matrix move = shaped(step, beta);
  for (int half = 0; half < 30; ++half, move /= 2) {
    Likelihood next = likelihood(sample, beta + move);
    if (!(next.log > at.log)) continue;
    beta += move;
    at = std::move(next);
    return true;
  }
  return false;
}

bool is_regression_of_classes(const Target& target, Activation output, const Matrix& columns) {
  const bool probability = is_probability(output);
  if (!probability && (!target.categorical || target.one_output_a_class())) return false;
  return ((columns.array() == 0) || (columns.array() == 1)).all();
}

}  // namespace

Matrix least_squares(const Matrix& inputs, const Matrix& targets, const Vector& weights) {
  const Standardization standardization(inputs, weights);
  const Eigen::RowVectorXd means = column_means(targets, weights);
  Matrix coefficients(1 + inputs.cols(), targets.cols());
  coefficients.row(0) = means;
  if (inputs.cols() > 0) {
    Matrix x = standardization.apply(inputs), y = targets.rowwise() - means;
    if (weights.size() > 0) {
      x.array().colwise() *= weights.array().sqrt();
      y.array().colwise() *= weights.array().sqrt();
    }
    coefficients.bottomRows(inputs.cols()) = solve_least_norm(std::move(x), std::move(y));
  }
  return standardization.undo(coefficients);
}

Matrix logistic_regression(const Matrix& inputs, const Matrix& classes, const Vector& weights) {
  const Sample sample{inputs, Standardization(inputs, weights), free_classes(classes), weights / mean_weight(weights)};
  Matrix beta = Matrix::Zero(1 + inputs.cols(), sample.classes.cols());
  Likelihood at = likelihood(sample, beta);
  for (int iteration = 0; iteration < 100; ++iteration) {
    const Vector step = newton_step(at);
    if (!step.allFinite()) break;
    const double expected_gain = step.dot(at.gradient) / 2;
    if (expected_gain <= 1e-12 * (std::fabs(at.log) + 0.1)) {  // 0.1 as in R's glm: log may go to 0
      beta += shaped(step, beta);
      const Vector last = newton_step(likelihood(sample, beta));  // errors are squared: for the last digits of beta
      if (last.allFinite()) beta += shaped(last, beta);
      break;
    }
    if (!climb(sample, step, beta, at)) break;
  }
  return sample.standardization.undo(beta);
}

std::optional<LinearModel> fit_linear(const Design& design, Activation output, const Matrix& inputs,
                                      const Matrix& targets, const Vector& weights) {
  if (inputs.cols() > max_inputs) return std::nullopt;
  LinearModel model;
  std::optional<Matrix> linear;
  Index first = 0;
  for (const Target& target : design.targets) {
    const Index count = target.outputs();
    const Matrix columns = targets.middleCols(first, count);
    if (is_regression_of_classes(target, output, columns)) {
      if ((1 + inputs.cols()) * std::max(count - 1, Index{1}) > max_coefficients) return std::nullopt;
      model.parts.push_back({logistic_regression(inputs, columns, weights), count, true});
    } else {
      if (!linear) linear = least_squares(inputs, targets, weights);
      model.parts.push_back({linear->middleCols(first, count), count, false});
    }
    first += count;
  }
  return model;
}

std::optional<std::string> why_undetermined(const Design& design, const Matrix& inputs, const LinearModel& model) {
  const Standardization standardization(inputs);
  const std::vector<Index> repeated = dependent_columns(standardization.apply(inputs));
  if (!repeated.empty()) {
    std::vector<std::string> names;
    for (const Index k : repeated) names.push_back(design.input_names()[k]);
    return list_some(names, 8) + (names.size() == 1 ? " is a sum of other inputs" : " are sums of other inputs");
  }
  for (const LinearModel::Part& part : model.parts) {
    const Matrix slopes = part.coefficients.bottomRows(inputs.cols());
    const Matrix standardized = slopes.array().colwise() * standardization.scale.transpose().array();
    if (part.classes && standardized.size() > 0 && standardized.cwiseAbs().maxCoeff() > separated) {
      return "some classes can be told apart without error";
    }
  }
  return std::nullopt;
}

std::optional<Network> as_network(const LinearModel& model) {
  if (model.parts.empty()) return std::nullopt;
  Activation output = model.parts.front().classes ? Activation::logistic : Activation::linear;
  Index outputs = 0;
  for (const LinearModel::Part& part : model.parts) {
    if (part.classes != model.parts.front().classes) return std::nullopt;
    if (part.classes && part.outputs > 1) output = Activation::softmax;
    outputs += part.outputs;
  }
  if (output == Activation::softmax && model.parts.size() > 1) return std::nullopt;
  const Index height = model.parts.front().coefficients.rows();
  Network network;
  network.architecture = {{height - 1, outputs}, Activation::linear, output};
  network.weights.setZero(height * outputs);
  Index last = height * outputs;  // the first class of softmax, the reference, has weights of 0
  for (auto part = model.parts.rbegin(); part != model.parts.rend(); ++part) {
    last -= part->coefficients.size();
    network.weights.segment(last, part->coefficients.size()) =
        Eigen::Map<const Vector>(part->coefficients.data(), part->coefficients.size());
  }
  return network;
}

Matrix predict_linear(const LinearModel& model, const Matrix& inputs) {
  Index outputs = 0;
  for (const LinearModel::Part& part : model.parts) outputs += part.outputs;
  Matrix predictions(inputs.rows(), outputs);
  Index first = 0;
  for (const LinearModel::Part& part : model.parts) {
    Matrix p = Matrix::Zero(inputs.rows(), part.outputs);  // of several classes the first keeps its 0
    p.rightCols(part.coefficients.cols()) = linear_predictor(inputs, part.coefficients);
    if (part.classes) activate(part.outputs == 1 ? Activation::logistic : Activation::softmax, p);
    predictions.middleCols(first, part.outputs) = p;
    first += part.outputs;
  }
  return predictions;
}

}  // namespace nninterp
