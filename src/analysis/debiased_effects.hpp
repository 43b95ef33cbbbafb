#pragma once

#include "effect_intervals.hpp"
#include "effect_plan.hpp"

namespace nninterp {

/// By cross-fitting, how sure the average shifts of a plan (of ratios their logarithms) and average slopes are, and
/// their differences in its comparisons. why_not_cross_fit() is empty.
OfParts<Interval> debiased_effects(const Model& model, const EffectPlan& plan);

}  // namespace nninterp
