#pragma once

#include <utility>
#include <vector>

#include "effect_plan.hpp"

namespace nninterp {

/// By part of a plan; a part without a slope has none there.
template <typename Value>
struct OfParts {
  std::vector<Value> shifts, slopes;
};

/// How sure each part's average shift and average slope are, from the source; `means` are the model's own.
OfParts<Interval> average_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source,
                                    const OfParts<double>& means);

/// Standard errors by the delta method of a part's average shift and average slope; NaN for a slope that there is not.
std::pair<double, double> delta_errors(const Model& model, const EffectPlan& plan, const PlannedEffect& part,
                                       const WeightCovariance& covariance);

}  // namespace nninterp
