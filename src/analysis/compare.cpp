#include "nninterp/analysis/compare.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/quality.hpp"

namespace nninterp {

namespace {

void add_slopes(const ModelOnRows& one, int threads, Comparison& comparison) {
  const Slopes of_rows = slopes(one.model, one.variables, threads);
  const std::vector<std::string> outputs = one.model.design.output_names();
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    for (std::size_t v = 0; v < of_rows.variables.size(); ++v) {
      const std::string& name = one.model.design.variables[of_rows.variables[v]].name;
      comparison.mean_slope[outputs[k]][name] = mean(of_rows.by_output[k].col(v), one.weights);
    }
  }
}

void add_difference(const Design& design, const Matrix& predictions, const Design& first_design, const Matrix& first,
                    const Vector& weights, Comparison& comparison) {
  const std::vector<std::string> names = design.output_names(), first_names = first_design.output_names();
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto same = std::find(first_names.begin(), first_names.end(), names[k]);
    if (same == first_names.end()) continue;
    const Vector gap = predictions.col(k) - first.col(same - first_names.begin());
    comparison.difference[names[k]] = std::sqrt(sum_of_squares(gap, weights) / total_weight(weights, gap.size()));
  }
}

std::vector<std::string> target_names(const Model& model) {
  std::vector<std::string> names;
  for (const Target& target : model.design.targets) names.push_back(target.name);
  return names;
}

}  // namespace

void check_comparable(const std::vector<Model>& models, const std::vector<std::string>& names) {
  const std::vector<std::string> first = target_names(models.front());
  for (std::size_t i = 1; i < models.size(); ++i) {
    const std::vector<std::string> targets = target_names(models[i]);
    const bool shared = std::any_of(targets.begin(), targets.end(), [&](const std::string& name) {
      return std::find(first.begin(), first.end(), name) != first.end();
    });
    if (shared) continue;
    throw InputError(names[i] + ": predicts " + list_some(targets) + ", and " + names.front() + " " + list_some(first) +
                     ": there is nothing to compare");
  }
}

std::vector<Comparison> compare(const std::vector<ModelOnRows>& models, int threads) {
  std::vector<Comparison> result;
  Matrix first;
  for (const ModelOnRows& one : models) {
    const Design& design = one.model.design;
    const Matrix predictions = predict(one.model, one.variables, threads);
    Matrix truth = one.targets;
    decode_outputs(design, truth);
    if (result.empty()) first = predictions;
    Comparison comparison;
    comparison.quality =
        measure_quality(design, one.model.network.architecture.output, predictions, truth, one.weights);
    add_slopes(one, threads, comparison);
    add_difference(design, predictions, models.front().model.design, first, one.weights, comparison);
    result.push_back(comparison);
  }
  return result;
}

}  // namespace nninterp
