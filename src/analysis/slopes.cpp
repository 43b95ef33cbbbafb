#include "nninterp/analysis/slopes.hpp"

#include "nninterp/analysis/predict.hpp"

namespace nninterp {

namespace {

// Target units per unit of the network's output.
double output_scale(const Design& design, Index output) {
  for (const Target& target : design.targets) {
    if (output < target.outputs()) return target.categorical ? 1 : target.scale;
    output -= target.outputs();
  }
  return 1;
}

}  // namespace

std::vector<std::size_t> numeric_variables(const Design& design) {
  std::vector<std::size_t> numeric;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (!design.variables[v].categorical) numeric.push_back(v);
  }
  return numeric;
}

Slopes slopes(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  Slopes result{numeric_variables(model.design), {}};
  for (Index output = 0; output < model.design.outputs(); ++output) {
    result.by_output.push_back(output_slopes(model, variables, output, threads, scale));
  }
  return result;
}

Matrix output_slopes(const Model& model, const Matrix& variables, Index output, int threads, OutputScale scale) {
  check_scale(model, scale);
  const Matrix raw = input_slopes(model.network, encode_inputs(model.design, variables), output, threads, scale);
  Matrix slopes(raw.rows(), static_cast<Index>(numeric_variables(model.design).size()));
  Index input = 0, column = 0;
  for (const Variable& variable : model.design.variables) {
    if (!variable.categorical) {
      slopes.col(column++) = raw.col(input) * (output_scale(model.design, output) / variable.scale);
    }
    input += variable.inputs();
  }
  return slopes;
}

}  // namespace nninterp
