#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// JSON that people can read too: objects indented, arrays of numbers or texts on one line (so a matrix has one line a
/// row), and small objects inside arrays as well. Doubles are the shortest that read back the same; what is not finite
/// is null, and bytes that are no UTF-8 become U+FFFD. No line break at the end.
std::string pretty(const nlohmann::ordered_json& value);

/// The document in `bytes`; InputError with the line for anything that is not JSON. `name` stands in messages.
nlohmann::json parse_json(std::string_view bytes, const std::string& name);

/// null where the number is not finite.
nlohmann::ordered_json json_number(double number);

/// An array of them.
nlohmann::ordered_json json_numbers(const Vector& numbers);

/// [{"code": .., "message": ..}]
nlohmann::ordered_json json_warnings(const std::vector<Warning>& warnings);

/// {TARGET: {r_squared, .., cv_r_squared, ..}}: the measures that are known of either, null where one is not.
nlohmann::ordered_json json_quality(const QualityByTarget& quality, const QualityByTarget& cv_quality = {});

/// What a fit tells of its training: the fields of `fit` from "algorithm" to "start_weights", "excluded" (1-based) and
/// "warnings". What the best repetition tells stands at the top as well.
nlohmann::ordered_json json_training(const TrainingRecord& record);

/// Appends a member without looking for its key first, which ordered_json does one by one.
void append_member(nlohmann::ordered_json& object, const std::string& key, nlohmann::ordered_json value);

}  // namespace nninterp
