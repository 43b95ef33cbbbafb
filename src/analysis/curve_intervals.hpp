#pragma once

#include <vector>

#include "nninterp/analysis/curve_values.hpp"

namespace nninterp {

/// Intervals of partial dependence or accumulated local effects at each point of the plan, output by output, around the
/// debiased values: both are means over rows that are linear in f. `data`: the training rows, of which each counts as
/// often as `weights` say (empty: once), those outside the plan's group never; why_not_cross_fit() is empty. Ends of
/// intervals, and how many rows each has, are held fixed. None at points of partial dependence beyond which fewer than
/// ten rows lie, or a thirtieth of a small table: they cover too rarely.
std::vector<Interval> cross_fit_intervals(const Model& model, const Matrix& data, const Vector& weights,
                                          const CurvePlan& plan, const IntervalOptions& options, int threads);

}  // namespace nninterp
