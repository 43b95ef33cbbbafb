#pragma once

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/model/model.hpp"
#include "support/catch.hpp"
#include "support/designs.hpp"
#include "support/networks.hpp"

// Models of networks in their own units.
namespace nninterp::test {

/// Numeric variables and targets in the network's units.
inline Model model_of(Network network) {
  Model model;
  for (Index i = 0; i < network.architecture.inputs(); ++i) {
    model.design.variables.emplace_back().name = "x" + std::to_string(i + 1);
  }
  for (Index k = 0; k < network.architecture.outputs(); ++k) {
    model.design.targets.push_back(numeric("y" + std::to_string(k + 1)));
  }
  model.network = std::move(network);
  return model;
}

inline Model random_model(const Architecture& architecture, Random& random) {
  return model_of({architecture, random_matrix(architecture.weight_count(), 1, random)});
}

inline std::vector<std::size_t> every_variable(const Model& model) {
  std::vector<std::size_t> all(model.design.variables.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// Every depth, activation, output and scale that there is.
template <typename Check>
void for_all_networks(const Check& check) {
  Random random(5);
  for (const std::vector<Index>& units : std::vector<std::vector<Index>>{{3, 2}, {3, 5, 2}, {3, 4, 3, 2}}) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        const Model model = random_model({units, hidden, output}, random);
        const Matrix data = random_matrix(9, units.front(), random);
        INFO(units.size() << " layers, " << name_of(hidden) << ", " << name_of(output));
        check(model, data, OutputScale::response);
        if (gives_probabilities(output)) check(model, data, OutputScale::logit);
      }
    }
  }
}

}  // namespace nninterp::test
