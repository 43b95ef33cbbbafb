#pragma once

#include <cmath>
#include <vector>

#include "nninterp/nn/network.hpp"

// The error and its gradient as one would write them down, which the vector code is held against.
namespace nninterp::test {

/// E at the sums of the outputs, and in `delta` its derivative by them, rows × outputs.
inline double plain_output_delta(const Activations& activations, const Architecture& architecture, ErrorFunction kind,
                                 const ConstBlock& targets, Matrix& delta) {
  const ConstBlock outputs = activations.outputs(), sums = activations.output_sums();
  delta = outputs - targets;
  if (kind == ErrorFunction::sse) {
    const double error = 0.5 * delta.squaredNorm();
    activations.multiply_by_slope(architecture.layers() - 1, delta);
    return error;
  }
  double error = 0;
  for (Index row = 0; row < sums.rows(); ++row) {
    const double largest = sums.row(row).maxCoeff();
    const double log_sum = largest + std::log((sums.row(row).array() - largest).exp().sum());
    for (Index k = 0; k < sums.cols(); ++k) {
      error += architecture.output == Activation::logistic ? softplus(sums(row, k)) - targets(row, k) * sums(row, k)
                                                           : targets(row, k) * (log_sum - sums(row, k));
    }
  }
  return error;
}

/// E at the weights; its gradient is added to `gradient`.
inline double add_plain_gradient(const Network& network, ErrorFunction kind, const Matrix& inputs,
                                 const Matrix& targets, Vector& gradient) {
  const Architecture& architecture = network.architecture;
  Activations activations(architecture);
  double error = 0;
  for (Index first = 0; first < inputs.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, inputs.rows() - first);
    activations.run(architecture, network.weights, inputs.middleRows(first, rows));
    Matrix delta;
    error += plain_output_delta(activations, architecture, kind, targets.middleRows(first, rows), delta);
    for (std::size_t l = architecture.layers(); l-- > 0;) {
      const Matrix from = l == 0 ? Matrix(inputs.middleRows(first, rows)) : Matrix(activations.of(l - 1));
      Eigen::Map<Matrix> slope(gradient.data() + architecture.offset(l), from.cols() + 1, delta.cols());
      slope.row(0) += delta.colwise().sum();
      slope.bottomRows(from.cols()) += from.transpose() * delta;
      if (l == 0) break;
      Matrix before(rows, architecture.units[l]);
      carry_back(architecture, network.weights, l, delta, before);
      activations.multiply_by_slope(l - 1, before);
      delta = before;
    }
  }
  return error;
}

}  // namespace nninterp::test
