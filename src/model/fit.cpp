#include "nninterp/model/fit.hpp"

#include <algorithm>
#include <cmath>

#include "choices.hpp"
#include "cross_validation.hpp"
#include "diagnostics.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/folds.hpp"
#include "nninterp/model/quality.hpp"
#include "refits.hpp"
#include "training.hpp"

namespace nninterp {

namespace {

constexpr int default_folds = 5;

// Which columns and rows of the table are used.
struct Selection {
  Roles roles;
  Activation output;
  std::vector<Index> rows, held_out;
};

Selection choose_rows(const Table& table, const FitOptions& options, std::vector<Warning>& warnings) {
  Selection selection{choose_roles(table, options, warnings), {}, {}, {}};
  check_inputs(table.name, static_cast<Index>(selection.roles.variables.size()));
  std::vector<std::string> used = selection.roles.targets;
  used.insert(used.end(), selection.roles.variables.begin(), selection.roles.variables.end());
  selection.rows = complete_rows(table, used, options.missing);
  if (selection.rows.size() < 2) throw InputError(table.name + ": a single row is not enough to fit anything");
  const std::size_t dropped = table.lines.size() - selection.rows.size();
  if (dropped > 0) {
    warnings.push_back({"rows_dropped",
                        count_of(dropped, "row") + " with missing values left out of " + std::to_string(table.rows())});
  }
  selection.output = choose_output(table, selection.roles, options);
  return selection;
}

Design design_of(const Table& table, const Selection& selection, const FitOptions& options) {
  const bool softmax = selection.output == Activation::softmax;
  return learn_design(table, selection.rows, selection.roles,
                      {options.scaling, selection.output == Activation::linear, options.indicators || softmax, !softmax,
                       options.reference});
}

// The network could not read a level that only held-out rows have: the first of them goes back to the training.
void keep_every_level(const Column& column, const std::vector<Index>& rows, std::vector<bool>& out) {
  std::vector<bool> seen(column.levels.size(), false);
  const auto level = [&](std::size_t i) { return static_cast<std::size_t>(column.codes[rows[i]]); };
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!out[i]) seen[level(i)] = true;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (seen[level(i)]) continue;
    out[i] = false;
    seen[level(i)] = true;
  }
}

// Moves a random share of the rows to held_out.
void hold_out(const Table& table, const FitOptions& options, Selection& selection) {
  if (selection.rows.size() < 3) throw InputError(table.name + ": two rows leave none to hold out");
  const Design design = design_of(table, selection, options);
  const std::vector<int> classes = classes_of_rows(design, encode_targets(design, table, selection.rows));
  Random random(options.seed);
  std::vector<bool> out(selection.rows.size(), false);
  for (const std::size_t position : choose_held_out(classes, options.holdout, random)) out[position] = true;
  for (const std::vector<std::string>& names : {selection.roles.variables, selection.roles.targets}) {
    for (const std::string& name : names) {
      if (table.at(name).kind == ColumnKind::text) keep_every_level(table.at(name), selection.rows, out);
    }
  }
  const std::vector<Index> all = std::move(selection.rows);
  selection.rows.clear();
  for (std::size_t i = 0; i < out.size(); ++i) (out[i] ? selection.held_out : selection.rows).push_back(all[i]);
}

Sample gather(const Design& design, const Table& table, const std::vector<Index>& rows) {
  return {encode_inputs(design, gather_variables(design, table, rows)), encode_targets(design, table, rows)};
}

// Everything that is known before the training.
struct Setting {
  Sample sample;
  std::vector<Problem> problems;            // to choose from, size by size
  std::vector<std::vector<Vector>> starts;  // by size
  TrainOptions training;
};

// A fold must not be lost to a poor start: where it costs little it gets twice as many starts as the fit itself, whose
// starts are the first of them.
FitOptions with_fold_starts(FitOptions options, Index rows) {
  if (options.start_weights.empty() && rows <= 1000) {
    options.repetitions = std::max(options.repetitions, std::min(2 * options.repetitions, max_fold_starts));
  }
  return options;
}

Setting set_up(const Table& table, const Selection& selection, const FitOptions& options, Model& model) {
  model.design = design_of(table, selection, options);
  model.error = choose_error(options, selection.output);
  check_inputs(table.name, model.design.inputs());
  Setting setting;
  setting.sample = gather(model.design, table, selection.rows);
  if (model.error == ErrorFunction::ce) check_ce_targets(table, model.design, setting.sample.targets);
  const Index rows = setting.sample.inputs.rows();
  const std::vector<double> decays =
      options.decay ? std::vector<double>{*options.decay} : decay_grid(rows, model.design.inputs());
  for (const std::vector<Index>& hidden : choose_sizes(options, rows)) {
    const Architecture architecture = choose_architecture(model.design, options, hidden, selection.output);
    const FixedWeights fixed = fixed_weights(architecture, options);
    setting.starts.push_back(start_weights(architecture, fixed, with_fold_starts(options, rows)));
    for (const double decay : decays) setting.problems.push_back({architecture, model.error, decay, fixed});
  }
  setting.training.threshold = choose_threshold(options, rows);
  setting.training.stepmax = options.stepmax;
  setting.training.step = options.step;
  setting.training.stall = options.stall;
  setting.training.polish = options.polish;
  return setting;
}

// Index of the problem to train. An interrupted choice leaves a middling one.
std::size_t choose_problem(const Competition& competition, const TrainOptions& training, const FitOptions& options,
                           TrainingCount& count, TrainingRecord& record) {
  const bool open = competition.problems.size() > 1;
  if (!open && !options.folds) return 0;
  const auto result = cross_validate(competition, options.folds.value_or(default_folds), training, options.seed,
                                     options.threads, count);
  if (!result) return competition.problems.size() / 2;
  record.cross_validation = result->record;
  record.cv_quality = result->quality;
  record.cv_linear_baseline = result->linear_baseline;
  if (!options.decay) record.decay_chosen_by = "cross-validation";
  if (options.choose_hidden) record.hidden_chosen_by = "cross-validation";
  return result->record.chosen;
}

std::vector<TrainResult> train_all(const Problem& problem, const std::vector<Vector>& starts, const Setting& setting,
                                   int threads, TrainingCount& count) {
  // Once converged, on to all digits: for next to nothing, and other machines then find the same.
  TrainOptions training = setting.training;
  training.quasi_newton.goal = 1e-9 * training.threshold;
  const Architecture& architecture = problem.architecture;
  // A regression in other words is taken to all digits, however badly its units are conditioned.
  const bool regression = architecture.layers() == 1 || architecture.hidden == Activation::linear;
  training.quasi_newton.goal_steps = regression ? 10'000 : 100;
  std::vector<TrainResult> results(starts.size());
  const int each = std::max(1, thread_count(threads) / static_cast<int>(starts.size()));
  parallel_for(starts.size(), threads, [&](std::size_t i) {
    results[i] = train_start(problem, setting.sample, starts[i], training, TrainingPurpose::fit, each, count);
  });
  return results;
}

std::string name_of_scaling(Scaling scaling) {
  return scaling == Scaling::standardize ? "standardize" : scaling == Scaling::minmax ? "minmax" : "none";
}

void record_choices(const FitOptions& options, double threshold, TrainingRecord& record) {
  if (options.decay) record.decay_chosen_by = "user";
  if (!options.choose_hidden) record.hidden_chosen_by = "user";
  record.algorithm = std::string(name_of(options.step.algorithm));
  record.polish = std::string(name_of(options.polish));
  record.threshold = threshold;
  record.preset = options.preset;
  record.stepmax = options.stepmax;
  record.seed = options.seed;
  record.scaling = name_of_scaling(options.scaling);
}

void record_training(const Problem& problem, const std::vector<TrainResult>& results, const std::vector<Vector>& starts,
                     bool prefer_converged, Index rows, TrainingRecord& record) {
  record.decay = problem.decay;
  for (const TrainResult& result : results) {
    record.repetitions.push_back({result.stopped == StopReason::threshold, result.stopped, result.steps,
                                  result.polish_steps, result.reached_threshold, result.error, result.penalty,
                                  result.diverged, result.weights});
  }
  record.best = best_index(results, prefer_converged);
  const double error = results[record.best].error;
  if (!std::isfinite(results[record.best].total())) {
    throw InputError("the error of the network is not finite: values or start weights are too large",
                     "let --scale standardize bring them to a common size");
  }
  const auto parameters = static_cast<double>(problem.fixed.parameters(problem.architecture.weight_count()));
  record.aic = 2 * error + 2 * parameters;
  record.bic = 2 * error + parameters * std::log(static_cast<double>(rows));
  record.excluded = problem.fixed.positions;
  record.start_weights = starts[record.best];
}

QualityByTarget measure(const Design& design, Activation output, Matrix predictions, Matrix truth) {
  decode_outputs(design, predictions);
  decode_outputs(design, truth);
  return measure_quality(design, output, predictions, truth);
}

// Quality on the training rows and on those held out or given for validation, beside the linear model's.
void judge(Model& model, const Sample& sample, const Sample* unseen, int threads) {
  const Activation output = model.network.architecture.output;
  TrainingRecord& record = *model.training;
  const auto linear = fit_linear(model.design, output, sample.inputs, sample.targets);
  if (linear) record.linear_model = as_network(*linear);
  record.support = learn_support(sample.inputs);
  const auto judge_on = [&](const Sample& rows, QualityByTarget& quality, QualityByTarget& baseline) {
    quality = measure(model.design, output, run_network(model.network, rows.inputs, threads), rows.targets);
    if (linear) baseline = measure(model.design, output, predict_linear(*linear, rows.inputs), rows.targets);
  };
  judge_on(sample, record.quality, record.linear_baseline);
  if (unseen == nullptr) return;
  record.validation->rows = static_cast<std::size_t>(unseen->inputs.rows());
  judge_on(*unseen, record.validation->quality, record.validation->linear_baseline);
}

std::optional<Sample> gather_unseen(const Table& table, const Selection& selection, const FitOptions& options,
                                    const Table* validation, Model& model) {
  if (validation == nullptr && selection.held_out.empty()) return std::nullopt;
  model.training->validation = Validation{};
  if (validation == nullptr) {
    model.training->validation->source = "holdout";
    return gather(model.design, table, selection.held_out);
  }
  model.training->validation->source = validation->name;
  std::vector<std::string> used = selection.roles.variables;
  used.insert(used.end(), selection.roles.targets.begin(), selection.roles.targets.end());
  const std::vector<Index> rows = complete_rows(*validation, used, options.missing);
  if (rows.empty()) throw InputError(validation->name + ": has no complete rows to validate with");
  return gather(model.design, *validation, rows);
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
  options.polish = Polish::none;
  options.stall.window = 0;
  options.start_spread = StartSpread::unit;
  options.prefer_converged = true;
  options.preset = "neuralnet";
  return options;
}

Model fit(const Table& table, const FitOptions& options, const FitObserver& observer, const Table* validation) {
  check_algorithm(options.step);
  std::vector<Warning> warnings;
  Selection selection = choose_rows(table, options, warnings);
  if (options.holdout > 0) hold_out(table, options, selection);
  Model model;
  const Setting setting = set_up(table, selection, options, model);
  model.training = TrainingRecord{};
  record_choices(options, setting.training.threshold, *model.training);
  const std::optional<Sample> unseen = gather_unseen(table, selection, options, validation, model);

  TrainingCount count(observer, setting.training.threshold);
  count.expect(static_cast<std::size_t>(options.repetitions));
  const Competition competition{model.design, setting.sample, setting.problems, setting.starts};
  const std::size_t chosen = choose_problem(competition, setting.training, options, count, *model.training);
  const Problem& problem = setting.problems[chosen];
  std::vector<Vector> starts = competition.starts_of(chosen);
  starts.resize(static_cast<std::size_t>(options.repetitions));
  const std::vector<TrainResult> results = train_all(problem, starts, setting, options.threads, count);
  record_training(problem, results, starts, options.prefer_converged, setting.sample.inputs.rows(), *model.training);
  model.network = {problem.architecture, results[model.training->best].weights};

  if (options.bootstrap > 0) {
    model.training->refits =
        train_refits(problem, setting.sample, model.network.weights, options, setting.training, count, warnings);
  }
  judge(model, setting.sample, unseen ? &*unseen : nullptr, options.threads);
  append(warnings, diagnose(model, setting.sample.inputs, setting.sample.targets,
                            problem.fixed.parameters(problem.architecture.weight_count())));
  model.training->warnings = warnings;
  model.data = DataSource{};
  model.data->rows = table.lines.size();
  model.data->rows_used = selection.rows.size();
  model.data->held_out = selection.held_out;
  return model;
}

}  // namespace nninterp
