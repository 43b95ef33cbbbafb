#include "nninterp/analysis/slopes.hpp"

#include "nninterp/analysis/predict.hpp"

namespace nninterp {

Vector output_units(const Design& design) {
  Vector units = Vector::Ones(design.outputs());
  Index output = 0;
  for (const Target& target : design.targets) {
    if (!target.categorical) units[output] = target.scale;
    output += target.outputs();
  }
  return units;
}

Slopes slopes(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  check_scale(model, scale);
  Slopes result;
  std::vector<Index> inputs;  // the network's input of each numeric variable
  Index input = 0;
  for (std::size_t v = 0; v < model.design.variables.size(); ++v) {
    const Variable& variable = model.design.variables[v];
    if (!variable.categorical) {
      result.variables.push_back(v);
      inputs.push_back(input);
    }
    input += variable.inputs();
  }
  const Matrix encoded = encode_inputs(model.design, variables);
  const Vector units = output_units(model.design);
  for (Index output = 0; output < units.size(); ++output) {
    const Matrix raw = input_slopes(model.network, encoded, output, threads, scale);
    Matrix& slopes = result.by_output.emplace_back(raw.rows(), static_cast<Index>(inputs.size()));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double unit = units[output] / model.design.variables[result.variables[i]].scale;
      slopes.col(static_cast<Index>(i)) = raw.col(inputs[i]) * unit;
    }
  }
  return result;
}

}  // namespace nninterp
