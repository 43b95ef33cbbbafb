#include "kernel.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

// 2,048 rows, which threads take one after the other.
constexpr Index chunk_groups = 16 * block_groups;
// A thread that has fewer costs more than it brings.
constexpr Index worthwhile_chunks = 2;
// What is in a near cache anyway need not be fetched ahead: 1 MB.
constexpr std::size_t cached_values = 131'072;

}  // namespace

RowGroups::RowGroups(const Matrix& matrix) : rows(matrix.rows()), columns(matrix.cols()) {
  values.assign(static_cast<std::size_t>(groups() * columns * lanes), 0.0);
  for (Index column = 0; column < columns; ++column) {
    for (Index row = 0; row < rows; ++row) {
      const Index at = (row / lanes * columns + column) * lanes + row % lanes;
      values[at] = matrix(row, column);
    }
  }
}

KernelMemory::KernelMemory(const Architecture& architecture, Purpose purpose) {
  // The surplus keeps arrays of 4 KB from lying 4 KB apart, where processors take one for the other at first.
  const auto size_for = [](Index units) {
    return static_cast<std::size_t>(block_groups * RowGroups::lanes * units + 136);
  };
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    activations.emplace_back(size_for(architecture.units[l + 1]));
    const bool last = l + 1 == architecture.layers(), with_slopes = purpose == Purpose::slopes;
    deltas.emplace_back(last || with_slopes ? size_for(architecture.units[l + 1]) : 0);
    slopes.emplace_back(with_slopes ? size_for(architecture.units[l + 1]) : 0);
  }
  sums.resize(size_for(architecture.outputs()));
  lane_gradient.resize(static_cast<std::size_t>(architecture.weight_count() * RowGroups::lanes));
  layers.reserve(architecture.layers());
}

void KernelMemory::set_weights(const Architecture& architecture, const double* weights,
                               const double* weights_by_input) {
  layers.clear();
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const Index offset = architecture.offset(l);
    AlignedNumbers& back = deltas[l].empty() ? activations[l] : deltas[l];
    layers.push_back({architecture.units[l], architecture.units[l + 1], architecture.activation(l), weights + offset,
                      weights_by_input + offset, lane_gradient.data() + offset * RowGroups::lanes,
                      activations[l].data(), back.data(), slopes[l].empty() ? nullptr : slopes[l].data()});
  }
}

void transpose_weights(const Architecture& architecture, const Vector& weights, std::vector<double>& by_input) {
  by_input.resize(static_cast<std::size_t>(weights.size()));
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const auto by_unit = layer_weights(architecture, weights, l);
    double* to = by_input.data() + architecture.offset(l);
    for (Index i = 0; i < by_unit.rows(); ++i) {
      for (Index unit = 0; unit < by_unit.cols(); ++unit) *to++ = by_unit(i, unit);
    }
  }
}

GradientKernel::GradientKernel(const Architecture& architecture, ErrorFunction error,
                               std::shared_ptr<const PackedRows> rows, int threads)
    : architecture_(architecture),
      error_(error),
      rows_(std::move(rows)),
      team_(static_cast<std::size_t>(std::clamp<Index>(chunks() / worthwhile_chunks, 1, thread_count(threads)))) {
  for (std::size_t i = 0; i < team_.size(); ++i) memories_.emplace_back(architecture, Purpose::gradient);
  chunk_gradients_.resize(architecture.weight_count(), chunks());
  chunk_errors_.resize(chunks());
}

Index GradientKernel::chunks() const {
  return std::max<Index>(1, (rows_->inputs.groups() + chunk_groups - 1) / chunk_groups);
}

double GradientKernel::add_gradient(const Vector& weights, Vector& gradient) {
  transpose_weights(architecture_, weights, weights_by_input_);
  std::atomic<Index> next{0};
  team_.run([&](std::size_t member) {
    memories_[member].set_weights(architecture_, weights.data(), weights_by_input_.data());
    for (Index chunk = next++; chunk < chunks(); chunk = next++) run_chunk(memories_[member], chunk);
  });
  for (Index chunk = 0; chunk < chunks(); ++chunk) gradient += chunk_gradients_.col(chunk);
  double error = 0;
  for (Index chunk = 0; chunk < chunks(); ++chunk) error += chunk_errors_[chunk];
  return error;
}

void GradientKernel::run_chunk(KernelMemory& memory, Index chunk) {
  std::fill(memory.lane_gradient.begin(), memory.lane_gradient.end(), 0.0);
  alignas(64) std::array<double, RowGroups::lanes> lane_error{};
  const bool needs_sums = error_ == ErrorFunction::ce || architecture_.output == Activation::softmax;
  const Index begin = chunk * chunk_groups;
  for_rows(std::min(chunk_groups, rows_->inputs.groups() - begin), block_groups, [&](Index block, Index groups) {
    const Index first = begin + block;
    const bool fetch = rows_->inputs.values.size() > cached_values && first + 2 * groups <= rows_->inputs.groups();
    const double* ahead = fetch ? rows_->inputs.group(first + groups) : nullptr;
    run_gradient({memory.layers.data(), memory.layers.size(), groups, rows_->inputs.group(first), ahead,
                  needs_sums ? memory.sums.data() : nullptr},
                 {error_, rows_->inputs.rows - first * RowGroups::lanes, rows_->targets.group(first),
                  rows_->weights.rows > 0 ? rows_->weights.group(first) : nullptr, lane_error.data()});
  });
  using Lanes = Eigen::Matrix<double, RowGroups::lanes, Eigen::Dynamic>;
  chunk_gradients_.col(chunk) =
      Eigen::Map<const Lanes>(memory.lane_gradient.data(), RowGroups::lanes, chunk_gradients_.rows()).colwise().sum();
  chunk_errors_[chunk] = Eigen::Map<const Lanes>(lane_error.data(), RowGroups::lanes, 1).sum();
}

}  // namespace nninterp
