#include "nninterp/model/original_units.hpp"

namespace nninterp {

void unscale_input(const Variable& variable, Index input, Network& network) {
  if (variable.center == 0 && variable.scale == 1) return;
  Eigen::Map<Matrix> first = layer_weights(network, 0);
  first.row(input + 1) /= variable.scale;
  first.row(0) -= variable.center * first.row(input + 1);
}

namespace {

void unscale_inputs(const Design& design, Network& network) {
  Index input = 0;
  for (const Variable& variable : design.variables) {
    if (!variable.categorical) unscale_input(variable, input, network);
    input += variable.inputs();
  }
}

void unscale_outputs(const Model& model, Eigen::Map<Matrix> last) {
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
  unscale_inputs(model.design, network);
  unscale_outputs(model, layer_weights(network, network.architecture.layers() - 1));
  return network;
}

}  // namespace nninterp
