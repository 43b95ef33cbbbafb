#include "nninterp/analysis/predict.hpp"

#include <utility>

#include "nninterp/analysis/finite.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/forward.hpp"

namespace nninterp {

Matrix predict(const Model& model, const Matrix& variables, int threads, OutputScale scale) {
  check_scale(model, scale);
  Matrix outputs = run_network(model.network, encode_inputs(model.design, variables), threads, scale);
  if (scale == OutputScale::response) decode_outputs(model.design, outputs);
  return outputs;
}

std::vector<Warning> warn_of_predictions(const Model& model, const Matrix& variables, int threads) {
  return warn_of_not_finite("the prediction", variables.rows(), threads, [&](Index first, Index count) {
    return predict(model, variables.middleRows(first, count), 1);
  });
}

std::map<std::string, Confusion> confusions(const Model& model, const Table& table, const ModelRows& at, int threads) {
  std::map<std::string, Confusion> result;
  const Matrix predictions = predict(model, at.variables, threads);
  Index first = 0;
  for (const Target& target : model.design.targets) {
    const Index begin = std::exchange(first, first + target.outputs());
    if (!target.categorical) continue;
    const std::vector<Index> predicted = most_probable(target, predictions.middleCols(begin, target.outputs()));
    const Confusion counted = count_confusions(target, known_classes(target, table, at.rows), predicted);
    if (counted.counts.sum() > 0) result[target.name] = counted;
  }
  return result;
}

std::string no_log_odds(const Model& model) {
  const Activation output = model.network.architecture.output;
  if (output != Activation::logistic && output != Activation::softmax) {
    return "the outputs are " + std::string(name_of(output));
  }
  for (const Target& target : model.design.targets) {
    if (!target.categorical && (target.center != 0 || target.scale != 1)) return target.name + " is scaled";
  }
  return "";
}

bool has_log_odds(const Model& model) { return no_log_odds(model).empty(); }

void check_scale(const Model& model, OutputScale scale) {
  if (scale == OutputScale::response || has_log_odds(model)) return;
  throw InputError("⟨on⟩: logit is for probabilities, and " + no_log_odds(model),
                   "⟨on⟩ response, the default, suits every network");
}

std::vector<std::size_t> rows_outside_range(const Design& design, const Matrix& variables) {
  std::vector<std::size_t> outside;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const std::optional<Range>& range = design.variables[v].range;
    const auto x = variables.col(v).array();
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
