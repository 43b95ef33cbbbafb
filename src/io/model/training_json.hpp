#pragma once

#include "io/json/json.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// {TARGET: {r_squared, .., cv_r_squared, ..}}: the measures that are known of either, null where one is not.
nlohmann::ordered_json json_quality(const QualityByTarget& quality, const QualityByTarget& cv_quality = {});

/// What a fit tells of its training: the fields of `fit` from "algorithm" to "start_weights", "excluded" (1-based) and
/// "warnings". What the best repetition tells stands at the top as well.
nlohmann::ordered_json json_training(const TrainingRecord& record);

}  // namespace nninterp
