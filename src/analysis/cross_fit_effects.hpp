#pragma once

#include <vector>

#include "effect_intervals.hpp"
#include "effect_plan.hpp"
#include "nninterp/analysis/heterogeneity.hpp"

namespace nninterp {

struct CrossFitEffects {
  OfParts<Interval> intervals;        ///< as average_intervals() has them
  std::vector<OneNumberTests> tests;  ///< one a part of the plan; none where something is held
};

/// What networks that have not seen the rows say of a plan's averages, and of one number standing for each. All
/// variables of the model are tested beside each other, whichever the plan asks for, as differences and slopes.
/// why_not_cross_fit() is empty.
CrossFitEffects cross_fit_effects(const Model& model, const EffectPlan& plan);

}  // namespace nninterp
