#include "nninterp/analysis/equation.hpp"

#include "selection.hpp"

namespace nninterp {

namespace {

// Linear units z = b1 + W1 x, fed into b2 + W2 z: (b2 + W2 b1) + (W2 W1) x.
Matrix multiplied(const Matrix& first, const Matrix& second) {
  Matrix product = first * second.bottomRows(second.rows() - 1);
  product.row(0) += second.row(0);
  return product;
}

std::vector<Equation::Input> inputs_of(const Design& design) {
  std::vector<Equation::Input> inputs;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const Variable& variable = design.variables[v];
    if (!variable.categorical) inputs.push_back({v, {}, variable.center, variable.scale});
    for (std::size_t level = 0; level < variable.levels.size(); ++level) {
      if (variable.categorical && level != variable.reference) inputs.push_back({v, level, 0, 1});
    }
  }
  return inputs;
}

std::vector<Equation::Output> outputs_of(const Design& design, const std::vector<Index>& chosen) {
  const std::vector<std::string> names = design.output_names();
  std::vector<Equation::Output> all;
  for (const Target& target : design.targets) {
    for (Index k = 0; k < target.outputs(); ++k) {
      const auto output = static_cast<Index>(all.size());
      all.push_back({names[all.size()], output, target.center, target.scale});
    }
  }
  std::vector<Equation::Output> outputs;
  for (const Index output : chosen) outputs.push_back(all[static_cast<std::size_t>(output)]);
  return outputs;
}

// Without the units that no output needs.
void drop_unused_units(Equation& equation) {
  Equation::Layer& last = equation.layers.back();
  if (last.activation == Activation::softmax) return;
  Matrix kept(last.weights.rows(), static_cast<Index>(equation.outputs.size()));
  for (std::size_t k = 0; k < equation.outputs.size(); ++k) {
    kept.col(static_cast<Index>(k)) = last.weights.col(equation.outputs[k].unit);
    equation.outputs[k].unit = static_cast<Index>(k);
  }
  last.weights = std::move(kept);
}

}  // namespace

Equation equation_of(const Model& model, const std::vector<std::string>& targets) {
  const Architecture& architecture = model.network.architecture;
  Equation equation{inputs_of(model.design), {}, outputs_of(model.design, chosen_outputs(model.design, targets))};
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    Matrix weights = layer_weights(architecture, model.network.weights, l);
    if (!equation.layers.empty() && equation.layers.back().activation == Activation::linear) {
      weights = multiplied(equation.layers.back().weights, weights);
      equation.layers.pop_back();
    }
    equation.layers.push_back({std::move(weights), architecture.activation(l)});
  }
  drop_unused_units(equation);
  return equation;
}

Equation in_plain_units(Equation equation, bool keep_centers) {
  Matrix& first = equation.layers.front().weights;
  for (std::size_t i = 0; i < equation.inputs.size(); ++i) {
    Equation::Input& input = equation.inputs[i];
    const auto row = static_cast<Index>(i) + 1;
    first.row(row) /= input.scale;
    input.scale = 1;
    if (keep_centers || input.center == 0) continue;
    first.row(0) -= input.center * first.row(row);
    input.center = 0;
  }
  Equation::Layer& last = equation.layers.back();
  for (Equation::Output& output : equation.outputs) {
    if (last.activation != Activation::linear) break;
    last.weights.col(output.unit) *= output.scale;
    last.weights(0, output.unit) += output.center;
    output.scale = 1;
    output.center = 0;
  }
  return equation;
}

std::size_t derivative_variable(const Design& design, const std::string& name) {
  const std::size_t v = design.variable_index(name);
  if (design.variables[v].categorical) {
    throw InputError("'" + name + "' is categorical and has no slope",
                     "nninterp effects --var tells what its levels do");
  }
  return v;
}

}  // namespace nninterp
