#pragma once

#include <optional>
#include <type_traits>

#include "io/json/json.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// A member of the training's record: null where there is none, or no finite number; enumerations by their words.
template <typename Value>
nlohmann::ordered_json json_of(const Value& value) {
  if constexpr (std::is_same_v<Value, double>) {
    return json_number(value);
  } else if constexpr (std::is_enum_v<Value>) {
    return name_of(value);
  } else {
    return value;
  }
}
template <typename Value>
nlohmann::ordered_json json_of(const std::optional<Value>& value) {
  return value ? json_of(*value) : nlohmann::ordered_json(nullptr);
}

/// Visits the lists of members.hpp and writes them.
struct MemberWriter {
  nlohmann::ordered_json& to;

  template <typename Value, typename... Limits>
  void operator()(const char* name, const Value& value, Limits...) const {
    to[name] = json_of(value);
  }
  template <typename Value, typename... Limits>
  void needed(const char* name, const Value& value, Limits...) const {
    to[name] = json_of(value);
  }
};

/// {TARGET: {r_squared, .., cv_r_squared, ..}}: the measures that are known of either, null where one is not.
nlohmann::ordered_json json_quality(const QualityByTarget& quality, const QualityByTarget& cv_quality = {});

/// {"classes": [..], "counts": [[..], ..]}, a row of counts a class.
nlohmann::ordered_json json_confusion(const Confusion& confusion);

/// What a fit tells of its training: the fields of `fit` from "algorithm" to "start_weights", "excluded" (1-based) and
/// "warnings". What the best repetition tells stands at the top as well.
nlohmann::ordered_json json_training(const TrainingRecord& record);

}  // namespace nninterp
