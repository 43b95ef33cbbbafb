#include "nninterp/analysis/curves.hpp"

#include <algorithm>
#include <cmath>

#include "correlation.hpp"
#include "curve_groups.hpp"
#include "curve_intervals.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

constexpr Index max_replicated_points = 20'000'000;

// All rows, or those of a group, and what is drawn of them.
struct Part {
  std::string group;
  Vector weights;  // of all rows, outside the group 0; empty: each counts once
  CurvePlan plan;
  Vector shares;  // of the rows at each point
  Matrix values;
  std::vector<Interval> intervals;
};

std::vector<Part> parts_of(const Design& design, const Matrix& data, const CurveOptions& options,
                           const std::optional<Grouping>& grouping, Curves& curves) {
  const CurvePlan& all = curves.plan;
  const Vector values = data.col(static_cast<Index>(all.variable));
  if (!grouping) return {{"", options.weights, all, shares_at(all, values, options.weights), {}, {}}};
  std::vector<Part> parts;
  for (const auto& [name, rows] : groups_with_curves(*grouping, data, options.weights, {all}, curves.warnings)) {
    const Vector of_group = values(rows), own = weights_at(options.weights, rows);
    Part& part = parts.emplace_back(
        Part{name, Vector::Zero(data.rows()), plan_group(design, data, rows, options, all), {}, {}, {}});
    part.weights(rows) = own.size() > 0 ? own : Vector::Ones(of_group.size());
    part.shares = shares_at(part.plan, of_group, own);
  }
  return parts;
}

// By cross-fitting means over rows alone; of single rows' curves, and of rows that are held at quantiles, refits tell.
void choose_method(const Model& model, const Matrix& data, const CurveOptions& options, Curves& curves) {
  const bool mean = curves.plan.kind == CurveKind::pdp || curves.plan.kind == CurveKind::ale;
  if (options.interval.method == IntervalMethod::cross_fit && !mean) {
    throw InputError("⟨interval⟩: no crossfit: it is of means over the rows, ⟨kind⟩ pdp and ale",
                     "fit with ⟨bootstrap⟩ 200 for intervals of this kind");
  }
  if (mean && choose_cross_fit(model, data.rows(), options.interval)) {
    curves.method = IntervalMethod::cross_fit;
    return;
  }
  curves.replicates = choose_refits(model, options.interval, curves.warnings);
  if (curves.replicates > 0) curves.method = IntervalMethod::bootstrap;
}

void drop_too_many(const std::vector<Part>& parts, Curves& curves) {
  Index points = 0;
  for (const Part& part : parts) points += part.values.size();
  if (points * static_cast<Index>(curves.replicates) <= max_replicated_points) return;
  curves.replicates = 0;
  curves.method = IntervalMethod::none;
  curves.warnings.push_back({"no_intervals", "no intervals: too many points for them; ⟨rows⟩ draws fewer curves"});
}

// One interval a point of each curve, curve by curve, as the values stand.
std::vector<Interval> intervals_of(const Model& model, const Matrix& data, const Curves& curves, const Part& part,
                                   const CurveOptions& options) {
  if (curves.method == IntervalMethod::cross_fit) {
    return cross_fit_intervals(model, data, part.weights, part.plan, options.interval, options.threads);
  }
  if (curves.replicates == 0) return std::vector<Interval>(static_cast<std::size_t>(part.values.size()), no_interval());
  return percentile_intervals(over_refits(model, part.plan.rows.rows(), false, options.threads,
                                          [&](const Model& refit, const Vector&) -> Vector {
                                            return curve_values(refit, part.plan, 1).reshaped();
                                          }),
                              options.interval.level);
}

// The curve in this column of the values.
Curve curve_of(const Part& part, const std::string& target, Index column, std::size_t within) {
  const CurvePlan& plan = part.plan;
  const Index points = part.values.rows();
  const auto first = part.intervals.begin() + column * points;
  Curve curve{part.group.empty() ? target : part.group,
              target,
              part.group,
              {},
              plan.x,
              plan.rows_at_x,
              part.values.col(column),
              {first, first + points},
              part.shares.dot(part.values.col(column))};
  if (plan.kind == CurveKind::ale && std::isfinite(curve.mean)) curve.mean = 0;  // but for rounding
  if (plan.kind == CurveKind::lek) curve.label = format_number(static_cast<double>(within) / 5);
  if (plan.kind != CurveKind::ice) return curve;
  const bool mean = within == plan.drawn.size();
  curve.label = mean ? "mean" : "";
  if (!mean) curve.row = plan.drawn[within];
  return curve;
}

// Points that the user named beyond what the network has seen.
std::vector<Warning> warn_of_points(const Variable& variable, const Vector& values, const CurvePlan& plan) {
  if (plan.categorical) return {};
  const Range range = known_range(variable, values);
  std::vector<std::string> outside;
  for (const double x : plan.x) {
    if (x < range.min || x > range.max) outside.push_back(format_number(x, 6));
  }
  if (outside.empty()) return {};
  return {{"extrapolation", "points of " + variable.name + " leave the range of the data (" +
                                format_number(range.min, 6) + " to " + format_number(range.max, 6) +
                                "): " + list_some(outside)}};
}

// "Y at 3 of 21 points", of each target with a curve that misses any.
std::vector<std::string> missed(const Curves& curves) {
  std::vector<std::string> names;
  for (auto curve = curves.curves.begin(); curve != curves.curves.end();) {
    const std::string& target = curve->target;
    std::size_t points = 0, missing = 0;
    for (; curve != curves.curves.end() && curve->target == target; ++curve) {
      for (std::size_t k = 0; k < curve->intervals.size(); ++k, ++points) {
        if (misses(curve->y[k], curve->intervals[k])) ++missing;
      }
    }
    if (missing > 0) names.push_back(target + " at " + std::to_string(missing) + " of " + count_of(points, "point"));
  }
  return names;
}

std::vector<Warning> warn_of_curves_outside(const Model& model, const Curves& curves) {
  const std::vector<std::string> names = missed(curves);
  if (curves.method != IntervalMethod::cross_fit) return warn_of_misses(model, names);
  if (names.empty()) return {};
  return {{"shrunken_effect", list_some(names, 8) +
                                  ": the network's own curve lies outside the interval, which is around the debiased "
                                  "one, and that is the one to report there"}};
}

}  // namespace

Curves curves(const Model& model, const Matrix& data, const CurveOptions& options,
              const std::optional<Grouping>& grouping) {
  const Design& design = model.design;
  Curves result{plan_curves(design, data, options), grouping ? grouping->name : "", {}, IntervalMethod::none, 0,
                warn_of_extrapolation(design, data)};
  const CurvePlan& plan = result.plan;
  std::vector<Part> parts = parts_of(design, data, options, grouping, result);
  choose_method(model, data, options, result);
  for (Part& part : parts) part.values = curve_values(model, part.plan, options.threads);
  drop_too_many(parts, result);
  for (Part& part : parts) part.intervals = intervals_of(model, data, result, part, options);
  const std::vector<std::string> names = design.output_names();
  std::size_t bad = 0, points = 0;
  for (std::size_t k = 0; k < plan.outputs.size(); ++k) {
    for (const Part& part : parts) {
      const Index of_output = part.values.cols() / static_cast<Index>(plan.outputs.size());
      for (Index c = 0; c < of_output; ++c) {
        result.curves.push_back(curve_of(part, names[static_cast<std::size_t>(plan.outputs[k])],
                                         static_cast<Index>(k) * of_output + c, static_cast<std::size_t>(c)));
        bad += static_cast<std::size_t>((!result.curves.back().y.array().isFinite()).count());
        points += result.curves.back().x.size();
      }
    }
  }
  const bool near = plan.categorical || plan.kind == CurveKind::ale;
  const Vector values = data.col(static_cast<Index>(plan.variable));
  for (const auto& more :
       {options.points.empty() ? std::vector<Warning>() : warn_of_points(design.variables[plan.variable], values, plan),
        warn_of_holds(design, data, plan.at),
        near ? std::vector<Warning>() : warn_of_correlated(design, data, {plan.variable}, "curve"),
        warn_of_curves_outside(model, result), warn_of_not_finite("the curve", bad, points, "point")}) {
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  return result;
}

}  // namespace nninterp
