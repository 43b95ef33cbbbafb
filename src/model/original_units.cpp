#include "nninterp/model/original_units.hpp"

namespace nninterp {

namespace {

using Layer = Eigen::Map<Matrix>;

Layer layer_of(Network& network, std::size_t layer) {
  const Architecture& architecture = network.architecture;
  return {network.weights.data() + architecture.offset(layer), architecture.units[layer] + 1,
          architecture.units[layer + 1]};
}

// w (x - center) / scale = (w / scale) x - w center / scale
void unscale_inputs(const Design& design, Layer first) {
  Index row = 1;
  for (const Variable& variable : design.variables) {
    if (!variable.categorical && !(variable.center == 0 && variable.scale == 1)) {
      first.row(row) /= variable.scale;
      first.row(0) -= variable.center * first.row(row);
    }
    row += variable.inputs();
  }
}

void unscale_outputs(const Model& model, Layer last) {
  Index output = 0;
  for (const Target& target : model.design.targets) {
    if (!target.categorical && !(target.center == 0 && target.scale == 1)) {
      const Activation activation = model.network.architecture.output;
      if (activation != Activation::linear) {
        throw InputError("target '" + target.name + "' is scaled, and behind " + std::string(name_of(activation)) +
                             " outputs no weights can undo that",
                         "fit with ⟨scale⟩ none, or with ⟨output⟩ linear");
      }
      last.col(output) *= target.scale;
      last(0, output) += target.center;
    }
    output += target.outputs();
  }
}

}  // namespace

Network in_original_units(const Model& model) {
  Network network = model.network;
  unscale_inputs(model.design, layer_of(network, 0));
  unscale_outputs(model, layer_of(network, network.architecture.layers() - 1));
  return network;
}

}  // namespace nninterp
