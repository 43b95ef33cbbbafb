#pragma once

#include <utility>
#include <vector>

#include "effect_plan.hpp"
#include "nninterp/analysis/effects.hpp"

namespace nninterp {

/// How sure each effect's average shift and average slope are, from the source; effects as the plan has its parts.
void add_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source, Effects& result);

/// Standard errors by the delta method of a part's average shift and average slope; NaN for a slope that there is not.
std::pair<double, double> delta_errors(const Model& model, const EffectPlan& plan, const PlannedEffect& part,
                                       const WeightCovariance& covariance);

/// Of averages outside their own interval, of those that the decay has pulled in, and of intervals that few rows
/// decide.
std::vector<Warning> warn_of_intervals(const Model& model, const Effects& result);

}  // namespace nninterp
