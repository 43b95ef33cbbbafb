#include "nninterp/nn/network.hpp"

namespace nninterp {

Index Architecture::weight_count() const { return offset(layers()); }

Index Architecture::offset(std::size_t layer) const {
  Index sum = 0;
  for (std::size_t l = 0; l < layer; ++l) sum += (units[l] + 1) * units[l + 1];
  return sum;
}

Activations::Activations(const Architecture& architecture) {
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    functions_.push_back(architecture.activation(l));
    layers_.emplace_back(block_rows, architecture.units[l + 1]);
  }
  slopes_ = layers_;
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
    activate(functions_[l], to, slopes_[l].topRows(rows_));
  }
}

void Activations::multiply_by_slope(std::size_t layer, Block d) const {
  nninterp::multiply_by_slope(functions_[layer], of(layer), slopes(layer), d);
}

void Activations::multiply_by_curvature(std::size_t layer, const ConstBlock& dz, Block d) const {
  nninterp::multiply_by_curvature(functions_[layer], of(layer), slopes(layer), dz, d);
}

void carry_back(const Architecture& architecture, const Vector& weights, std::size_t layer, const ConstBlock& delta,
                Block result) {
  const auto w = layer_weights(architecture, weights, layer);
  for (Index input = 0; input < result.cols(); ++input) {
    result.col(input) = w(input + 1, 0) * delta.col(0);
    for (Index unit = 1; unit < w.cols(); ++unit) result.col(input) += w(input + 1, unit) * delta.col(unit);
  }
}

}  // namespace nninterp
