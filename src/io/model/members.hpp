#pragma once

#include <cstdint>
#include <limits>

#include "nninterp/model/model.hpp"

namespace nninterp {

// What a model file tells of a training, by the names that its members have there: one list for who writes and who
// reads. visit(name, member) may find nothing when it reads, visit.needed(name, member) may not; whole numbers come
// with their limits.

constexpr std::int64_t max_count = std::int64_t{1} << 53;  // doubles beyond are not exact
constexpr std::int64_t max_rounds = 1'000'000;
constexpr std::int64_t max_seed = std::numeric_limits<std::int32_t>::max();

template <typename Of, typename Visit>
void visit_repetition(Of& repetition, Visit visit) {
  visit("converged", repetition.converged);
  visit("stopped", repetition.stopped);
  visit("steps", repetition.steps, 0, max_count);
  visit("polish_steps", repetition.polish_steps, 0, max_count);
  visit("reached_threshold", repetition.reached_threshold);
  visit("error", repetition.error);
  visit("penalty", repetition.penalty);
}

template <typename Of, typename Visit>
void visit_candidate(Of& candidate, Visit visit) {
  visit.needed("decay", candidate.decay);
  visit("error", candidate.error);
  visit("std_error", candidate.std_error);
  visit("smoothed_error", candidate.smoothed_error);
  visit("rounds", candidate.rounds, 1, max_rounds);
  visit("holds", candidate.holds);
}

template <typename Of, typename Visit>
void visit_folds(Of& cross_validation, Visit visit) {
  visit.needed("folds", cross_validation.folds, 2, max_rounds);
  visit("rounds", cross_validation.rounds, 1, max_rounds);
  visit("starts", cross_validation.starts, 1, max_rounds);
}

template <typename Of, typename Visit>
void visit_gain(Of& cross_validation, Visit visit) {
  visit("floor", cross_validation.floor);
  visit("linear_error", cross_validation.linear_error);
  visit("gain", cross_validation.gain);
  visit("gain_std_error", cross_validation.gain_std_error);
}

template <typename Of, typename Visit>
void visit_verdict(Of& verdict, Visit visit) {
  visit.needed("code", verdict.code);
  visit("gain", verdict.gain);
  visit("std_error", verdict.std_error);
  visit("rounds", verdict.rounds, 1, max_rounds);
  visit("baseline", verdict.baseline);
  visit("classes", verdict.classes);
  visit("same_effects", verdict.same_effects);
}

template <typename Of, typename Visit>
void visit_validation(Of& validation, Visit visit) {
  visit("source", validation.source);
  visit("rows", validation.rows, 0, max_count);
}

template <typename Of, typename Visit>
void visit_cross_fit(Of& cross_fit, Visit visit) {
  visit.needed("folds", cross_fit.folds, 2, max_rounds);
  visit.needed("seed", cross_fit.seed, -max_seed, max_seed);
}

template <typename Of, typename Visit>
void visit_refits(Of& refits, Visit visit) {
  visit.needed("decay", refits.decay);
  visit.needed("seed", refits.seed, -max_seed, max_seed);
  visit.needed("rows", refits.rows, 1, max_count);
}

template <typename Of, typename Visit>
void visit_choices(Of& record, Visit visit) {
  visit("algorithm", record.algorithm);
  visit("decay", record.decay);
  visit("decay_chosen_by", record.decay_chosen_by);
  visit("hidden_chosen_by", record.hidden_chosen_by);
  visit("polish", record.polish);
  visit("threshold", record.threshold);
  visit("preset", record.preset);
  visit("command", record.command);
  visit("stepmax", record.stepmax, 0, max_count);
  visit("seed", record.seed, -max_seed, max_seed);
  visit("scale", record.scaling);
}

template <typename Of, typename Visit>
void visit_criteria(Of& record, Visit visit) {
  visit("aic", record.aic);
  visit("bic", record.bic);
}

template <typename Of, typename Visit>
void visit_regression(Of& record, Visit visit) {
  visit("penalised_decay", record.penalised_decay);
  visit("undetermined_regression", record.undetermined);
}

template <typename Of, typename Visit>
void visit_source(Of& data, Visit visit) {
  visit("path", data.path);
  visit("sha256", data.sha256);
  visit("rows", data.rows, 0, max_count);
  visit("rows_used", data.rows_used, 0, max_count);
}

}  // namespace nninterp
