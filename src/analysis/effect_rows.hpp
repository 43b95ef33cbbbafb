#pragma once

#include <vector>

#include "effect_plan.hpp"
#include "nninterp/analysis/effect.hpp"

namespace nninterp {

struct EffectsAtRows {
  std::vector<Effect> effects;  ///< one a part, without intervals
  std::vector<Warning> warnings;
};

/// What the rows tell of each part of a plan. `tests`: one a part, or none.
EffectsAtRows effects_at_rows(const Model& model, const EffectPlan& plan, const std::vector<OneNumberTests>& tests);

}  // namespace nninterp
