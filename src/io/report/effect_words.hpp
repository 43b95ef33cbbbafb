#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"

namespace nninterp {

// What effects say in sentences.

/// Of elasticities, ratios and odds ratios: "per 1 % more wt, mpg falls by 0.54 % [-0.6, -0.48]", a paragraph an
/// effect, all of one target; empty of plain ones.
std::string effects_in_words(const Model& model, const std::vector<const Effect*>& effects,
                             const EffectOptions& options, std::size_t page);

/// What is held in every row; empty where nothing is.
std::string holds_in_words(const Design& design, const std::vector<Hold>& holds, std::size_t page);

}  // namespace nninterp
