#include "nninterp/analysis/predict.hpp"

#include "nninterp/core/text.hpp"

namespace nninterp {

Matrix predict(const Model& model, const Matrix& variables, int threads) {
  Matrix outputs = run_network(model.network, encode_inputs(model.design, variables), threads);
  decode_outputs(model.design, outputs);
  return outputs;
}

std::vector<std::size_t> rows_outside_range(const Design& design, const Matrix& variables) {
  std::vector<std::size_t> outside;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const std::optional<Range>& range = design.variables[v].range;
    const auto x = variables.col(static_cast<Index>(v)).array();
    outside.push_back(range ? static_cast<std::size_t>((x < range->min || x > range->max).count()) : 0);
  }
  return outside;
}

std::vector<Warning> warn_of_extrapolation(const Design& design, const Matrix& variables) {
  const std::vector<std::size_t> outside = rows_outside_range(design, variables);
  std::vector<std::string> parts;
  for (std::size_t v = 0; v < outside.size(); ++v) {
    if (outside[v] > 0) parts.push_back(design.variables[v].name + " in " + count_of(outside[v], "row"));
  }
  if (parts.empty()) return {};
  return {{"extrapolation", "values outside the range of the training data: " + list_some(parts, 8) +
                                "; what the network says there is a guess"}};
}

}  // namespace nninterp
