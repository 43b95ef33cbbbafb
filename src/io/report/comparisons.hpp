#pragma once

#include <string>

#include "io/json/json.hpp"
#include "nninterp/analysis/effects.hpp"

namespace nninterp {

// The part of a document of effects that compares groups.

nlohmann::ordered_json comparisons_json(const Effects& effects);
/// A line a comparison.
std::string comparisons_csv(const Effects& effects);
/// All targets, each its table.
std::string comparisons_text(const Design& design, const Effects& effects, const EffectOptions& options,
                             std::size_t page);

}  // namespace nninterp
