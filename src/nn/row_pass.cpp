// What a network says of each row: its outputs and their slopes, block by block through the kernel.
#include "row_pass.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

constexpr Index lanes = RowGroups::lanes;
constexpr Index pass_rows = RowPass::rows;
using Lanes = Eigen::Map<Eigen::Array<double, lanes, 1>>;

// log of the exponentials of all but one, summed.
double log_sum_without(Vector z, Index k) {
  z[k] = -std::numeric_limits<double>::infinity();
  const double largest = z.maxCoeff();
  return largest + std::log((z.array() - largest).exp().sum());
}

// Copies a group's numbers, or as many as are left. The constant size spares a call for every group.
void copy_lanes(const double* from, Index left, double* to) {
  if (left >= lanes) {
    std::memcpy(to, from, sizeof(double) * lanes);
  } else {
    std::copy_n(from, left, to);
  }
}

// The rows of `matrix` from `first` on, at most pass_rows, as groups; lanes beyond the last row keep what they had.
void pack(const Matrix& matrix, Index first, Index rows, AlignedNumbers& to) {
  for (Index column = 0; column < matrix.cols(); ++column) {
    const double* from = matrix.col(column).data() + first;
    double* groups = to.data() + column * lanes;
    for (Index row = 0; row < rows; row += lanes) copy_lanes(from + row, rows - row, groups + row * matrix.cols());
  }
}

}  // namespace

void unpack(const AlignedNumbers& from, Index first, Index rows, Matrix& matrix) {
  for (Index column = 0; column < matrix.cols(); ++column) {
    const double* groups = from.data() + column * lanes;
    double* to = matrix.col(column).data() + first;
    for (Index row = 0; row < rows; row += lanes) copy_lanes(groups + row * matrix.cols(), rows - row, to + row);
  }
}

RowPass::RowPass(const Network& network, const std::vector<double>& weights_by_input, Purpose purpose)
    : architecture_(network.architecture), memory_(network.architecture, purpose) {
  memory_.set_weights(architecture_, network.weights.data(), weights_by_input.data());
  inputs_.resize(static_cast<std::size_t>(rows * architecture_.inputs()));
  slopes_.resize(inputs_.size());
  log_odds_.resize(static_cast<std::size_t>(rows * architecture_.outputs()));
}

void RowPass::forward(const Matrix& inputs, Index first, Index count) {
  pack(inputs, first, count, inputs_);
  groups_ = (count + lanes - 1) / lanes;
  run_forward(block());
}

void RowPass::forward_from_sums(const double* sums, const Vector& added, Index groups) {
  groups_ = groups;
  const KernelLayer& first = memory_.layers.front();
  for (Index g = 0; g < groups; ++g) {
    for (Index unit = 0; unit < first.units; ++unit) {
      const Index at = (g * first.units + unit) * lanes;
      for (Index lane = 0; lane < lanes; ++lane) first.activations[at + lane] = sums[at + lane] + added[unit];
    }
  }
  activate(first.activation, first.activations, groups * first.units * lanes);
  run_forward(
      {memory_.layers.data() + 1, memory_.layers.size() - 1, groups, first.activations, nullptr, memory_.sums.data()});
}

const AlignedNumbers& RowPass::log_odds() {
  if (architecture_.output == Activation::logistic) return memory_.sums;
  take_log_odds(block(), log_odds_.data());
  return log_odds_;
}

const AlignedNumbers& RowPass::slopes(Index output, OutputScale scale) {
  AlignedNumbers& deltas = memory_.deltas.back();
  std::fill(deltas.begin(), deltas.end(), 0.0);
  for (Index group = 0; group < groups_; ++group) std::fill_n(&at(deltas, group * lanes, output), lanes, 1.0);
  const bool softmax = architecture_.output == Activation::softmax;
  if (scale == OutputScale::response) {
    softmax ? take_softmax_slopes(output, deltas) : take_own_slopes(output, deltas);
  } else if (softmax) {
    subtract_shares(output, deltas);
  }
  carry_to_inputs(block(), slopes_.data());
  return slopes_;
}

KernelBlock RowPass::block() {
  return {memory_.layers.data(), memory_.layers.size(), groups_, inputs_.data(), nullptr, memory_.sums.data()};
}

double& RowPass::at(AlignedNumbers& of_outputs, Index row, Index k) const {
  const Index index = row / lanes * architecture_.outputs() * lanes + k * lanes + row % lanes;
  return of_outputs[index];
}

void RowPass::take_own_slopes(Index output, AlignedNumbers& deltas) {
  for (Index row = 0; row < groups_ * lanes; row += lanes) {
    Lanes(&at(deltas, row, output)) = Lanes(&at(memory_.slopes.back(), row, output));
  }
}

// p (1 - p) by its own sum, where 1 - p is the sum of the other shares, which does not cancel; -p q by another's.
void RowPass::take_softmax_slopes(Index output, AlignedNumbers& deltas) {
  AlignedNumbers& shares = memory_.activations.back();
  for (Index row = 0; row < groups_ * lanes; row += lanes) {
    const Lanes own(&at(shares, row, output));
    Lanes slope(&at(deltas, row, output));
    slope.setZero();
    for (Index k = 0; k < architecture_.outputs(); ++k) {
      if (k == output) continue;
      const Lanes other(&at(shares, row, k));
      Lanes(&at(deltas, row, k)) = -own * other;
      slope += own * other;
    }
  }
}

// The log-odds of a class fall by the other classes' shares of their own sum.
void RowPass::subtract_shares(Index output, AlignedNumbers& deltas) {
  Vector z(architecture_.outputs());
  for (Index row = 0; row < groups_ * lanes; ++row) {
    for (Index k = 0; k < z.size(); ++k) z[k] = at(memory_.sums, row, k);
    const double log_sum = log_sum_without(z, output);
    for (Index k = 0; k < z.size(); ++k) {
      if (k != output) at(deltas, row, k) -= std::exp(z[k] - log_sum);
    }
  }
}

void check_scale(const Architecture& architecture, OutputScale scale) {
  const bool probabilities = is_probability(architecture.output);
  if (scale == OutputScale::logit && !probabilities) throw std::invalid_argument("only probabilities have log-odds");
}

}  // namespace nninterp
