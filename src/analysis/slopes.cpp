#include "nninterp/analysis/slopes.hpp"

#include <algorithm>

#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/forward.hpp"
#include "nninterp/nn/input_hessian.hpp"

namespace nninterp {

std::vector<std::size_t> numeric_variables(const Design& design) {
  std::vector<std::size_t> numeric;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (!design.variables[v].categorical) numeric.push_back(v);
  }
  return numeric;
}

std::optional<Index> Slopes::column(std::size_t variable) const {
  const auto at = std::find(variables.begin(), variables.end(), variable);
  return at == variables.end() ? std::nullopt : std::optional<Index>(at - variables.begin());
}

Slopes slopes(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  Slopes result{numeric_variables(model.design), {}};
  for (Index output = 0; output < model.design.outputs(); ++output) {
    result.by_output.push_back(output_slopes(model, variables, output, threads, scale));
  }
  return result;
}

std::vector<std::array<std::size_t, 2>> pairs_among(const std::vector<std::size_t>& variables) {
  std::vector<std::array<std::size_t, 2>> pairs;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    for (std::size_t j = i; j < variables.size(); ++j) pairs.push_back({variables[i], variables[j]});
  }
  return pairs;
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
  numeric.erase(std::unique(numeric.begin(), numeric.end()), numeric.end());
  SecondDerivatives result;
  result.pairs = pairs_among(numeric);
  std::vector<Index> inputs;
  for (const std::size_t v : numeric) inputs.push_back(design.first_inputs()[v]);
  std::vector<double> units;  // network units in a unit of the pair
  for (const auto& pair : result.pairs) {
    units.push_back(design.variables[pair[0]].scale * design.variables[pair[1]].scale);
  }
  result.by_output = input_hessians(model.network, encode_inputs(design, variables), inputs, threads, scale);
  const Vector scales = design.output_scales();
  for (std::size_t k = 0; k < result.by_output.size(); ++k) {
    for (std::size_t pair = 0; pair < units.size(); ++pair) {
      result.by_output[k].col(pair) *= scales[k] / units[pair];
    }
  }
  return result;
}

std::string pair_name(const Design& design, const std::array<std::size_t, 2>& pair) {
  return design.variables[pair[0]].name + ":" + design.variables[pair[1]].name;
}

Matrix output_slopes(const Model& model, const Matrix& variables, Index output, int threads, OutputScale scale) {
  check_scale(model, scale);
  const Design& design = model.design;
  const Matrix raw = input_slopes(model.network, encode_inputs(design, variables), output, threads, scale);
  const std::vector<std::size_t> numeric = numeric_variables(design);
  const std::vector<Index> inputs = design.first_inputs();
  const double unit = design.output_scales()[output];
  Matrix slopes(raw.rows(), static_cast<Index>(numeric.size()));
  for (std::size_t i = 0; i < numeric.size(); ++i) {
    slopes.col(i) = raw.col(inputs[numeric[i]]) * (unit / design.variables[numeric[i]].scale);
  }
  return slopes;
}

std::vector<Warning> warn_of_slopes(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  return warn_of_not_finite("a slope", variables.rows(), threads, [&](Index first, Index count) {
    const Slopes of_rows = slopes(model, variables.middleRows(first, count), 1, scale);
    Matrix all(count, 0);
    for (const Matrix& more : of_rows.by_output) {
      all.conservativeResize(count, all.cols() + more.cols());
      all.rightCols(more.cols()) = more;
    }
    return all;
  });
}

std::vector<Warning> warn_of_categorical(const Design& design, const std::vector<std::size_t>& variables,
                                         const std::string& consequence) {
  std::vector<std::string> names;
  for (const std::size_t v : variables) {
    if (design.variables[v].categorical) names.push_back(design.variables[v].name);
  }
  if (names.empty()) return {};
  return {{"no_slope", list_some(names, 8) + (names.size() == 1 ? " is" : " are") + " categorical" + consequence}};
}

}  // namespace nninterp
