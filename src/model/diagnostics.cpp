#include "diagnostics.hpp"

#include <algorithm>
#include <cmath>

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
      message += "the error hardly falls any more";
      break;
    case StopReason::interrupted:
      message += "it was interrupted";
      break;
    case StopReason::threshold:
      break;
  }
  message += " after " + count_of(static_cast<std::size_t>(best.steps), "step") + " with a gradient of " +
             format_number(best.reached_threshold, 3) + " (threshold " + format_number(*record.threshold, 3) +
             "); the weights are kept";
  if (best.stopped == StopReason::stepmax) message += ", a larger --stepmax trains on";
  warnings.push_back({"not_converged", message});
}

void check_size(const Model& model, Index rows, Index parameters, Warnings& warnings) {
  if (parameters <= rows * model.network.architecture.outputs()) return;
  warnings.push_back({"more_weights_than_rows",
                      "the network has " + std::to_string(parameters) + " weights for " + std::to_string(rows) +
                          " rows: it can fit the rows by heart; use fewer hidden units or more --decay"});
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

// Mean over the rows of |a'(z)| of each unit, against the largest that the activation has; 1 where that says nothing.
Vector liveliness(Activation activation, const ConstBlock& a) {
  Matrix slope = Matrix::Ones(a.rows(), a.cols());
  multiply_by_slope(activation, a, slope);
  return slope.colwise().mean() / (activation == Activation::logistic ? 0.25 : 1.0);
}

// A unit whose slope has all but vanished at nearly every row passes no change on: its part of each slope is nothing.
void check_units(const Model& model, const Matrix& inputs, Warnings& warnings) {
  const Architecture& architecture = model.network.architecture;
  const Index layers = static_cast<Index>(architecture.layers()) - 1;
  if (layers == 0 || architecture.hidden == Activation::linear) return;
  Activations activations(architecture);
  std::vector<Vector> sums;
  for (Index l = 0; l < layers; ++l) sums.push_back(Vector::Zero(architecture.units[l + 1]));
  for (Index first = 0; first < inputs.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, inputs.rows() - first);
    activations.run(architecture, model.network.weights, inputs.middleRows(first, rows));
    for (Index l = 0; l < layers; ++l) {
      sums[l] += liveliness(architecture.hidden, activations.of(l)) * static_cast<double>(rows);
    }
  }
  std::vector<std::string> saturated;
  for (Index l = 0; l < layers; ++l) {
    for (Index unit = 0; unit < sums[l].size(); ++unit) {
      if (sums[l][unit] >= 0.01 * static_cast<double>(inputs.rows())) continue;
      saturated.push_back(std::to_string(l + 1) + "layhid" + std::to_string(unit + 1));
    }
  }
  if (saturated.empty()) return;
  warnings.push_back(
      {"saturated_units", list_some(saturated, 8) + (saturated.size() == 1 ? " is" : " are") +
                              " saturated: the slope there is below 1 % of its largest at nearly every row"});
}

}  // namespace

Warnings diagnose(const Model& model, const Matrix& inputs, const Matrix& targets, Index parameters) {
  Warnings warnings;
  check_convergence(model, warnings);
  check_size(model, inputs.rows(), parameters, warnings);
  check_variables(model, inputs.rows(), warnings);
  check_targets(model, targets, warnings);
  check_target_range(model, targets, warnings);
  check_units(model, inputs, warnings);
  return warnings;
}

}  // namespace nninterp
