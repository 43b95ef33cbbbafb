// What a network says of each row: its outputs and their slopes, block by block through the kernel.
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "kernel.hpp"
#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

constexpr Index lanes = RowGroups::lanes;
constexpr Index pass_rows = block_groups * lanes;

// The rows of `matrix` from `first` on, at most pass_rows, as groups; lanes beyond the last row keep what they had.
void pack(const Matrix& matrix, Index first, Index rows, AlignedNumbers& to) {
  for (Index column = 0; column < matrix.cols(); ++column) {
    const double* from = matrix.col(column).data() + first;
    for (Index row = 0; row < rows; row += lanes) {
      std::copy_n(from + row, std::min(lanes, rows - row), to.data() + row * matrix.cols() + column * lanes);
    }
  }
}

void unpack(const AlignedNumbers& from, Index first, Index rows, Matrix& matrix) {
  for (Index column = 0; column < matrix.cols(); ++column) {
    double* to = matrix.col(column).data() + first;
    for (Index row = 0; row < rows; row += lanes) {
      std::copy_n(from.data() + row * matrix.cols() + column * lanes, std::min(lanes, rows - row), to + row);
    }
  }
}

// The passes of one thread.
class RowPass {
 public:
  RowPass(const Network& network, const std::vector<double>& weights_by_input)
      : architecture_(network.architecture), memory_(network.architecture) {
    memory_.set_weights(architecture_, network.weights.data(), weights_by_input.data());
    inputs_.resize(static_cast<std::size_t>(pass_rows * architecture_.inputs()));
    slopes_.resize(inputs_.size());
  }

  void forward(const Matrix& inputs, Index first, Index rows) {
    pack(inputs, first, rows, inputs_);
    groups_ = (rows + lanes - 1) / lanes;
    run_forward(block());
  }

  const AlignedNumbers& outputs() const { return memory_.activations.back(); }

  // The log-odds of each output, in place of the outputs' sums.
  const AlignedNumbers& log_odds() {
    if (architecture_.output == Activation::logistic) return memory_.sums;
    for (Index row = 0; row < groups_ * lanes; ++row) {
      const Vector z = sums_at(row);
      for (Index k = 0; k < z.size(); ++k) at(memory_.sums, row, k) = z[k] - log_sum_without(z, k);
    }
    return memory_.sums;
  }

  // Slopes of one output by the inputs, after forward().
  const AlignedNumbers& slopes(Index output, OutputScale scale) {
    AlignedNumbers& deltas = memory_.deltas.back();
    for (Index row = 0; row < groups_ * lanes; ++row) {
      for (Index k = 0; k < architecture_.outputs(); ++k) at(deltas, row, k) = k == output ? 1 : 0;
    }
    if (scale == OutputScale::response) {
      multiply_by_output_slopes(block());
    } else if (architecture_.output == Activation::softmax) {
      subtract_shares(output, deltas);
    }
    carry_to_inputs(block(), slopes_.data());
    return slopes_;
  }

 private:
  KernelBlock block() {
    return {memory_.layers.data(), memory_.layers.size(), groups_, inputs_.data(), nullptr, memory_.sums.data()};
  }

  double& at(AlignedNumbers& of_outputs, Index row, Index k) const {
    const Index index = row / lanes * architecture_.outputs() * lanes + k * lanes + row % lanes;
    return of_outputs[static_cast<std::size_t>(index)];
  }

  Vector sums_at(Index row) {
    Vector z(architecture_.outputs());
    for (Index k = 0; k < z.size(); ++k) z[k] = at(memory_.sums, row, k);
    return z;
  }

  // log of the exponentials of all but one, summed.
  static double log_sum_without(Vector z, Index k) {
    z[k] = -std::numeric_limits<double>::infinity();
    const double largest = z.maxCoeff();
    return largest + std::log((z.array() - largest).exp().sum());
  }

  // The log-odds of a class fall by the other classes' shares of their own sum.
  void subtract_shares(Index output, AlignedNumbers& deltas) {
    for (Index row = 0; row < groups_ * lanes; ++row) {
      const Vector z = sums_at(row);
      const double log_sum = log_sum_without(z, output);
      for (Index k = 0; k < z.size(); ++k) {
        if (k != output) at(deltas, row, k) -= std::exp(z[k] - log_sum);
      }
    }
  }

  const Architecture& architecture_;
  KernelMemory memory_;
  AlignedNumbers inputs_, slopes_;
  Index groups_ = 0;
};

// Calls body(pass, first, rows) for consecutive blocks of rows, after their forward pass.
template <typename Body>
void for_each_block(const Network& network, const Matrix& inputs, int threads, const Body& body) {
  constexpr Index chunk_rows = 64 * pass_rows;
  std::vector<double> by_input;
  turn_weights(network.architecture, network.weights, by_input);
  const auto chunks = static_cast<std::size_t>((inputs.rows() + chunk_rows - 1) / chunk_rows);
  parallel_for(chunks, threads, [&](std::size_t chunk) {
    RowPass pass(network, by_input);
    const Index end = std::min(inputs.rows(), (static_cast<Index>(chunk) + 1) * chunk_rows);
    for (Index first = static_cast<Index>(chunk) * chunk_rows; first < end; first += pass_rows) {
      const Index rows = std::min(pass_rows, end - first);
      pass.forward(inputs, first, rows);
      body(pass, first, rows);
    }
  });
}

void check_scale(const Architecture& architecture, OutputScale scale) {
  const bool probabilities = architecture.output == Activation::logistic || architecture.output == Activation::softmax;
  if (scale == OutputScale::logit && !probabilities) throw std::invalid_argument("only probabilities have log-odds");
}

}  // namespace

Matrix run_network(const Network& network, const Matrix& inputs, int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  Matrix outputs(inputs.rows(), network.architecture.outputs());
  for_each_block(network, inputs, threads, [&](RowPass& pass, Index first, Index rows) {
    unpack(scale == OutputScale::response ? pass.outputs() : pass.log_odds(), first, rows, outputs);
  });
  return outputs;
}

Matrix input_slopes(const Network& network, const Matrix& inputs, Index output, int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  Matrix slopes(inputs.rows(), inputs.cols());
  for_each_block(network, inputs, threads, [&](RowPass& pass, Index first, Index rows) {
    unpack(pass.slopes(output, scale), first, rows, slopes);
  });
  return slopes;
}

}  // namespace nninterp
