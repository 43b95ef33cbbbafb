#include "interaction_test.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/QR>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/forward.hpp"
#include "nninterp/nn/partial_dependence.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

using Pair = std::array<std::size_t, 2>;

constexpr Index most_rows = 2000;
constexpr std::size_t most_pairs = 500;  // beyond, those alone that are asked for
constexpr int highest_power = 5;
constexpr Index rows_a_term = 4;  // at least, of rows that tell: of a rare class five times its own

// Constant, inputs and powers of tanh of them: what y is regressed on beside the pairs. At most half of the room is for
// powers.
Matrix curved_terms(const Matrix& inputs, Index room) {
  const Index count = inputs.cols();
  const auto powers = std::clamp<Index>(1 + (room - count - 1) / (2 * std::max<Index>(1, count)), 1, highest_power);
  Matrix terms(inputs.rows(), 1 + powers * count);
  terms.col(0).setOnes();
  terms.middleCols(1, count) = inputs;
  for (Index k = 0; k < count; ++k) {
    const double sd = standard_deviation(inputs.col(k));
    const Vector bent = ((inputs.col(k).array() - inputs.col(k).mean()) / (2.5 * (sd > 0 ? sd : 1))).tanh();
    for (Index power = 2; power <= powers; ++power) {
      terms.col(1 + (power - 1) * count + k) = bent.array().pow(static_cast<double>(power));
    }
  }
  return terms;
}

struct Rows {
  Vector weights;               // how often each counts
  std::vector<Index> clusters;  // of each; empty: each by itself
};

Matrix with_unit_columns(Matrix columns) {
  for (Index k = 0; k < columns.cols(); ++k) {
    const double size = columns.col(k).norm();
    if (size > 0) columns.col(k) /= size;
  }
  return columns;
}

// The least squares regression of errors on columns, of which those that are sums of others drop out, and of a column
// one-sided p-values by HC3.
class Regression {
 public:
  Regression(const Matrix& columns, const Vector& errors, const std::vector<Index>& clusters)
      : qr_(columns), clusters_(clusters) {
    qr_.setThreshold(1e-8);
    const Index rank = qr_.rank();
    basis_ = qr_.householderQ() * Matrix::Identity(columns.rows(), rank);
    inverse_ = qr_.matrixR().topLeftCorner(rank, rank).triangularView<Eigen::Upper>().solve(basis_.transpose());
    left_ = errors - basis_ * (basis_.transpose() * errors);
    errors_ = errors;
    leverage_ = basis_.rowwise().squaredNorm();
  }

  // Of one of the columns beside the others; NaN if it dropped out.
  double p_value(Index column) const {
    const auto& order = qr_.colsPermutation().indices();
    for (Index i = 0; i < inverse_.rows(); ++i) {
      if (order[i] != column) continue;
      const Vector beyond = inverse_.row(i).transpose() / inverse_.row(i).squaredNorm();
      return p_value(beyond, inverse_.row(i).dot(errors_), left_, leverage_);
    }
    return nan;
  }

  // Of one more column.
  double p_value(const Vector& column) const {
    const Vector beyond = column - basis_ * (basis_.transpose() * column);
    const double squares = beyond.squaredNorm();
    if (!(squares > 1e-16 * column.squaredNorm())) return nan;
    const double coefficient = beyond.dot(errors_) / squares;
    return p_value(beyond, coefficient, left_ - coefficient * beyond, leverage_ + beyond.cwiseAbs2() / squares);
  }

 private:
  // `beyond`: what the others do not tell of the column; residuals and leverages of the regression with it.
  double p_value(const Vector& beyond, double coefficient, const Vector& residuals, const Vector& leverages) const {
    const Vector scores = beyond.array() * residuals.array() / (1 - leverages.array()).max(1e-6);
    double squares = scores.squaredNorm();
    if (!clusters_.empty()) {
      Vector sums = Vector::Zero(*std::max_element(clusters_.begin(), clusters_.end()) + 1);
      for (Index i = 0; i < scores.size(); ++i) sums[clusters_[i]] += scores[i];
      squares = sums.squaredNorm();
    }
    const double z = coefficient * beyond.squaredNorm() / std::sqrt(squares);
    return std::isfinite(z) ? 0.5 * std::erfc(z / std::sqrt(2.0)) : nan;
  }

  Eigen::ColPivHouseholderQR<Matrix> qr_;
  const std::vector<Index>& clusters_;
  Matrix basis_, inverse_;  // orthonormal, rows × rank; rank × rows
  Vector errors_, left_, leverage_;
};

// y - p of the logistic regression on the terms, and p (1 - p); a touch of a penalty keeps separable ones finite.
void fit_logistic(const Matrix& terms, const Vector& y, const Vector& weights, Vector& residuals, Vector& variances) {
  const Matrix basis = with_unit_columns(terms) * std::sqrt(static_cast<double>(terms.rows()));
  constexpr double penalty = 0.1;
  Vector coefficients = Vector::Zero(basis.cols());
  for (int step = 0; step < 50; ++step) {
    const Vector p = 1 / (1 + (-(basis * coefficients)).array().max(-30).min(30).exp());
    residuals = y - p;
    variances = p.array() * (1 - p.array());
    const Vector gradient = basis.transpose() * weights.cwiseProduct(residuals) - penalty * coefficients;
    Matrix information = basis.transpose() * weights.cwiseProduct(variances).asDiagonal() * basis;
    information.diagonal().array() += penalty;
    Vector move = information.llt().solve(gradient);
    move *= std::min(1.0, 2 / std::max(1e-300, move.lpNorm<Eigen::Infinity>()));
    coefficients += move;
    if (move.lpNorm<Eigen::Infinity>() < 1e-9) break;
  }
}

class InteractionTests {
 public:
  InteractionTests(const Model& model, const Matrix& variables, const IntervalOptions& options,
                   const std::vector<Pair>& pairs, int threads)
      : model_(model), pairs_(pairs), threads_(threads) {
    const Index every = (variables.rows() + most_rows - 1) / most_rows;
    for (Index row = 0; row < variables.rows(); row += every) chosen_.push_back(row);
    inputs_ = encode_inputs(model.design, nninterp::rows_of(variables, chosen_));
    targets_ = nninterp::rows_of(*options.targets, chosen_);
    const auto count = static_cast<Index>(chosen_.size());
    rows_.weights = options.weights.size() > 0 ? Vector(options.weights(chosen_)) : Vector::Ones(count);
    const std::vector<Index> clusters = clusters_of_rows(model, variables.rows(), options.training_rows);
    for (const Index row : chosen_) {
      if (!clusters.empty()) rows_.clusters.push_back(clusters[row]);
    }
    logit_ = is_probability(model.network.architecture.output);
    find_parts();
  }

  // Of all pairs that are measured.
  Vector run(Index output) const {
    const Vector y = targets_.col(output);
    const double events = logit_ ? std::min(y.sum(), static_cast<double>(y.size()) - y.sum()) : 0;
    const Index telling = logit_ ? std::min<Index>(y.size(), static_cast<Index>(5 * events)) : y.size();
    const Index room = telling / rows_a_term;
    const Matrix terms = curved_terms(inputs_, room);
    if (terms.cols() >= y.size() - 2) return Vector::Constant(static_cast<Index>(parts_.size()), nan);
    Vector root = rows_.weights.cwiseSqrt(), errors = root.cwiseProduct(y);
    if (logit_) {
      Vector residuals, variances;
      fit_logistic(terms, y, rows_.weights, residuals, variances);
      root.array() *= variances.array().sqrt();
      errors = (root.array() > 0).select(rows_.weights.cwiseProduct(residuals).cwiseQuotient(root), 0);
    }
    return p_values(root, terms, output, room - terms.cols(), errors);
  }

 private:
  // The strongest pairs beside each other, as far as there is room, and each of the others beside these.
  Vector p_values(const Vector& root, const Matrix& terms, Index output, Index room, const Vector& errors) const {
    std::vector<std::size_t> order(parts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto size = [&](std::size_t pair) { return parts_[pair].col(output).squaredNorm(); };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    const auto together = std::clamp<std::size_t>(static_cast<std::size_t>(std::max<Index>(1, room)), 1, order.size());
    Matrix columns(terms.rows(), terms.cols() + static_cast<Index>(together));
    columns.leftCols(terms.cols()) = terms;
    for (std::size_t i = 0; i < together; ++i) {
      columns.col(terms.cols() + static_cast<Index>(i)) = parts_[order[i]].col(output);
    }
    const Regression regression(with_unit_columns(root.asDiagonal() * columns), errors, rows_.clusters);
    Vector result(static_cast<Index>(order.size()));
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Vector g = parts_[order[i]].col(output);
      result[static_cast<Index>(order[i])] = !g.allFinite() ? nan
                                             : i < together ? regression.p_value(terms.cols() + static_cast<Index>(i))
                                                            : regression.p_value(Vector(root.cwiseProduct(g)));
    }
    return result;
  }

  // Of each pair rows × outputs: PD_AB - PD_A - PD_B of the networks without the row's fold, over the rows of that
  // fold.
  void find_parts() {
    const CrossFit& fits = *model_.training->cross_fit;
    parts_.assign(pairs_.size(), Matrix::Zero(inputs_.rows(), model_.design.outputs()));
    for (std::size_t round = 0; round < fits.rounds(); ++round) {
      for (std::size_t fold = 0; fold < static_cast<std::size_t>(fits.folds); ++fold) {
        std::vector<Index> places;
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
          if (fits.folds_of_rows[round][chosen_[i]] == static_cast<Index>(fold)) {
            places.push_back(static_cast<Index>(i));
          }
        }
        if (!places.empty()) add_fold({model_.network.architecture, fits.without(round, fold)}, places);
      }
    }
    for (Matrix& part : parts_) part /= static_cast<double>(fits.rounds());
  }

  void add_fold(const Network& network, const std::vector<Index>& places) {
    std::vector<HeldInputs> sets;
    std::vector<std::size_t> alone(model_.design.variables.size());
    for (std::size_t v = 0; v < alone.size(); ++v) {
      alone[v] = sets.size();
      sets.push_back({inputs_of(model_.design, v), false});
    }
    for (const Pair& pair : pairs_) {
      std::vector<Index> both = inputs_of(model_.design, pair[0]);
      for (const Index input : inputs_of(model_.design, pair[1])) both.push_back(input);
      sets.push_back({both, false});
    }
    const OutputScale scale = logit_ ? OutputScale::logit : OutputScale::response;
    const auto partial =
        partial_dependence(network, nninterp::rows_of(inputs_, places), sets, {scale}, threads_, rows_.weights(places));
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      const auto held = [&](std::size_t set) -> const Matrix& { return partial[set].held[0]; };
      const Matrix beyond = held(alone.size() + k) - held(alone[pairs_[k][0]]) - held(alone[pairs_[k][1]]);
      const Eigen::RowVectorXd means = column_means(beyond, rows_.weights(places));
      for (std::size_t i = 0; i < places.size(); ++i) {
        parts_[k].row(places[i]) += beyond.row(static_cast<Index>(i)) - means;
      }
    }
  }

  const Model& model_;
  std::vector<Pair> pairs_;
  int threads_;
  std::vector<Index> chosen_;  // rows
  Matrix inputs_, targets_;    // there
  Rows rows_;
  bool logit_;
  std::vector<Matrix> parts_;  // g by pair, rows × outputs
};

}  // namespace

Matrix interaction_p_values(const Model& model, const Matrix& variables, const IntervalOptions& options,
                            const std::vector<Pair>& pairs, const std::vector<Index>& outputs, int threads) {
  // All of them, whichever are asked for: what others tell of y must not be taken for theirs.
  std::vector<Pair> measured;
  for (std::size_t a = 0; a < model.design.variables.size(); ++a) {
    for (std::size_t b = a + 1; b < model.design.variables.size(); ++b) measured.push_back({a, b});
  }
  if (measured.size() > most_pairs) measured = pairs;
  const InteractionTests tests(model, variables, options, measured, threads);
  Matrix result(static_cast<Index>(pairs.size()), static_cast<Index>(outputs.size()));
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Vector p = tests.run(outputs[k]);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto at = std::find(measured.begin(), measured.end(), pairs[i]) - measured.begin();
      result(static_cast<Index>(i), static_cast<Index>(k)) = p[at];
    }
  }
  return result;
}

}  // namespace nninterp
