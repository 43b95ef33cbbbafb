#include "nninterp/nn/network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

Index Architecture::weight_count() const { return offset(layers()); }

Index Architecture::offset(std::size_t layer) const {
  Index sum = 0;
  for (std::size_t l = 0; l < layer; ++l) sum += (units[l] + 1) * units[l + 1];
  return sum;
}

Activations::Activations(const Architecture& architecture) {
  for (std::size_t l = 0; l < architecture.layers(); ++l) layers_.emplace_back(block_rows, architecture.units[l + 1]);
  output_sums_.resize(block_rows, architecture.outputs());
}

void Activations::run(const Architecture& architecture, const Vector& weights, const ConstBlock& inputs) {
  rows_ = inputs.rows();
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const auto w = layer_weights(architecture, weights, l);
    const ConstBlock from = l == 0 ? inputs : of(l - 1);
    Block to = layers_[l].topRows(rows_);
    // Column by column and input by input: each row is summed in input order, whatever rows stand beside it.
    for (Index unit = 0; unit < w.cols(); ++unit) {
      to.col(unit).setConstant(w(0, unit));
      for (Index input = 0; input < from.cols(); ++input) to.col(unit) += w(input + 1, unit) * from.col(input);
    }
    if (l + 1 == architecture.layers()) output_sums_.topRows(rows_) = to;
    activate(architecture.activation(l), to);
  }
}

void carry_back(const Architecture& architecture, const Vector& weights, std::size_t layer, const ConstBlock& delta,
                Block result) {
  const auto w = layer_weights(architecture, weights, layer);
  for (Index input = 0; input < result.cols(); ++input) {
    result.col(input) = w(input + 1, 0) * delta.col(0);
    for (Index unit = 1; unit < w.cols(); ++unit) result.col(input) += w(input + 1, unit) * delta.col(unit);
  }
}

namespace {

// Calls body(first, rows, scratch) for consecutive blocks of rows, several of them at a time to a thread.
template <typename Body>
void for_each_block(const Network& network, Index rows, int threads, const Body& body) {
  constexpr Index chunk_rows = 32 * block_rows;
  const auto chunks = static_cast<std::size_t>((rows + chunk_rows - 1) / chunk_rows);
  parallel_for(chunks, threads, [&](std::size_t chunk) {
    Activations activations(network.architecture);
    const Index end = std::min(rows, (static_cast<Index>(chunk) + 1) * chunk_rows);
    for (Index first = static_cast<Index>(chunk) * chunk_rows; first < end; first += block_rows) {
      body(first, std::min(block_rows, end - first), activations);
    }
  });
}

void check_scale(const Architecture& architecture, OutputScale scale) {
  const bool probabilities = architecture.output == Activation::logistic || architecture.output == Activation::softmax;
  if (scale == OutputScale::logit && !probabilities) throw std::invalid_argument("only probabilities have log-odds");
}

// Softmax outputs other than k as shares of their own sum, at one row.
Vector shares_without(const ConstBlock& sums, Index row, Index k) {
  Vector z = sums.row(row).transpose();
  z[k] = -std::numeric_limits<double>::infinity();
  const Vector powers = (z.array() - z.maxCoeff()).exp();
  return powers / powers.sum();
}

// The log-odds of a class: its sum less the log of the others' summed exponentials.
double log_odds(const ConstBlock& sums, Index row, Index k) {
  Vector z = sums.row(row).transpose();
  const double own = z[k];
  z[k] = -std::numeric_limits<double>::infinity();
  const double largest = z.maxCoeff();
  return own - largest - std::log((z.array() - largest).exp().sum());
}

Matrix outputs_on(OutputScale scale, const Architecture& architecture, const Activations& activations) {
  if (scale == OutputScale::response) return activations.outputs();
  const ConstBlock sums = activations.output_sums();
  Matrix result = sums;  // of logistic outputs they are the log-odds
  if (architecture.output == Activation::logistic) return result;
  for (Index k = 0; k < sums.cols(); ++k) {
    for (Index row = 0; row < sums.rows(); ++row) result(row, k) = log_odds(sums, row, k);
  }
  return result;
}

// The derivative of an output by the weighted sums of the output layer, rows × outputs.
Matrix slope_by_sums(OutputScale scale, const Architecture& architecture, const Activations& activations,
                     Index output) {
  Matrix delta = Matrix::Zero(activations.rows(), architecture.outputs());
  delta.col(output).setOnes();
  if (scale == OutputScale::response) {
    multiply_by_slope(architecture.output, activations.outputs(), delta);
  } else if (architecture.output == Activation::softmax) {
    for (Index row = 0; row < delta.rows(); ++row) {
      delta.row(row) -= shares_without(activations.output_sums(), row, output).transpose();
    }
  }
  return delta;
}

}  // namespace

Matrix run_network(const Network& network, const Matrix& inputs, int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  Matrix outputs(inputs.rows(), network.architecture.outputs());
  for_each_block(network, inputs.rows(), threads, [&](Index first, Index rows, Activations& activations) {
    activations.run(network.architecture, network.weights, inputs.middleRows(first, rows));
    outputs.middleRows(first, rows) = outputs_on(scale, network.architecture, activations);
  });
  return outputs;
}

Matrix input_slopes(const Network& network, const Matrix& inputs, Index output, int threads, OutputScale scale) {
  const Architecture& architecture = network.architecture;
  check_scale(architecture, scale);
  Matrix slopes(inputs.rows(), inputs.cols());
  for_each_block(network, inputs.rows(), threads, [&](Index first, Index rows, Activations& activations) {
    activations.run(architecture, network.weights, inputs.middleRows(first, rows));
    Matrix delta = slope_by_sums(scale, architecture, activations, output);
    for (std::size_t l = architecture.layers(); l-- > 0;) {
      if (l + 1 < architecture.layers()) multiply_by_slope(architecture.hidden, activations.of(l), delta);
      Matrix carried(rows, architecture.units[l]);
      carry_back(architecture, network.weights, l, delta, carried);
      delta = std::move(carried);
    }
    slopes.middleRows(first, rows) = delta;
  });
  return slopes;
}

}  // namespace nninterp
