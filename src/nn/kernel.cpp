#include "kernel.hpp"

#include <algorithm>
#include <array>

#include "kernel_block.hpp"

namespace nninterp {

namespace {

constexpr Index block_groups = 16;

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
                               const Matrix& targets)
    : architecture_(architecture), error_(error), inputs_(inputs), targets_(targets) {
  const auto size_for = [](Index units) { return static_cast<std::size_t>(block_groups * RowGroups::lanes * units); };
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    activations_.emplace_back(size_for(architecture.units[l + 1]));
    deltas_.emplace_back(size_for(architecture.units[l + 1]));
  }
  sums_.resize(size_for(architecture.outputs()));
  lane_gradient_.resize(static_cast<std::size_t>(architecture.weight_count() * RowGroups::lanes));
}

double GradientKernel::add_gradient(const Vector& weights, Vector& gradient) {
  std::fill(lane_gradient_.begin(), lane_gradient_.end(), 0.0);
  std::array<double, RowGroups::lanes> lane_error{};
  std::vector<KernelLayer> layers;
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    const Index offset = architecture_.offset(l);
    layers.push_back({architecture_.units[l], architecture_.units[l + 1], architecture_.activation(l),
                      weights.data() + offset, lane_gradient_.data() + offset * RowGroups::lanes,
                      activations_[l].data(), deltas_[l].data()});
  }
  for (Index first = 0; first < inputs_.groups(); first += block_groups) {
    const Index groups = std::min(block_groups, inputs_.groups() - first);
    const KernelBlock block{layers.data(),
                            layers.size(),
                            error_,
                            groups,
                            inputs_.rows - first * RowGroups::lanes,
                            inputs_.group(first),
                            targets_.group(first),
                            sums_.data(),
                            lane_error.data()};
    run_block(block);
  }
  const auto sum_of = [](const double* lane) {  // in a fixed order
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  };
  for (Index i = 0; i < gradient.size(); ++i) gradient[i] += sum_of(lane_gradient_.data() + i * RowGroups::lanes);
  return sum_of(lane_error.data());
}

}  // namespace nninterp
