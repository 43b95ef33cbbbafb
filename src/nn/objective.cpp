#include "nninterp/nn/objective.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nninterp {

Objective::Objective(const Architecture& architecture, const Matrix& inputs, const Matrix& targets, ErrorFunction error,
                     double decay, std::vector<Index> fixed)
    : architecture_(architecture),
      inputs_(inputs),
      targets_(targets),
      error_(error),
      decay_(decay),
      fixed_(std::move(fixed)),
      activations_(architecture) {
  const bool probabilities = architecture.output == Activation::logistic || architecture.output == Activation::softmax;
  if (error == ErrorFunction::ce && !probabilities) {
    throw std::invalid_argument("ce needs logistic or softmax outputs");
  }
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    deltas_.emplace_back(block_rows, architecture_.units[l + 1]);
  }
}

Objective::Value Objective::evaluate(const Vector& weights, Vector& gradient) {
  gradient.setZero(weights.size());
  double error = 0;
  for (Index first = 0; first < inputs_.rows(); first += block_rows) {
    error += add_block(weights, first, std::min(block_rows, inputs_.rows() - first), gradient);
  }
  const double penalty = add_penalty(weights, gradient);
  for (const Index position : fixed_) gradient[position] = 0;
  return {error, penalty};
}

double Objective::add_block(const Vector& weights, Index first, Index rows, Vector& gradient) {
  const auto inputs = inputs_.middleRows(first, rows);
  activations_.run(architecture_, weights, inputs);
  const double error = output_delta(targets_.middleRows(first, rows));
  for (std::size_t l = architecture_.layers(); l-- > 0;) {
    const auto delta = deltas_[l].topRows(rows);
    const ConstBlock from = l == 0 ? ConstBlock(inputs) : activations_.of(l - 1);
    Eigen::Map<Matrix> slope(gradient.data() + architecture_.offset(l), from.cols() + 1, delta.cols());
    for (Index unit = 0; unit < delta.cols(); ++unit) {
      slope(0, unit) += delta.col(unit).sum();
      for (Index input = 0; input < from.cols(); ++input) {
        slope(input + 1, unit) += from.col(input).dot(delta.col(unit));
      }
    }
    if (l == 0) break;
    auto before = deltas_[l - 1].topRows(rows);
    carry_back(architecture_, weights, l, delta, before);
    multiply_by_slope(architecture_.hidden, activations_.of(l - 1), before);
  }
  return error;
}

// Error of the block, and its derivative by the weighted sums of the outputs in the last of deltas_.
double Objective::output_delta(const ConstBlock& targets) {
  const ConstBlock outputs = activations_.outputs(), sums = activations_.output_sums();
  Block delta = deltas_.back().topRows(activations_.rows());
  delta = outputs - targets;
  if (error_ == ErrorFunction::sse) {
    const double error = 0.5 * delta.squaredNorm();
    multiply_by_slope(architecture_.output, outputs, delta);
    return error;
  }
  // For ce the derivative is o - y. The error is taken from the sums z, where log o = -softplus(-z) cannot overflow.
  double error = 0;
  if (architecture_.output == Activation::logistic) {
    for (Index k = 0; k < sums.cols(); ++k) {
      for (Index row = 0; row < sums.rows(); ++row) error += softplus(sums(row, k)) - targets(row, k) * sums(row, k);
    }
    return error;
  }
  for (Index row = 0; row < sums.rows(); ++row) {
    const double largest = sums.row(row).maxCoeff();
    const double log_sum = largest + std::log((sums.row(row).array() - largest).exp().sum());
    for (Index k = 0; k < sums.cols(); ++k) error += targets(row, k) * (log_sum - sums(row, k));
  }
  return error;
}

double Objective::add_penalty(const Vector& weights, Vector& gradient) const {
  if (decay_ == 0) return 0;
  double squares = 0;
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    const auto w = layer_weights(architecture_, weights, l);
    Eigen::Map<Matrix> slope(gradient.data() + architecture_.offset(l), w.rows(), w.cols());
    squares += w.bottomRows(w.rows() - 1).squaredNorm();
    slope.bottomRows(w.rows() - 1) += decay_ * w.bottomRows(w.rows() - 1);
  }
  return decay_ / 2 * squares;
}

}  // namespace nninterp
