#pragma once

#include <string>
#include <vector>

#include "nninterp/data/design.hpp"
#include "support/fixtures.hpp"

// Networks whose form and weights a reference file gives.
namespace nninterp::test {

/// Numeric inputs and outputs in the network's units; hidden [0] stands for none.
inline Model model_of_parts(const Json& inputs, const Json& hidden, const Json& outputs, const Json& activation,
                            const Json& output, const Json& weights) {
  Model model;
  Architecture& architecture = model.network.architecture;
  architecture.units.push_back(static_cast<Index>(inputs.size()));
  for (const Json& units : hidden) {
    if (units > 0) architecture.units.push_back(units);
  }
  architecture.units.push_back(static_cast<Index>(outputs.size()));
  architecture.hidden = *named<Activation>(activation.get<std::string>());
  architecture.output = *named<Activation>(output.get<std::string>());
  model.network.weights = vector_of(weights);
  for (const Json& name : inputs) model.design.variables.emplace_back().name = name.get<std::string>();
  for (const Json& name : outputs) model.design.targets.emplace_back().name = name.get<std::string>();
  return model;
}

/// The network of an interp-*.json of the second set.
inline Model model_of_peer(const Json& reference) {
  return model_of_parts(reference["predictors"], reference["hidden"], reference["outputs"], reference["act_fct"],
                        reference["output_act"], reference["weights"]);
}

}  // namespace nninterp::test
