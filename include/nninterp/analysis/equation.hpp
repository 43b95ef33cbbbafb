#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// f(x) as a chain of formulas, no longer than need be: layers of linear units are multiplied into the next one, so a
/// network of linear units alone is a single layer, the regression equation.
struct Equation {
  /// u = (x - center) / scale of a numeric variable, or 1 where a categorical one has the level and else 0.
  struct Input {
    std::size_t variable;              ///< index into design.variables
    std::optional<std::size_t> level;  ///< index into its levels
    double center = 0, scale = 1;
  };
  struct Layer {
    Matrix weights;  ///< 1 + inputs × units: first row the biases
    Activation activation;
  };
  /// center + scale * the unit of the last layer.
  struct Output {
    std::string name;
    Index unit;
    double center = 0, scale = 1;
  };
  std::vector<Input> inputs;
  std::vector<Layer> layers;
  std::vector<Output> outputs;
};

/// The equation of the named targets (as for effects; all without a name). Of softmax all classes' units stay, since
/// each needs the others. InputError for an unknown target.
Equation equation_of(const Model& model, const std::vector<std::string>& targets = {});

/// The same function with weights for the variables' own units: all scales in the first layer and, if the last one is
/// linear, in that. Centers as well, unless `keep_centers`: x - center loses no digits where b - w center does.
Equation in_plain_units(Equation equation, bool keep_centers);

/// Index into design.variables; InputError for an unknown one and for a categorical one, which has no slope.
std::size_t derivative_variable(const Design& design, const std::string& name);

}  // namespace nninterp
