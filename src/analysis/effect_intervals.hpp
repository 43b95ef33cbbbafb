#pragma once

#include <vector>

#include "effect_plan.hpp"

namespace nninterp {

/// By part of a plan, then by its comparisons; what has no slope has none there.
template <typename Value>
struct OfParts {
  std::vector<Value> shifts, slopes;
};

/// Each part's values and their differences in the comparisons of the plan.
OfParts<double> with_comparisons(const EffectPlan& plan, OfParts<double> of_parts);

/// How sure the average shifts (of ratios their logarithms) and average slopes are, by the delta method or refits;
/// `means` are the model's own.
OfParts<Interval> average_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source,
                                    const OfParts<double>& means);

/// What the linear regression of the fit says of a part's average slope, or of its average shift where there is no
/// slope; the standard error by White's sandwich. NaN where it is not known.
struct RegressionAverage {
  double coefficient, std_error;
};

/// One a part; none without such a regression.
std::vector<RegressionAverage> regression_averages(const Model& model, const EffectPlan& plan);

}  // namespace nninterp
