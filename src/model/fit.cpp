#include "nninterp/model/fit.hpp"

#include <algorithm>
#include <cmath>

#include "choices.hpp"
#include "cross_fit.hpp"
#include "cross_validation.hpp"
#include "diagnostics.hpp"
#include "final_training.hpp"
#include "judgement.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/case_weights.hpp"
#include "refits.hpp"
#include "table_checks.hpp"

namespace nninterp {

namespace {

bool is_open(const Candidates& candidates) { return candidates.sizes.size() * candidates.decays.size() > 1; }

std::optional<CrossValidated> validate(const Candidates& candidates, const TrainOptions& training,
                                       const FitOptions& options, TrainingCount& count) {
  if (!is_open(candidates) && !options.choice.folds) return std::nullopt;
  return cross_validate(candidates, options.choice.folds.value_or(default_folds), training,
                        static_cast<std::uint32_t>(options.seed), options.threads, count);
}

Choice choose_network(const Candidates& candidates, const std::optional<CrossValidated>& result) {
  const bool open = is_open(candidates);
  if (!open && !result) return {0, {{candidates.sizes.front(), {}}}};
  if (!result) {  // interrupted: a middling one
    const std::size_t size = candidates.sizes.size() / 2;
    UntrainedNetwork untrained = candidates.sizes[size];
    untrained.decay = candidates.decays[candidates.decays.size() / 2];
    return {size, {{untrained, {}}}};
  }
  Choice choice{result->size, result->open};
  if (!open) choice.open.front().fold_weights.clear();  // to measure must not change what is measured
  return choice;
}

void record_validation(const CrossValidated& result, const FitOptions& options, TrainingRecord& record) {
  record.cross_validation = result.record;
  record.cv_quality = result.quality;
  record.cv_baselines = result.baselines;
  record.penalised_decay = result.penalised_decay;
  record.verdict = result.verdict;
  if (!options.choice.decay) record.decay_chosen_by = ChosenBy::cross_validation;
  if (options.network.choose_hidden) record.hidden_chosen_by = ChosenBy::cross_validation;
}

// As cross-validation left them, where it did.
std::optional<CrossFit> cross_fit(const Candidates& candidates, const Choice& choice, const UntrainedNetwork& trained,
                                  const std::optional<CrossValidated>& validated, const Setting& setting,
                                  const FitOptions& options, TrainingCount& count) {
  const int folds = cross_fit_folds(options, cluster_count(setting.arranged_clusters, setting.arranged.inputs.rows()));
  if (folds == 0 || count.interrupted()) return std::nullopt;
  if (validated) {
    if (auto kept = keep_folds(*validated, trained, folds, setting, options.seed)) return kept;
  }
  return train_folds(candidates, choice.size, trained, folds, setting, options, count);
}

void record_choices(const FitOptions& options, double threshold, TrainingRecord& record) {
  if (options.choice.decay) record.decay_chosen_by = ChosenBy::user;
  if (!options.network.choose_hidden) record.hidden_chosen_by = ChosenBy::user;
  record.algorithm = options.train.step.algorithm;
  record.polish = options.train.polish;
  record.threshold = threshold;
  record.preset = options.preset;
  record.stepmax = options.train.stepmax;
  record.seed = options.seed;
  record.scaling = options.columns.scaling;
}

void record_training(const Trained& trained, bool prefer_converged, double rows, TrainingRecord& record) {
  const auto& [untrained, starts, results] = trained;
  record.decay = untrained.decay;
  for (const TrainResult& result : results) {
    record.repetitions.push_back({result.stopped == StopReason::threshold, result.stopped, result.steps,
                                  result.polish_steps, result.reached_threshold, result.error, result.penalty,
                                  result.diverged, result.weights});
  }
  record.best = best_index(results, prefer_converged);
  const double error = results[record.best].error;
  if (!std::isfinite(results[record.best].total())) {
    throw InputError("the error of the network is not finite: values or start weights are too large",
                     "let ⟨scale⟩ standardize bring them to a common size");
  }
  const auto parameters = static_cast<double>(untrained.fixed.parameters(untrained.architecture.weight_count()));
  record.aic = 2 * error + 2 * parameters;
  record.bic = 2 * error + parameters * std::log(rows);
  record.excluded = untrained.fixed.positions;
  record.start_weights = starts[record.best];
}

std::optional<Sample> gather_unseen(const Table& table, const Selection& selection, const FitOptions& options,
                                    const Table* validation, Model& model, std::vector<Warning>& warnings) {
  if (validation == nullptr && selection.held_out.empty()) return std::nullopt;
  model.training->validation = Validation{};
  if (validation == nullptr) {
    model.training->validation->source = "holdout";
    return gather(model.design, table, selection.held_out, options.columns.weights);
  }
  model.training->validation->source = validation->name;
  std::vector<std::string> used = selection.roles.variables;
  used.insert(used.end(), selection.roles.targets.begin(), selection.roles.targets.end());
  const auto weights = weights_column(options.columns.weights, *validation, warnings);
  if (weights) used.push_back(*weights);
  const std::vector<Index> rows = complete_rows(*validation, used, options.columns.missing);
  if (rows.empty()) throw InputError(validation->name + ": has no complete rows to validate with");
  return gather(model.design, *validation, rows, weights);
}

void append(std::vector<Warning>& to, const std::vector<Warning>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Model fit(const Table& table, const FitOptions& options, const FitObserver& observer, const Table* validation) {
  check_options(options);
  std::vector<Warning> warnings = table.warnings;
  Selection selection = choose_rows(table, options, warnings);
  append(warnings, check_columns(table, selection.roles));
  if (options.choice.holdout > 0) hold_out(table, options, selection);
  Model model;
  const Setting setting = set_up(table, selection, options, model);
  model.training = TrainingRecord{};
  record_choices(options, setting.training.threshold, *model.training);
  const std::optional<Sample> unseen = gather_unseen(table, selection, options, validation, model, warnings);

  TrainingCount count(observer, setting.training.threshold);
  count.expect(static_cast<std::size_t>(options.starts.repetitions));
  const Candidates candidates{model.design,  setting.arranged, setting.arranged_clusters,
                              setting.sizes, setting.starts,   setting.decays,
                              setting.copies};
  const std::optional<CrossValidated> validated = validate(candidates, setting.training, options, count);
  if (validated) record_validation(*validated, options, *model.training);
  const Choice choice = choose_network(candidates, validated);
  const Trained trained = train_chosen(choice, setting, model.design, options, count);
  const UntrainedNetwork& untrained = trained.untrained;
  record_training(trained, options.starts.prefer_converged,
                  total_weight(setting.sample.weights, setting.sample.inputs.rows()), *model.training);
  model.network = {untrained.architecture, trained.results[model.training->best].weights};
  model.training->clusters = setting.clusters;

  model.training->cross_fit = cross_fit(candidates, choice, untrained, validated, setting, options, count);
  if (options.refits.count > 0) {
    model.training->refits = train_refits(untrained, setting.sample, setting.clusters, model.network.weights, options,
                                          setting.training, count, warnings);
  }
  judge(model, setting, unseen ? &*unseen : nullptr, options.threads);
  model.data = DataSource{};
  model.data->rows = table.lines.size();
  model.data->rows_used = selection.rows.size();
  model.data->missing = options.columns.missing;
  model.data->held_out = selection.held_out;
  model.data->cluster = options.columns.cluster;
  model.data->weights = options.columns.weights;
  append(warnings, diagnose(model, setting.sample.inputs, setting.sample.targets,
                            untrained.fixed.parameters(untrained.architecture.weight_count())));
  model.training->warnings = warnings;
  return model;
}

}  // namespace nninterp
