#pragma once

#include <string>
#include <vector>

#include "nninterp/io/report/effects.hpp"

namespace nninterp {

// The part of a document of effects that people read.

/// What an effect is of: "wt", "sex: m - f", "wt [men]".
std::string full_label(const Effect& effect);

/// A line an effect of one target, and how it differs by row: as a column where the page has room, else below.
std::string effects_table(const std::vector<const Effect*>& effects, const EffectsDocument& document,
                          const TextStyle& style);

}  // namespace nninterp
