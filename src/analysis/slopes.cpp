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
  const Design& design = model.design;
  Slopes result;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (!design.variables[v].categorical) result.variables.push_back(v);
  }
  const std::vector<Index> inputs = design.first_inputs();
  const Matrix encoded = encode_inputs(design, variables);
  const Vector units = output_units(design);
  for (Index output = 0; output < units.size(); ++output) {
    const Matrix raw = input_slopes(model.network, encoded, output, threads, scale);
    Matrix& slopes = result.by_output.emplace_back(raw.rows(), static_cast<Index>(result.variables.size()));
    for (std::size_t i = 0; i < result.variables.size(); ++i) {
      const std::size_t v = result.variables[i];
      slopes.col(static_cast<Index>(i)) = raw.col(inputs[v]) * (units[output] / design.variables[v].scale);
    }
  }
  return result;
}

}  // namespace nninterp
