#include "diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "column_checks.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"
#include "nninterp/model/stability.hpp"
#include "nninterp/model/units.hpp"

namespace nninterp {

namespace {

using Warnings = std::vector<Warning>;

void check_convergence(const Model& model, Warnings& warnings) {
  const TrainingRecord& record = *model.training;
  const Repetition& best = record.repetitions[record.best];
  if (record.stopped() == StopReason::interrupted) {
    warnings.push_back({"interrupted", "the training was interrupted; the best weights so far are kept"});
  }
  if (best.converged) return;
  std::string message = "the training did not converge: ";
  switch (best.stopped) {
    case StopReason::stepmax:
      message += "it stopped at stepmax";
      break;
    case StopReason::stalled:
      message += best.diverged ? "its weights grew beyond all bounds" : "the error hardly falls any more";
      break;
    case StopReason::interrupted:
      message += "it was interrupted";
      break;
    case StopReason::threshold:
      break;
  }
  message += " after " + count_of(static_cast<std::size_t>(best.steps + best.polish_steps), "step") +
             " with a gradient of " + format_number(best.reached_threshold, 3) + " (threshold " +
             format_number(*record.threshold, 3) + "); the weights are kept";
  if (best.stopped == StopReason::stepmax) message += ", a larger ⟨stepmax⟩ trains on";
  if (best.diverged) {
    message += record.algorithm == Algorithm::backprop ? ", a smaller ⟨learningrate⟩ may help"
                                                       : ", a smaller maximum in ⟨learningrate-limit⟩ may help";
  } else if (best.stopped == StopReason::stalled && record.decay == 0.0) {
    message += "; without decay the best weights may be infinite, some ⟨decay⟩ makes them finite";
  }
  warnings.push_back({"not_converged", message});
}

void check_size(const Model& model, Index rows, Index parameters, Warnings& warnings) {
  if (parameters <= rows * model.network.architecture.outputs()) return;
  warnings.push_back({"more_weights_than_rows",
                      "the network has " + std::to_string(parameters) + " weights for " + std::to_string(rows) +
                          " rows: it can fit the rows by heart; use fewer hidden units or more ⟨decay⟩"});
}

void append(const std::vector<Warning>& more, Warnings& warnings) {
  warnings.insert(warnings.end(), more.begin(), more.end());
}

// The best may then lie beyond.
void check_choice(const Model& model, Warnings& warnings) {
  const std::optional<CrossValidation>& cv = model.training->cross_validation;
  if (!cv || !cv->floor || cv->path.size() < 3) return;
  const Candidate& chosen = cv->path[cv->chosen];
  const bool least = cv->chosen == 0 || cv->path[cv->chosen - 1].hidden != chosen.hidden;
  const bool most = cv->chosen + 1 == cv->path.size() || cv->path[cv->chosen + 1].hidden != chosen.hidden;
  if (!least && !most) return;
  const std::string decay = "decay " + format_number(chosen.decay, 3) + " was chosen, the ";
  warnings.push_back({"decay_at_end",
                      least ? decay + "least that is tried, where weights that the rows cannot tell begin to be free; "
                                      "⟨decay⟩ NUMBER may go below it, at your own risk"
                            : decay + "largest that is tried: there is little to learn, or ⟨decay⟩ NUMBER may go above "
                                      "it"});
}

void check_clusters(const Model& model, Index rows, Warnings& warnings) {
  const std::vector<Index>& clusters = model.training->clusters;
  if (clusters.empty() || (model.data && model.data->cluster)) return;
  const Index different = *std::max_element(clusters.begin(), clusters.end()) + 1;
  warnings.push_back(
      {"duplicate_rows", std::to_string(rows - different) + " of " + std::to_string(rows) +
                             " rows are copies of others, equal in every column that is used: copies go "
                             "into one fold and one resample together; drop them if they are an accident"});
}

// Whole numbers of three to five values may be names: race 1, 2, 3.
void check_codes(const Model& model, Index rows, Warnings& warnings) {
  constexpr std::size_t fewest = 3, most = 5;
  constexpr Index rows_a_value = 5;
  if (model.training->preset) return;
  std::vector<std::string> names;
  std::set<std::size_t> counts;
  for (const Variable& variable : model.design.variables) {
    const std::size_t count = variable.values.size();
    const auto whole = [](double value) { return value == std::floor(value); };
    if (count < fewest || count > most || rows < rows_a_value * static_cast<Index>(count)) continue;
    if (!std::all_of(variable.values.begin(), variable.values.end(), whole)) continue;
    names.push_back(variable.name);
    counts.insert(count);
  }
  if (names.empty()) return;
  const std::string least = std::to_string(*counts.begin()), largest = std::to_string(*counts.rbegin());
  warnings.push_back(
      {"few_values", list_some(names, 8) + (names.size() == 1 ? " has only " : " have only ") + least +
                         (least == largest ? "" : " to " + largest) + " values; ⟨categorical⟩ " +
                         (names.size() == 1 ? shell_word(names.front()) + " makes it" : "NAME makes one") +
                         " a category if they are names"});
}

// Numbers that differ only far behind the point, and classes of a handful of rows.
void check_targets(const Model& model, const Matrix& targets, Warnings& warnings) {
  const std::vector<std::string> names = model.design.output_names();
  Index output = 0;
  for (const Target& target : model.design.targets) {
    for (Index k = output; k < output + target.outputs(); ++k) {
      const Vector values = targets.col(k);
      if (target.categorical) {
        const auto ones = static_cast<Index>(values.sum());
        const Index fewer = target.one_output_a_class() ? ones : std::min(ones, values.size() - ones);
        if (fewer >= 5) continue;
        const std::string& name = target.one_output_a_class() ? names[k] : target.name;
        warnings.push_back(
            {"target_barely_varies", name + ": a class has only " + count_of(static_cast<std::size_t>(fewer), "row")});
      } else {
        const double sd = standard_deviation(values) * target.scale;
        const double size = std::fabs(mean(values) * target.scale + target.center);
        if (sd >= 1e-6 * size) continue;
        warnings.push_back({"target_barely_varies", names[k] + " barely varies: its standard deviation is " +
                                                        format_number(sd) + " at a mean of " + format_number(size)});
      }
    }
    output += target.outputs();
  }
}

void check_target_range(const Model& model, const Matrix& targets, Warnings& warnings) {
  const Activation activation = model.network.architecture.output;
  const std::vector<std::string> names = model.design.output_names();
  const double low = activation == Activation::tanh ? -1 : 0;
  for (Index k = 0; k < targets.cols(); ++k) {
    const double min = targets.col(k).minCoeff(), max = targets.col(k).maxCoeff();
    if (activation == Activation::linear) {
      const bool binary = ((targets.col(k).array() == min) || (targets.col(k).array() == max)).all();
      Index output = 0;
      for (const Target& target : model.design.targets) {
        if (output == k && !target.categorical && binary && !model.training->preset) {
          warnings.push_back({"binary_target", names[k] + " has only two values; ⟨categorical⟩ " +
                                                   shell_word(names[k]) +
                                                   " makes it a class and its predictions probabilities"});
        }
        output += target.outputs();
      }
      continue;
    }
    const bool beyond =
        min < low || (max > 1 && (activation == Activation::logistic || activation == Activation::tanh));
    if (!beyond) continue;
    warnings.push_back({"target_out_of_reach",
                        names[k] + " has values that " + std::string(name_of(activation)) + " outputs cannot reach"});
  }
}

// What the hidden units of one layer do over the rows.
struct LayerActivity {
  Vector slope;      // mean of |a'(z)| against the largest that the activation has; 1 where that says nothing
  Vector low, high;  // least and largest activation

  LayerActivity(Index units)
      : slope(Vector::Zero(units)), low(Vector::Constant(units, std::numeric_limits<double>::infinity())), high(-low) {}

  void add(Activation activation, const ConstBlock& a, const ConstBlock& slopes, double share) {
    slope += slopes.colwise().mean().transpose() * share / (activation == Activation::logistic ? 0.25 : 1.0);
    low = low.cwiseMin(a.colwise().minCoeff().transpose());
    high = high.cwiseMax(a.colwise().maxCoeff().transpose());
  }
};

std::vector<LayerActivity> activity(const Network& network, const Matrix& inputs) {
  const Architecture& architecture = network.architecture;
  std::vector<LayerActivity> layers;
  for (std::size_t l = 0; l + 1 < architecture.layers(); ++l) layers.emplace_back(architecture.units[l + 1]);
  Activations activations(architecture);
  for_rows(inputs.rows(), block_rows, [&](Index first, Index rows) {
    activations.run(architecture, network.weights, inputs.middleRows(first, rows));
    const double share = static_cast<double>(rows) / static_cast<double>(inputs.rows());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      layers[l].add(architecture.hidden, activations.of(l), activations.slopes(l), share);
    }
  });
  return layers;
}

// Saturated: the slope of a logistic or tanh unit has all but vanished at nearly every row. Dead: what a unit passes on
// hardly moves over the rows beside the target's range (log-odds beside 1; before the last hidden layer beside the
// strongest of its layer), as with relu that never opens or weights that the decay has brought to nothing. What the
// weights alone tell comes on top.
void check_units(const Model& model, const Matrix& inputs, const Matrix& targets, Warnings& warnings) {
  const Architecture& architecture = model.network.architecture;
  const std::vector<LayerActivity> layers = activity(model.network, inputs);
  const bool two_sided = architecture.hidden == Activation::logistic || architecture.hidden == Activation::tanh;
  std::vector<std::string> saturated;
  SurplusUnits surplus = surplus_units(model.network);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto onward = layer_weights(architecture, model.network.weights, l + 1);
    const Vector moved =
        (layers[l].high - layers[l].low).cwiseProduct(onward.bottomRows(onward.rows() - 1).rowwise().norm());
    double all = moved.maxCoeff();
    if (l + 1 == layers.size()) {
      const bool linear = architecture.output == Activation::linear;
      all = linear ? (targets.colwise().maxCoeff() - targets.colwise().minCoeff()).maxCoeff() : 1.0;
    }
    for (Index unit = 0; unit < moved.size(); ++unit) {
      const bool closed = layers[l].slope[unit] < 0.01;
      if (surplus.layers[l].is_dead(unit)) continue;
      if (closed && two_sided) {
        saturated.push_back(hidden_unit_name(l, unit));
      } else if (closed || !(moved[unit] > 1e-3 * all)) {
        surplus.layers[l].add_dead(unit);
      }
    }
  }
  if (!saturated.empty()) {
    warnings.push_back({"saturated_units", list_some(saturated, 8) + (saturated.size() == 1 ? " is" : " are") +
                                               " saturated: the slope there is below 1 % of its largest at nearly "
                                               "every row"});
  }
  append(warn_of_surplus(surplus), warnings);
}

}  // namespace

Warnings diagnose(const Model& model, const Matrix& inputs, const Matrix& targets, Index parameters) {
  Warnings warnings;
  check_convergence(model, warnings);
  check_size(model, inputs.rows(), parameters, warnings);
  check_clusters(model, inputs.rows(), warnings);
  check_choice(model, warnings);
  append(warn_of_regression(model), warnings);
  append(warn_of_verdict(model), warnings);
  append(warn_of_instability(model.design, measure_stability(model.network, inputs, target_ranges(model.design), 1)),
         warnings);
  append(check_variables(model.design, inputs), warnings);
  check_codes(model, inputs.rows(), warnings);
  check_targets(model, targets, warnings);
  check_target_range(model, targets, warnings);
  check_units(model, inputs, targets, warnings);
  return warnings;
}

}  // namespace nninterp
