#include "nninterp/model/fit.hpp"

#include <algorithm>
#include <cmath>

#include "choices.hpp"
#include "diagnostics.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/quality.hpp"
#include "starts.hpp"

namespace nninterp {

namespace {

struct Problem {
  Architecture architecture;
  Matrix inputs, targets;
  ErrorFunction error;
  double decay;
  FixedWeights fixed;
};

// Which columns and rows of the table are used.
struct Sample {
  Roles roles;
  std::vector<Index> rows;
};

Sample choose_sample(const Table& table, const FitOptions& options, std::vector<Warning>& warnings) {
  Sample sample{choose_roles(table, options, warnings), {}};
  check_inputs(table.name, static_cast<Index>(sample.roles.variables.size()));
  std::vector<std::string> used = sample.roles.targets;
  used.insert(used.end(), sample.roles.variables.begin(), sample.roles.variables.end());
  sample.rows = complete_rows(table, used, options.missing);
  if (sample.rows.size() < 2) throw InputError(table.name + ": a single row is not enough to fit anything");
  const std::size_t dropped = table.lines.size() - sample.rows.size();
  if (dropped > 0) {
    warnings.push_back({"rows_dropped",
                        count_of(dropped, "row") + " with missing values left out of " + std::to_string(table.rows())});
  }
  return sample;
}

// Learns the design of the model, and what its network has to learn.
Problem pose(const Table& table, const Sample& sample, const FitOptions& options, Model& model) {
  const Activation output = choose_output(table, sample.roles, options);
  const DesignOptions design_options{options.scaling, output == Activation::linear,
                                     options.indicators || output == Activation::softmax, options.reference};
  model.design = learn_design(table, sample.rows, sample.roles, design_options);
  model.error = choose_error(options, output);
  check_inputs(table.name, model.design.inputs());

  Problem problem;
  problem.architecture = choose_architecture(model.design, options, output);
  problem.inputs = encode_inputs(model.design, gather_variables(model.design, table, sample.rows));
  problem.targets = encode_targets(model.design, table, sample.rows);
  problem.error = model.error;
  problem.decay = options.decay.value_or(default_decay);
  problem.fixed = fixed_weights(problem.architecture, options);
  if (problem.error == ErrorFunction::ce) check_ce_targets(table, model.design, problem.targets);
  return problem;
}

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

std::size_t best_of(const std::vector<TrainResult>& results, bool prefer_converged) {
  const auto converged = [&](std::size_t i) { return prefer_converged && results[i].stopped == StopReason::threshold; };
  std::size_t best = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const double total = results[i].error + results[i].penalty, least = results[best].error + results[best].penalty;
    const bool better = converged(i) == converged(best) ? total < least || !std::isfinite(least) : converged(i);
    if (better) best = i;
  }
  if (!std::isfinite(results[best].error + results[best].penalty)) {
    throw InputError("the error of the network is not finite: values or start weights are too large",
                     "let --scale standardize bring them to a common size");
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
  record.best = best_of(results, options.prefer_converged);
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
  options.prefer_converged = true;
  options.preset = "neuralnet";
  return options;
}

Model fit(const Table& table, const FitOptions& options, const FitObserver& observer) {
  std::vector<Warning> warnings;
  const Sample sample = choose_sample(table, options, warnings);
  Model model;
  const Problem problem = pose(table, sample, options, model);
  const TrainOptions training{choose_threshold(options, problem.inputs.rows()), options.stepmax, options.rprop,
                              options.stall};
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
  model.data->rows_used = sample.rows.size();
  return model;
}

}  // namespace nninterp
