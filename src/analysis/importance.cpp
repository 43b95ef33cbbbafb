#include "nninterp/analysis/importance.hpp"

#include <algorithm>
#include <utility>

#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/quality.hpp"
#include "nninterp/nn/forward.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// Weights of a layer without its biases, what feeds it × its units.
Matrix weights_of(const Network& network, std::size_t layer) {
  const auto weights = layer_weights(network.architecture, network.weights, layer);
  return weights.bottomRows(weights.rows() - 1);
}

Matrix products_of_weights(const Network& network) {
  Matrix product = weights_of(network, 0);
  for (std::size_t layer = 1; layer < network.architecture.layers(); ++layer) {
    product = (product * weights_of(network, layer)).eval();
  }
  return product;
}

// Columns as shares; a column of zeros has none.
Matrix shares(const Matrix& sizes, double without) {
  Matrix result = sizes;
  for (Index column = 0; column < sizes.cols(); ++column) {
    const double sum = sizes.col(column).sum();
    if (sum == 0) {
      result.col(column).setConstant(without);
    } else {
      result.col(column) /= sum;
    }
  }
  return result;
}

// The absolute weight from the unit to the output cancels from Garson's shares, unless it is 0.
Matrix garson_shares(const Network& network) {
  const Matrix first = weights_of(network, 0).cwiseAbs();
  if (network.architecture.layers() == 1) return shares(first, nan);
  const Matrix used = (weights_of(network, 1).array() != 0).cast<double>();
  return shares(shares(first, 0) * used, nan);
}

// Rows of inputs summed to rows of variables.
Matrix by_variable(const Design& design, const Matrix& of_inputs) {
  Matrix sums(static_cast<Index>(design.variables.size()), of_inputs.cols());
  const std::vector<Index> first = design.first_inputs();
  for (std::size_t v = 0; v < first.size(); ++v) {
    sums.row(v) = of_inputs.middleRows(first[v], design.variables[v].inputs()).colwise().sum();
  }
  return sums;
}

Matrix reordered(const Matrix& rows, const std::vector<std::size_t>& order) {
  Matrix result(rows.rows(), rows.cols());
  for (Index column = 0; column < rows.cols(); ++column) {
    for (Index i = 0; i < rows.rows(); ++i) {
      result(i, column) = rows(static_cast<Index>(order[i]), column);
    }
  }
  return result;
}

using Losses = std::map<std::string, Loss>;
using Rises = std::map<std::string, std::vector<double>>;  // one a round

std::map<std::string, LossRise> summaries(const Losses& base, const Rises& rises) {
  std::map<std::string, LossRise> result;
  for (const auto& [target, values] : rises) {
    const Vector of_rounds = Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
    const Loss& loss = base.at(target);
    result[target] = {loss.measure, loss.value, mean(of_rounds), standard_deviation(of_rounds)};
  }
  return result;
}

bool contains(const std::vector<Index>& values, Index value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Targets with an output a class of which every class was chosen.
std::vector<std::string> whole_targets(const Design& design, const std::vector<Index>& outputs) {
  std::vector<std::string> names;
  Index first = 0;
  for (const Target& target : design.targets) {
    bool all = target.one_output_a_class();
    for (Index k = 0; k < target.outputs(); ++k) all = all && contains(outputs, first + k);
    if (all) names.push_back(target.name);
    first += target.outputs();
  }
  return names;
}

void add_slope(Importance& importance, const Slopes& slopes, std::size_t variable, Index output, const Matrix& data,
               const Vector& weights) {
  const std::optional<Index> column = slopes.column(variable);
  if (!column) return;
  const Matrix& of_output = slopes.by_output[output];
  importance.slope = summarize(of_output.col(*column), weights);
  importance.slope_rms_sd = importance.slope->rms * standard_deviation(data.col(variable), weights);
}

}  // namespace

WeightImportance weight_importance(const Design& design, const Network& network) {
  WeightImportance result;
  result.olden = by_variable(design, products_of_weights(network));
  if (network.architecture.layers() <= 2) result.garson = by_variable(design, garson_shares(network));
  return result;
}

std::vector<std::map<std::string, LossRise>> permutation_importance(const Model& model, const Matrix& data,
                                                                    const Matrix& truth,
                                                                    const ImportanceOptions& options) {
  const Design& design = model.design;
  Matrix inputs = encode_inputs(design, data);
  const auto losses = [&] {
    Matrix predictions = run_network(model.network, inputs, options.threads);
    decode_outputs(design, predictions);
    return measure_loss(design, model.network.architecture.output, predictions, truth, options.weights);
  };
  const Losses base = losses();
  std::vector<Rises> rises(design.variables.size());
  const std::vector<Index> first = design.first_inputs();
  Random random(static_cast<std::uint32_t>(options.seed));
  for (int round = 0; round < options.rounds && !base.empty(); ++round) {
    const std::vector<std::size_t> order = random.permutation(static_cast<std::size_t>(data.rows()));
    for (std::size_t v = 0; v < rises.size(); ++v) {
      auto columns = inputs.middleCols(first[v], design.variables[v].inputs());
      const Matrix kept = columns;
      columns = reordered(kept, order);
      for (const auto& [target, loss] : losses()) rises[v][target].push_back(loss.value - base.at(target).value);
      columns = kept;
    }
  }
  std::vector<std::map<std::string, LossRise>> result;
  for (const Rises& of_variable : rises) result.push_back(summaries(base, of_variable));
  return result;
}

namespace {

void add_intervals(const Model& model, const Matrix& data, const ImportanceOptions& options, Importances& result) {
  result.replicates = choose_refits(model, options.interval, result.warnings);
  if (result.replicates == 0) return;
  const std::vector<Index> outputs = chosen_outputs(model.design, options.targets);
  const auto rms = [&](const Model& refit, const Vector& drawn) -> Vector {
    const Vector weights = options.weights.size() > 0 ? Vector(drawn.cwiseProduct(options.weights)) : drawn;
    const Slopes of_rows = slopes(refit, data, 1);
    Matrix all(static_cast<Index>(of_rows.variables.size()), static_cast<Index>(outputs.size()));
    for (Index k = 0; k < all.cols(); ++k) {
      const Matrix& of_output = of_rows.by_output[outputs[static_cast<std::size_t>(k)]];
      all.col(k) = (of_output.cwiseAbs2().transpose() * weights / weights.sum()).cwiseSqrt();
    }
    return all.reshaped();
  };
  const std::vector<Interval> intervals = percentile_intervals(
      over_refits(model, data.rows(), options.interval.training_rows, options.threads, rms), options.interval.level);
  auto next = intervals.begin();
  std::vector<std::string> missed;
  for (Importance& importance : result.importances) {
    if (!importance.slope) continue;
    importance.slope_rms = *next++;
    if (!misses(importance.slope->rms, importance.slope_rms)) continue;
    missed.push_back(importance.variable + (model.design.outputs() > 1 ? " on " + importance.target : "") +
                     " (slopes' rms)");
  }
  for (Warning& warning : warn_of_misses(model, missed)) result.warnings.push_back(std::move(warning));
}

// What cannot be told without the true values.
std::vector<Warning> warn_of_unknown(const Importances& importances) {
  std::vector<std::string> names;
  for (const Importance& one : importances.importances) {
    const bool listed = std::find(names.begin(), names.end(), one.target) != names.end();
    if (!one.permutation && !listed) names.push_back(one.target);
  }
  if (names.empty()) return {};
  return {{"no_target", "the data do not have " + list_some(names, 8) +
                            ": without true values there is no error, and no permutation importance"}};
}

}  // namespace

std::vector<std::string> losses_of(const Importances& importances) {
  std::vector<std::string> losses;
  for (const Importance& one : importances.importances) {
    if (!one.permutation) continue;
    const std::string& measure = one.permutation->measure;
    if (std::find(losses.begin(), losses.end(), measure) == losses.end()) losses.push_back(measure);
  }
  return losses;
}

Importances importances(const Model& model, const Matrix& data, const Matrix& truth, const ImportanceOptions& options) {
  const Design& design = model.design;
  const std::vector<Index> outputs = chosen_outputs(design, options.targets);
  const WeightImportance weights = weight_importance(design, model.network);
  const Slopes of_rows = slopes(model, data, options.threads);
  const auto rises = permutation_importance(model, data, truth, options);
  const std::vector<std::string> names = design.output_names();

  Importances result;
  for (const Index output : outputs) {
    for (std::size_t v = 0; v < design.variables.size(); ++v) {
      const auto row = static_cast<Index>(v);
      Importance importance{};
      importance.variable = design.variables[v].name;
      importance.target = names[output];
      if (weights.garson) importance.garson = (*weights.garson)(row, output);
      importance.olden = weights.olden(row, output);
      add_slope(importance, of_rows, v, output, data, options.weights);
      const auto rise = rises[v].find(importance.target);
      if (rise != rises[v].end()) importance.permutation = rise->second;
      result.importances.push_back(std::move(importance));
    }
  }
  result.warnings = warn_of_unknown(result);
  add_intervals(model, data, options, result);
  for (const std::string& target : whole_targets(design, outputs)) {
    for (std::size_t v = 0; v < design.variables.size(); ++v) {
      const auto rise = rises[v].find(target);
      if (rise != rises[v].end()) result.classes.push_back({design.variables[v].name, target, rise->second});
    }
  }
  return result;
}

}  // namespace nninterp
