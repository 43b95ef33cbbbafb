#include "nninterp/model/fit.hpp"

#include <algorithm>
#include <cmath>

#include "diagnostics.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/quality.hpp"
#include "starts.hpp"

namespace nninterp {

namespace {

constexpr Index max_inputs = 10'000;
constexpr Index max_weights = 10'000'000;

void refuse_doubles(const std::vector<std::string>& targets) {
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (std::find(targets.begin(), targets.begin() + static_cast<std::ptrdiff_t>(i), targets[i]) ==
        targets.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    throw UsageError("--target: '" + targets[i] + "' is named twice");
  }
}

Roles choose_roles(const Table& table, const FitOptions& options, std::vector<Warning>& warnings) {
  if (options.formula) {
    if (!options.targets.empty() || !options.drop.empty()) {
      throw UsageError("--formula: already says what --target and --drop would", "give one or the other");
    }
    return resolve_roles(parse_formula(*options.formula), table);
  }
  Formula formula;
  refuse_doubles(options.targets);
  formula.targets = options.targets;
  formula.removed = options.drop;
  formula.all_others = true;
  if (formula.targets.empty()) {
    std::vector<std::string> names = table.names();
    const auto is_dropped = [&](const std::string& name) {
      return std::find(options.drop.begin(), options.drop.end(), name) != options.drop.end();
    };
    names.erase(std::remove_if(names.begin(), names.end(), is_dropped), names.end());
    if (names.empty()) throw InputError(table.name + ": every column is dropped");
    formula.targets.push_back(names.back());
    warnings.push_back(
        {"target_assumed", "the target is the last column, " + names.back() + "; --target or --formula names another"});
  }
  return resolve_roles(formula, table);
}

struct TargetKinds {
  std::size_t numeric = 0, two_classes = 0, more_classes = 0;
};

TargetKinds count_kinds(const Table& table, const Roles& roles) {
  TargetKinds kinds;
  for (const std::string& name : roles.targets) {
    const Column& column = table.at(name);
    ++(column.kind != ColumnKind::text ? kinds.numeric
       : column.levels.size() > 2      ? kinds.more_classes
                                       : kinds.two_classes);
  }
  return kinds;
}

Activation choose_output(const Table& table, const Roles& roles, const FitOptions& options) {
  const TargetKinds kinds = count_kinds(table, roles);
  const std::size_t classes = kinds.two_classes + kinds.more_classes;
  if (options.output == Activation::softmax && (kinds.numeric > 0 || classes != 1)) {
    throw UsageError("--output: softmax outputs are the classes of a single text target",
                     kinds.numeric > 0 ? "--categorical NAME makes numbers into classes" : "fit each target by itself");
  }
  if (options.output) return *options.output;
  if (classes == 0) return Activation::linear;
  if (kinds.numeric > 0) {
    throw UsageError("--output: numbers and classes as targets of one network need a choice",
                     "--output linear suits both, or fit each target by itself");
  }
  return kinds.more_classes > 0 && classes == 1 ? Activation::softmax : Activation::logistic;
}

ErrorFunction choose_error(const FitOptions& options, Activation output) {
  const bool probabilities = output == Activation::logistic || output == Activation::softmax;
  const ErrorFunction natural = probabilities ? ErrorFunction::ce : ErrorFunction::sse;
  if (options.error == ErrorFunction::ce && !probabilities) {
    throw UsageError("--error: ce needs outputs between 0 and 1, and these are " + std::string(name_of(output)),
                     "add --output logistic, or use --error sse");
  }
  return options.error.value_or(natural);
}

void check_ce_targets(const Table& table, const Design& design, const Matrix& targets) {
  const std::vector<std::string> names = design.output_names();
  for (Index k = 0; k < targets.cols(); ++k) {
    if (targets.col(k).minCoeff() >= 0 && targets.col(k).maxCoeff() <= 1) continue;
    throw InputError(table.name + ": column \"" + names[k] + "\": ce needs targets between 0 and 1",
                     "use --error sse, or --output linear");
  }
}

void check_inputs(const std::string& table, Index inputs) {
  if (inputs <= max_inputs) return;
  throw InputError(table + ": the predictors make " + std::to_string(inputs) + " inputs, more than the " +
                       std::to_string(max_inputs) + " that a network may have",
                   "name fewer: --formula \"Y ~ X1 + X2\"");
}

Architecture choose_architecture(const Design& design, const FitOptions& options, Activation output) {
  Architecture architecture;
  architecture.units.push_back(design.inputs());
  for (const Index units : options.hidden) architecture.units.push_back(units);
  architecture.units.push_back(design.outputs());
  architecture.hidden = options.activation;
  architecture.output = output;
  if (architecture.weight_count() > max_weights) {
    throw UsageError("--hidden: " + std::to_string(architecture.weight_count()) + " weights, more than the " +
                     std::to_string(max_weights) + " that a network may have");
  }
  return architecture;
}

double choose_threshold(const FitOptions& options, Index rows) {
  if (options.threshold) return *options.threshold;
  return 0.01 * (options.threshold_by_rows ? std::max(1.0, static_cast<double>(rows) / 1000) : 1.0);
}

struct Problem {
  Architecture architecture;
  Matrix inputs, targets;
  ErrorFunction error;
  double decay;
  FixedWeights fixed;
};

std::vector<TrainResult> train_all(const Problem& problem, const std::vector<Vector>& starts,
                                   const TrainOptions& training, int threads, const FitObserver& observer) {
  std::vector<TrainResult> results(starts.size());
  parallel_for(starts.size(), threads, [&](std::size_t i) {
    Objective objective(problem.architecture, problem.inputs, problem.targets, problem.error, problem.decay,
                        problem.fixed.positions);
    TrainObserver one;
    if (observer) {
      one = [&](const TrainProgress& progress) {
        return observer({static_cast<int>(i), static_cast<int>(starts.size()), training.threshold, progress});
      };
    }
    results[i] = train(objective, starts[i], training, one);
  });
  return results;
}

std::size_t best_of(const std::vector<TrainResult>& results) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < results.size(); ++i) {
    if (results[i].error + results[i].penalty < results[best].error + results[best].penalty) best = i;
  }
  return best;
}

std::string name_of_scaling(Scaling scaling) {
  return scaling == Scaling::standardize ? "standardize" : scaling == Scaling::minmax ? "minmax" : "none";
}

TrainingRecord record_of(const FitOptions& options, const Problem& problem, double threshold,
                         const std::vector<TrainResult>& results, const std::vector<Vector>& starts) {
  TrainingRecord record;
  record.decay = problem.decay;
  if (options.decay) record.decay_chosen_by = "user";
  record.threshold = threshold;
  record.preset = options.preset;
  record.stepmax = options.stepmax;
  record.seed = options.seed;
  record.scaling = name_of_scaling(options.scaling);
  for (const TrainResult& result : results) {
    record.repetitions.push_back({result.stopped == StopReason::threshold, result.stopped, result.steps,
                                  result.reached_threshold, result.error, result.penalty});
  }
  record.best = best_of(results);
  const double error = results[record.best].error;
  const auto parameters = static_cast<double>(problem.fixed.parameters(problem.architecture.weight_count()));
  record.aic = 2 * error + 2 * parameters;
  record.bic = 2 * error + parameters * std::log(static_cast<double>(problem.inputs.rows()));
  record.excluded = problem.fixed.positions;
  record.start_weights = starts[record.best];
  return record;
}

void judge(Model& model, const Problem& problem, int threads) {
  const Activation output = problem.architecture.output;
  Matrix truth = problem.targets, predictions = run_network(model.network, problem.inputs, threads);
  decode_outputs(model.design, truth);
  decode_outputs(model.design, predictions);
  model.training->quality = measure_quality(model.design, output, predictions, truth);
  if (const auto baseline = linear_baseline(model.design, output, problem.inputs, problem.targets)) {
    model.training->linear_baseline = measure_quality(model.design, output, *baseline, truth);
  }
}

void append(std::vector<Warning>& to, const std::vector<Warning>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

FitOptions neuralnet_preset() {
  FitOptions options;
  options.hidden = {1};
  options.error = ErrorFunction::sse;
  options.output = Activation::linear;
  options.indicators = true;
  options.scaling = Scaling::none;
  options.threshold_by_rows = false;
  options.repetitions = 1;
  options.decay = 0;
  options.stall.window = 0;
  options.start_spread = StartSpread::unit;
  options.preset = "neuralnet";
  return options;
}

Model fit(const Table& table, const FitOptions& options, const FitObserver& observer) {
  std::vector<Warning> warnings;
  const Roles roles = choose_roles(table, options, warnings);
  check_inputs(table.name, static_cast<Index>(roles.variables.size()));
  std::vector<std::string> used = roles.targets;
  used.insert(used.end(), roles.variables.begin(), roles.variables.end());
  const std::vector<Index> rows = complete_rows(table, used, options.missing);
  if (rows.size() < 2) throw InputError(table.name + ": a single row is not enough to fit anything");
  const std::size_t dropped = table.lines.size() - rows.size();
  if (dropped > 0) {
    warnings.push_back({"rows_dropped",
                        count_of(dropped, "row") + " with missing values left out of " + std::to_string(table.rows())});
  }

  const Activation output = choose_output(table, roles, options);
  DesignOptions design_options{options.scaling, output == Activation::linear,
                               options.indicators || output == Activation::softmax, options.reference};
  Model model;
  model.design = learn_design(table, rows, roles, design_options);
  model.error = choose_error(options, output);

  check_inputs(table.name, model.design.inputs());

  Problem problem;
  problem.architecture = choose_architecture(model.design, options, output);
  problem.inputs = encode_inputs(model.design, gather_variables(model.design, table, rows));
  problem.targets = encode_targets(model.design, table, rows);
  problem.error = model.error;
  problem.decay = options.decay.value_or(default_decay);
  problem.fixed = fixed_weights(problem.architecture, options);
  if (problem.error == ErrorFunction::ce) check_ce_targets(table, model.design, problem.targets);

  TrainOptions training;
  training.threshold = choose_threshold(options, problem.inputs.rows());
  training.stepmax = options.stepmax;
  training.rprop = options.rprop;
  training.stall = options.stall;
  const std::vector<Vector> starts = start_weights(problem.architecture, problem.fixed, options);
  const std::vector<TrainResult> results = train_all(problem, starts, training, options.threads, observer);

  model.training = record_of(options, problem, training.threshold, results, starts);
  model.network = {problem.architecture, results[model.training->best].weights};
  judge(model, problem, options.threads);
  append(warnings, diagnose(model, problem.inputs, problem.targets,
                            problem.fixed.parameters(problem.architecture.weight_count())));
  model.training->warnings = warnings;
  model.data = DataSource{};
  model.data->rows = table.lines.size();
  model.data->rows_used = rows.size();
  return model;
}

}  // namespace nninterp
