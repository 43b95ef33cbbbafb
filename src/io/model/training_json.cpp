#include "training_json.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "nninterp/model/quality.hpp"

namespace nninterp {

using nlohmann::ordered_json;

namespace {

template <typename T>
ordered_json json_of(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (std::is_same_v<T, double>) {
    return json_number(*value);
  } else if constexpr (std::is_enum_v<T>) {
    return name_of(*value);
  } else {
    return *value;
  }
}

// The measures that go together, if one of them is known; then the same by cross-validation.
void append_measures(ordered_json& object, bool of_classes, const Quality& quality, const Quality& cv_quality) {
  ordered_json plain = ordered_json::object(), cv = ordered_json::object();
  bool known = false;
  for (const auto& [name, value, classes] : named_measures) {
    if (classes != of_classes) continue;
    plain[name] = json_of(quality.*value);
    cv["cv_" + std::string(name)] = json_of(cv_quality.*value);
    known = known || quality.*value || cv_quality.*value;
  }
  if (!known) return;
  object.update(plain);
  object.update(cv);
}

ordered_json json_cross_validation(const CrossValidation& record) {
  ordered_json path = ordered_json::array();
  for (const Candidate& candidate : record.path) {
    path.push_back({{"hidden", candidate.hidden},
                    {"decay", candidate.decay},
                    {"error", json_number(candidate.error)},
                    {"std_error", json_number(candidate.std_error)},
                    {"smoothed_error", json_number(candidate.smoothed_error)},
                    {"rounds", candidate.rounds},
                    {"holds", candidate.holds}});
  }
  return {{"folds", record.folds},
          {"rounds", record.rounds},
          {"starts", record.starts},
          {"rule", "smoothed_minimum"},
          {"path", path},
          {"chosen", record.chosen + 1},
          {"floor", json_of(record.floor)},
          {"linear_error", json_of(record.linear_error)},
          {"gain", json_of(record.gain)},
          {"gain_std_error", json_of(record.gain_std_error)}};
}

// The plain regression's measures of each target, and among them as `penalised` the other's.
ordered_json json_regressions(const Baselines& baselines, const Baselines& cv) {
  ordered_json object = json_quality(baselines.linear, cv.linear);
  const ordered_json penalised = json_quality(baselines.penalised, cv.penalised);
  for (auto& [target, measures] : object.get_ref<ordered_json::object_t&>()) {
    if (penalised.contains(target)) measures["penalised"] = penalised[target];
  }
  return object;
}

ordered_json json_validation(const Validation& validation) {
  return {{"source", validation.source},
          {"rows", validation.rows},
          {"quality", json_quality(validation.quality)},
          {"linear_baseline", json_regressions(validation.baselines, {})},
          {"null_baseline", json_quality(validation.baselines.null)}};
}

ordered_json json_verdict(const Verdict& verdict) {
  return {{"code", name_of(verdict.code)},
          {"gain", json_number(verdict.gain)},
          {"std_error", json_number(verdict.std_error)},
          {"rounds", verdict.rounds},
          {"baseline", name_of(verdict.baseline)},
          {"classes", verdict.classes},
          {"same_effects", verdict.same_effects}};
}

ordered_json json_refits(const Refits& refits) {
  return {{"count", refits.weights.size()},
          {"start", refits.fresh ? "fresh" : "warm"},
          {"decay", json_number(refits.decay)},
          {"seed", refits.seed},
          {"rows", refits.rows}};
}

ordered_json json_repetitions(const std::vector<Repetition>& repetitions) {
  ordered_json array = ordered_json::array();
  for (const Repetition& repetition : repetitions) {
    array.push_back({{"rep", array.size() + 1},
                     {"converged", repetition.converged},
                     {"stopped", name_of(repetition.stopped)},
                     {"steps", repetition.steps},
                     {"polish_steps", repetition.polish_steps},
                     {"reached_threshold", json_number(repetition.reached_threshold)},
                     {"error", json_number(repetition.error)},
                     {"penalty", json_number(repetition.penalty)}});
  }
  return array;
}

}  // namespace

ordered_json json_quality(const QualityByTarget& quality, const QualityByTarget& cv_quality) {
  ordered_json object = ordered_json::object();
  for (const auto& [target, q] : quality) {
    ordered_json measures = ordered_json::object();
    const auto cv = cv_quality.find(target);
    const Quality of_cv = cv == cv_quality.end() ? Quality{} : cv->second;
    append_measures(measures, false, q, of_cv);
    append_measures(measures, true, q, of_cv);
    append_member(object, target, std::move(measures));
  }
  return object;
}

ordered_json json_training(const TrainingRecord& record) {
  ordered_json object;
  object["algorithm"] = json_of(record.algorithm);
  object["decay"] = json_of(record.decay);
  object["decay_chosen_by"] = json_of(record.decay_chosen_by);
  object["hidden_chosen_by"] = json_of(record.hidden_chosen_by);
  object["polish"] = json_of(record.polish);
  object["threshold"] = json_of(record.threshold);
  object["preset"] = json_of(record.preset);
  object["stepmax"] = json_of(record.stepmax);
  object["seed"] = json_of(record.seed);
  object["scale"] = json_of(record.scaling);
  const ordered_json repetitions = json_repetitions(record.repetitions);
  const bool known = record.best < record.repetitions.size();
  for (const char* field : {"converged", "stopped", "steps", "polish_steps", "reached_threshold", "error"}) {
    object[field] = known ? repetitions[record.best][field] : ordered_json(nullptr);
  }
  if (known) object["stopped"] = name_of(record.stopped());
  object["aic"] = json_of(record.aic);
  object["bic"] = json_of(record.bic);
  object["repetitions"] = repetitions;
  object["best_rep"] = known ? ordered_json(record.best + 1) : ordered_json(nullptr);
  object["quality"] = json_quality(record.quality, record.cv_quality);
  object["linear_baseline"] = json_regressions(record.baselines, record.cv_baselines);
  object["null_baseline"] = json_quality(record.baselines.null, record.cv_baselines.null);
  object["penalised_decay"] = json_of(record.penalised_decay);
  object["undetermined_regression"] = json_of(record.undetermined);
  object["verdict"] = record.verdict ? json_verdict(*record.verdict) : ordered_json(nullptr);
  object["cross_validation"] =
      record.cross_validation ? json_cross_validation(*record.cross_validation) : ordered_json(nullptr);
  object["validation"] = record.validation ? json_validation(*record.validation) : ordered_json(nullptr);
  object["refits"] = record.refits ? json_refits(*record.refits) : ordered_json(nullptr);
  object["excluded"] = ordered_json::array();
  for (const Index position : record.excluded) object["excluded"].push_back(position + 1);
  object["start_weights"] = std::vector<double>(record.start_weights.begin(), record.start_weights.end());
  object["warnings"] = json_warnings(record.warnings);
  return object;
}

}  // namespace nninterp
