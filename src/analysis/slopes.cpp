#include "nninterp/analysis/slopes.hpp"

#include <algorithm>

#include "nninterp/analysis/predict.hpp"

namespace nninterp {

Slopes slopes(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  check_scale(model, scale);
  const Design& design = model.design;
  Slopes result;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (!design.variables[v].categorical) result.variables.push_back(v);
  }
  const std::vector<Index> inputs = design.first_inputs();
  const Matrix encoded = encode_inputs(design, variables);
  const Vector scales = design.output_scales();
  for (Index output = 0; output < scales.size(); ++output) {
    const Matrix raw = input_slopes(model.network, encoded, output, threads, scale);
    Matrix& slopes = result.by_output.emplace_back(raw.rows(), static_cast<Index>(result.variables.size()));
    for (std::size_t i = 0; i < result.variables.size(); ++i) {
      const std::size_t v = result.variables[i];
      slopes.col(static_cast<Index>(i)) = raw.col(inputs[v]) * (scales[output] / design.variables[v].scale);
    }
  }
  return result;
}

SecondDerivatives second_derivatives(const Model& model, const Matrix& variables, const std::vector<std::size_t>& among,
                                     int threads, OutputScale scale) {
  check_scale(model, scale);
  const Design& design = model.design;
  std::vector<std::size_t> numeric;
  for (const std::size_t v : among) {
    if (!design.variables[v].categorical) numeric.push_back(v);
  }
  std::sort(numeric.begin(), numeric.end());
  SecondDerivatives result;
  std::vector<Index> inputs;
  std::vector<double> units;  // network units in a unit of the pair
  for (std::size_t i = 0; i < numeric.size(); ++i) {
    inputs.push_back(design.first_inputs()[numeric[i]]);
    for (std::size_t j = i; j < numeric.size(); ++j) {
      result.pairs.push_back({numeric[i], numeric[j]});
      units.push_back(design.variables[numeric[i]].scale * design.variables[numeric[j]].scale);
    }
  }
  result.by_output = input_hessians(model.network, encode_inputs(design, variables), inputs, threads, scale);
  const Vector scales = design.output_scales();
  for (std::size_t k = 0; k < result.by_output.size(); ++k) {
    for (std::size_t pair = 0; pair < units.size(); ++pair) {
      result.by_output[k].col(static_cast<Index>(pair)) *= scales[static_cast<Index>(k)] / units[pair];
    }
  }
  return result;
}

std::string pair_name(const Design& design, const std::array<std::size_t, 2>& pair) {
  return design.variables[pair[0]].name + ":" + design.variables[pair[1]].name;
}

}  // namespace nninterp
