#include <cmath>
#include <optional>
#include <utility>

#include "json.hpp"

namespace nninterp {

using nlohmann::ordered_json;

namespace {

template <typename T>
ordered_json json_of(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

using Measure = std::pair<const char*, std::optional<double>>;

// The measures that go together, if one of them is known.
void append_measures(ordered_json& object, const std::vector<Measure>& measures) {
  bool known = false;
  for (const Measure& measure : measures) known = known || measure.second;
  if (!known) return;
  for (const auto& [name, value] : measures) object[name] = json_of(value);
  for (const Measure& measure : measures) object["cv_" + std::string(measure.first)] = nullptr;
}

ordered_json json_quality(const QualityByTarget& quality) {
  ordered_json object = ordered_json::object();
  for (const auto& [target, q] : quality) {
    ordered_json measures = ordered_json::object();
    append_measures(measures, {{"r_squared", q.r_squared}, {"rmse", q.rmse}, {"mae", q.mae}});
    append_measures(measures, {{"log_loss", q.log_loss}, {"accuracy", q.accuracy}, {"auc", q.auc}, {"brier", q.brier}});
    append_member(object, target, std::move(measures));
  }
  return object;
}

ordered_json json_repetitions(const std::vector<Repetition>& repetitions) {
  ordered_json array = ordered_json::array();
  for (const Repetition& repetition : repetitions) {
    array.push_back({{"rep", array.size() + 1},
                     {"converged", repetition.converged},
                     {"stopped", name_of(repetition.stopped)},
                     {"steps", repetition.steps},
                     {"polish_steps", 0},
                     {"reached_threshold", json_number(repetition.reached_threshold)},
                     {"error", json_number(repetition.error)},
                     {"penalty", json_number(repetition.penalty)}});
  }
  return array;
}

}  // namespace

ordered_json json_number(double number) { return std::isfinite(number) ? ordered_json(number) : ordered_json(nullptr); }

ordered_json json_warnings(const std::vector<Warning>& warnings) {
  ordered_json array = ordered_json::array();
  for (const Warning& warning : warnings) array.push_back({{"code", warning.code}, {"message", warning.message}});
  return array;
}

void append_member(ordered_json& object, const std::string& key, ordered_json value) {
  object.get_ref<ordered_json::object_t&>().emplace_back(key, std::move(value));
}

ordered_json json_training(const TrainingRecord& record) {
  ordered_json object;
  object["algorithm"] = record.algorithm.empty() ? ordered_json(nullptr) : ordered_json(record.algorithm);
  object["decay"] = json_of(record.decay);
  object["decay_chosen_by"] = json_of(record.decay_chosen_by);
  object["threshold"] = json_of(record.threshold);
  object["preset"] = json_of(record.preset);
  object["stepmax"] = json_of(record.stepmax);
  object["seed"] = json_of(record.seed);
  object["scale"] = json_of(record.scaling);
  const ordered_json repetitions = json_repetitions(record.repetitions);
  const bool known = record.best < record.repetitions.size();
  for (const char* field : {"converged", "stopped", "steps", "reached_threshold", "error"}) {
    object[field] = known ? repetitions[record.best][field] : ordered_json(nullptr);
  }
  if (known) object["stopped"] = name_of(record.stopped());
  object["aic"] = json_of(record.aic);
  object["bic"] = json_of(record.bic);
  object["repetitions"] = repetitions;
  object["best_rep"] = known ? ordered_json(record.best + 1) : ordered_json(nullptr);
  object["quality"] = json_quality(record.quality);
  object["linear_baseline"] = json_quality(record.linear_baseline);
  object["excluded"] = ordered_json::array();
  for (const Index position : record.excluded) object["excluded"].push_back(position + 1);
  object["start_weights"] = std::vector<double>(record.start_weights.begin(), record.start_weights.end());
  object["warnings"] = json_warnings(record.warnings);
  return object;
}

}  // namespace nninterp
