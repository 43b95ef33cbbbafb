#include "diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"

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
  if (best.stopped == StopReason::stepmax) message += ", a larger --stepmax trains on";
  if (best.diverged) {
    message += record.algorithm == "backprop" ? ", a smaller --learningrate may help"
                                              : ", a smaller maximum in --learningrate-limit may help";
  } else if (best.stopped == StopReason::stalled && record.decay == 0.0) {
    message += "; without decay the best weights may be infinite, some --decay makes them finite";
  }
  warnings.push_back({"not_converged", message});
}

void check_size(const Model& model, Index rows, Index parameters, Warnings& warnings) {
  if (parameters <= rows * model.network.architecture.outputs()) return;
  warnings.push_back({"more_weights_than_rows",
                      "the network has " + std::to_string(parameters) + " weights for " + std::to_string(rows) +
                          " rows: it can fit the rows by heart; use fewer hidden units or more --decay"});
}

// Not beyond what the folds differ by.
void check_gain(const Model& model, Warnings& warnings) {
  const std::optional<CrossValidation>& cv = model.training->cross_validation;
  if (!cv || !cv->gain || model.network.architecture.layers() == 1) return;
  if (*cv->gain > 0 && *cv->gain > cv->gain_std_error.value_or(0)) return;
  warnings.push_back(
      {"no_better_than_linear", "the network predicts no better than a " +
                                    std::string(model.error == ErrorFunction::ce ? "logistic" : "linear") +
                                    " regression here; its coefficients say the same and are simpler " + "to report"});
}

void check_variables(const Model& model, Index rows, Warnings& warnings) {
  for (const Variable& variable : model.design.variables) {
    const auto levels = static_cast<Index>(variable.levels.size());
    if (2 * levels <= rows) continue;
    warnings.push_back({"many_levels", variable.name + " has " + std::to_string(levels) + " levels in " +
                                           std::to_string(rows) + " rows: if it only names the rows, --drop " +
                                           variable.name});
  }
  std::vector<std::string> constant;
  for (const Variable& variable : model.design.variables) {
    if (variable.range && variable.range->min == variable.range->max) constant.push_back(variable.name);
  }
  if (constant.empty()) return;
  warnings.push_back({"constant_column", list_some(constant, 8) + (constant.size() == 1 ? " has" : " have") +
                                             " the same value in every row: nothing can be learned from it"});
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
        warnings.push_back({"target_barely_varies",
                            names[k] + ": a class has only " + count_of(static_cast<std::size_t>(fewer), "row")});
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
          warnings.push_back({"binary_target", names[k] + " has only two values; --categorical " + names[k] +
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

  void add(Activation activation, const ConstBlock& a, double share) {
    Matrix slopes = Matrix::Ones(a.rows(), a.cols());
    multiply_by_slope(activation, a, slopes);
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
  for (Index first = 0; first < inputs.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, inputs.rows() - first);
    activations.run(architecture, network.weights, inputs.middleRows(first, rows));
    const double share = static_cast<double>(rows) / static_cast<double>(inputs.rows());
    for (std::size_t l = 0; l < layers.size(); ++l) layers[l].add(architecture.hidden, activations.of(l), share);
  }
  return layers;
}

void warn_of_units(const std::vector<std::string>& units, const char* code, const std::string& are,
                   const std::string& what, Warnings& warnings) {
  if (units.empty()) return;
  warnings.push_back({code, list_some(units, 8) + (units.size() == 1 ? " is " : " are ") + are + ": " + what});
}

// Saturated: the slope of a logistic or tanh unit has all but vanished at nearly every row. Dead: what a unit passes on
// hardly moves over the rows beside the target's range (log-odds beside 1; before the last hidden layer beside the
// strongest of its layer), as with relu that never opens or weights that the decay has brought to nothing.
void check_units(const Model& model, const Matrix& inputs, const Matrix& targets, Warnings& warnings) {
  const Architecture& architecture = model.network.architecture;
  const std::vector<LayerActivity> layers = activity(model.network, inputs);
  const bool two_sided = architecture.hidden == Activation::logistic || architecture.hidden == Activation::tanh;
  std::vector<std::string> saturated, dead;
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
      const std::string name = std::to_string(l + 1) + "layhid" + std::to_string(unit + 1);
      const bool closed = layers[l].slope[unit] < 0.01;
      if (closed && two_sided) {
        saturated.push_back(name);
      } else if (closed || !(moved[unit] > 1e-3 * all)) {
        dead.push_back(name);
      }
    }
  }
  warn_of_units(saturated, "saturated_units", "saturated",
                "the slope there is below 1 % of its largest at nearly every row", warnings);
  warn_of_units(dead, "dead_units", "dead",
                "what passes through does not change from row to row, and nothing would be "
                "lost without",
                warnings);
}

}  // namespace

Warnings diagnose(const Model& model, const Matrix& inputs, const Matrix& targets, Index parameters) {
  Warnings warnings;
  check_convergence(model, warnings);
  check_size(model, inputs.rows(), parameters, warnings);
  check_gain(model, warnings);
  check_variables(model, inputs.rows(), warnings);
  check_targets(model, targets, warnings);
  check_target_range(model, targets, warnings);
  check_units(model, inputs, targets, warnings);
  return warnings;
}

}  // namespace nninterp
