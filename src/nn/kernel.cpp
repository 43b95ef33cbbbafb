#include "kernel.hpp"

#include <algorithm>
#include <array>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

constexpr Index block_groups = 16;
// 8,192 rows; a thread takes two at least, below that it costs more than it brings.
constexpr Index chunk_groups = 64 * block_groups;
// What is in some cache anyway need not be fetched ahead: 16 MB.
constexpr std::size_t cached_values = 2'000'000;

}  // namespace

RowGroups::RowGroups(const Matrix& matrix) : rows(matrix.rows()), columns(matrix.cols()) {
  values.assign(static_cast<std::size_t>(groups() * columns * lanes), 0.0);
  for (Index column = 0; column < columns; ++column) {
    for (Index row = 0; row < rows; ++row) {
      const Index at = (row / lanes * columns + column) * lanes + row % lanes;
      values[static_cast<std::size_t>(at)] = matrix(row, column);
    }
  }
}

GradientKernel::GradientKernel(const Architecture& architecture, ErrorFunction error, const Matrix& inputs,
                               const Matrix& targets, int threads)
    : architecture_(architecture), error_(error), inputs_(inputs), targets_(targets) {
  const Index useful = std::max<Index>(1, std::min<Index>(thread_count(threads), chunks() / 2));
  for (Index i = 0; i < useful; ++i) workers_.push_back(make_worker());
  chunk_gradients_.resize(architecture.weight_count(), chunks());
  chunk_errors_.resize(chunks());
  weights_by_input_.resize(static_cast<std::size_t>(architecture.weight_count()));
}

Index GradientKernel::chunks() const {
  return std::max<Index>(1, (inputs_.groups() + chunk_groups - 1) / chunk_groups);
}

GradientKernel::Worker GradientKernel::make_worker() const {
  // The surplus keeps arrays of 4 KB from lying 4 KB apart, where processors take one for the other at first.
  const auto size_for = [](Index units) {
    return static_cast<std::size_t>(block_groups * RowGroups::lanes * units + 136);
  };
  Worker worker;
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    worker.activations.emplace_back(size_for(architecture_.units[l + 1]));
    worker.deltas.emplace_back(size_for(architecture_.units[l + 1]));
  }
  worker.sums.resize(size_for(architecture_.outputs()));
  worker.lane_gradient.resize(static_cast<std::size_t>(architecture_.weight_count() * RowGroups::lanes));
  worker.layers.reserve(architecture_.layers());
  return worker;
}

double GradientKernel::add_gradient(const Vector& weights, Vector& gradient) {
  turn_weights(weights);
  const auto count = static_cast<int>(workers_.size());
  parallel_for(workers_.size(), count, [&](std::size_t w) { work(workers_[w], static_cast<Index>(w), weights); });
  for (Index chunk = 0; chunk < chunks(); ++chunk) gradient += chunk_gradients_.col(chunk);
  double error = 0;
  for (Index chunk = 0; chunk < chunks(); ++chunk) error += chunk_errors_[chunk];
  return error;
}

void GradientKernel::turn_weights(const Vector& weights) {
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    const auto by_unit = layer_weights(architecture_, weights, l);
    double* to = weights_by_input_.data() + architecture_.offset(l);
    for (Index i = 0; i < by_unit.rows(); ++i) {
      for (Index unit = 0; unit < by_unit.cols(); ++unit) *to++ = by_unit(i, unit);
    }
  }
}

// Every so many-th chunk, from the worker's own first one on.
void GradientKernel::work(Worker& worker, Index first_chunk, const Vector& weights) {
  worker.layers.clear();
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    const Index offset = architecture_.offset(l);
    worker.layers.push_back({architecture_.units[l], architecture_.units[l + 1], architecture_.activation(l),
                             weights.data() + offset, weights_by_input_.data() + offset,
                             worker.lane_gradient.data() + offset * RowGroups::lanes, worker.activations[l].data(),
                             worker.deltas[l].data()});
  }
  const auto step = static_cast<Index>(workers_.size());
  for (Index chunk = first_chunk; chunk < chunks(); chunk += step) run_chunk(worker, chunk);
}

void GradientKernel::run_chunk(Worker& worker, Index chunk) {
  std::fill(worker.lane_gradient.begin(), worker.lane_gradient.end(), 0.0);
  alignas(64) std::array<double, RowGroups::lanes> lane_error{};
  const Index end = std::min((chunk + 1) * chunk_groups, inputs_.groups());
  for (Index first = chunk * chunk_groups; first < end; first += block_groups) {
    const Index groups = std::min(block_groups, end - first);
    const bool fetch = inputs_.values.size() > cached_values && first + 2 * groups <= inputs_.groups();
    const double* ahead = fetch ? inputs_.group(first + groups) : nullptr;
    run_block({worker.layers.data(), worker.layers.size(), error_, groups, inputs_.rows - first * RowGroups::lanes,
               inputs_.group(first), ahead, targets_.group(first), worker.sums.data(), lane_error.data()});
  }
  const auto sum_of = [](const double* lane) {  // in a fixed order
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  };
  for (Index i = 0; i < chunk_gradients_.rows(); ++i) {
    chunk_gradients_(i, chunk) = sum_of(worker.lane_gradient.data() + i * RowGroups::lanes);
  }
  chunk_errors_[chunk] = sum_of(lane_error.data());
}

}  // namespace nninterp
