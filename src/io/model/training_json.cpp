#include "training_json.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "members.hpp"
#include "nninterp/model/quality.hpp"

namespace nninterp {

using nlohmann::ordered_json;

namespace {

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

// Of the network alone.
void add_confusions(const QualityByTarget& quality, const QualityByTarget& cv_quality, ordered_json& object) {
  for (const auto& [target, of_target] : quality) {
    if (!of_target.confusion) continue;
    ordered_json& confusion = object[target]["confusion"] = json_confusion(*of_target.confusion);
    const auto cv = cv_quality.find(target);
    const bool known = cv != cv_quality.end() && cv->second.confusion;
    confusion["cv_counts"] = known ? json_confusion(*cv->second.confusion)["counts"] : ordered_json(nullptr);
  }
}

ordered_json json_cross_validation(const CrossValidation& record) {
  ordered_json object, path = ordered_json::array();
  for (const Candidate& candidate : record.path) {
    ordered_json one{{"hidden", candidate.hidden}};
    visit_candidate(candidate, MemberWriter{one});
    path.push_back(std::move(one));
  }
  visit_folds(record, MemberWriter{object});
  object["rule"] = "smoothed_minimum";
  object["path"] = std::move(path);
  object["chosen"] = record.chosen + 1;
  visit_gain(record, MemberWriter{object});
  return object;
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
  ordered_json object;
  visit_validation(validation, MemberWriter{object});
  object["quality"] = json_quality(validation.quality);
  add_confusions(validation.quality, {}, object["quality"]);
  object["linear_baseline"] = json_regressions(validation.baselines, {});
  object["null_baseline"] = json_quality(validation.baselines.null);
  return object;
}

ordered_json json_verdict(const Verdict& verdict) {
  ordered_json object;
  visit_verdict(verdict, MemberWriter{object});
  return object;
}

ordered_json json_cross_fit(const CrossFit& cross_fit) {
  ordered_json object;
  visit_cross_fit(cross_fit, MemberWriter{object});
  object["rounds"] = cross_fit.rounds();
  return object;
}

ordered_json json_refits(const Refits& refits) {
  ordered_json object{{"count", refits.weights.size()}, {"start", refits.fresh ? "fresh" : "warm"}};
  visit_refits(refits, MemberWriter{object});
  return object;
}

ordered_json json_repetitions(const std::vector<Repetition>& repetitions) {
  ordered_json array = ordered_json::array();
  for (const Repetition& repetition : repetitions) {
    ordered_json one{{"rep", array.size() + 1}};
    visit_repetition(repetition, MemberWriter{one});
    array.push_back(std::move(one));
  }
  return array;
}

}  // namespace

ordered_json json_confusion(const Confusion& confusion) {
  ordered_json counts = ordered_json::array();
  for (Index k = 0; k < confusion.counts.rows(); ++k) {
    const Vector of_class = confusion.counts.row(k);
    counts.push_back(json_numbers(of_class));
  }
  return {{"classes", confusion.classes}, {"counts", std::move(counts)}};
}

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
  visit_choices(record, MemberWriter{object});
  const ordered_json repetitions = json_repetitions(record.repetitions);
  const bool known = record.best < record.repetitions.size();
  for (const char* field : {"converged", "stopped", "steps", "polish_steps", "reached_threshold", "error"}) {
    object[field] = known ? repetitions[record.best][field] : ordered_json(nullptr);
  }
  if (known) object["stopped"] = name_of(record.stopped());
  visit_criteria(record, MemberWriter{object});
  object["repetitions"] = repetitions;
  object["best_rep"] = known ? ordered_json(record.best + 1) : ordered_json(nullptr);
  object["quality"] = json_quality(record.quality, record.cv_quality);
  add_confusions(record.quality, record.cv_quality, object["quality"]);
  object["linear_baseline"] = json_regressions(record.baselines, record.cv_baselines);
  object["null_baseline"] = json_quality(record.baselines.null, record.cv_baselines.null);
  visit_regression(record, MemberWriter{object});
  object["verdict"] = record.verdict ? json_verdict(*record.verdict) : ordered_json(nullptr);
  object["cross_validation"] =
      record.cross_validation ? json_cross_validation(*record.cross_validation) : ordered_json(nullptr);
  object["validation"] = record.validation ? json_validation(*record.validation) : ordered_json(nullptr);
  object["crossfit"] = record.cross_fit ? json_cross_fit(*record.cross_fit) : ordered_json(nullptr);
  object["refits"] = record.refits ? json_refits(*record.refits) : ordered_json(nullptr);
  object["excluded"] = ordered_json::array();
  for (const Index position : record.excluded) object["excluded"].push_back(position + 1);
  object["start_weights"] = std::vector<double>(record.start_weights.begin(), record.start_weights.end());
  object["warnings"] = json_warnings(record.warnings);
  return object;
}

}  // namespace nninterp
