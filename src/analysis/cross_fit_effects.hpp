#pragma once

#include <vector>

#include "effect_intervals.hpp"
#include "effect_plan.hpp"
#include "nninterp/analysis/heterogeneity.hpp"

namespace nninterp {

/// One a part of a plan.
struct CrossFitEffects {
  OfParts<Interval> intervals;
  std::vector<OneNumberTests> tests;
};

/// What networks that have not seen the rows say of a plan's averages, and of one number standing for each. All
/// variables of the model are tested beside each other, whichever the plan asks for. why_not_cross_fit() is empty.
CrossFitEffects cross_fit_effects(const Model& model, const EffectPlan& plan);

}  // namespace nninterp
