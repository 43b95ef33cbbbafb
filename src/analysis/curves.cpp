#include "nninterp/analysis/curves.hpp"

#include <algorithm>

#include "correlation.hpp"
#include "curve_intervals.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr Index max_replicated_points = 20'000'000;

std::vector<Warning> warn_of_correlated(const Design& design, const Matrix& data, const CurvePlan& plan) {
  const Variable& variable = design.variables[plan.variable];
  if (variable.categorical || plan.kind == CurveKind::ale) return {};
  std::vector<std::string> parts;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const auto r = v == plan.variable ? std::nullopt : strong_correlation(design, data, plan.variable, v);
    if (r) parts.push_back(design.variables[v].name + " (" + format_number(*r, 2) + ")");
  }
  if (parts.empty()) return {};
  return {{"correlated_variables",
           variable.name + " is correlated with " + list_some(parts) +
               ", so the curve asks for combinations that the data hardly have; ⟨kind⟩ ale stays close to the data"}};
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

// One interval a point of each curve, curve by curve, as the values stand.
std::vector<Interval> intervals_of(const Model& model, const Matrix& data, const Curves& curves, const Matrix& values,
                                   const CurveOptions& options) {
  if (curves.method == IntervalMethod::cross_fit) {
    return cross_fit_intervals(model, data, curves.plan, options.interval, options.threads);
  }
  const auto points = static_cast<std::size_t>(values.size());
  if (curves.replicates == 0) return std::vector<Interval>(points, no_interval());
  return percentile_intervals(over_refits(model, curves.plan.rows.rows(), false, options.threads,
                                          [&](const Model& refit, const Vector&) -> Vector {
                                            return curve_values(refit, curves.plan, 1).reshaped();
                                          }),
                              options.interval.level);
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

Curves curves(const Model& model, const Matrix& data, const CurveOptions& options) {
  Curves result{
      plan_curves(model.design, data, options), {}, IntervalMethod::none, 0, warn_of_extrapolation(model.design, data)};
  choose_method(model, data, options, result);
  const CurvePlan& plan = result.plan;
  const Matrix values = curve_values(model, plan, options.threads);
  if (values.size() * static_cast<Index>(result.replicates) > max_replicated_points) {
    result.replicates = 0;
    result.method = IntervalMethod::none;
    result.warnings.push_back({"no_intervals", "no intervals: too many points for them; ⟨rows⟩ draws fewer curves"});
  }
  const std::vector<Interval> intervals = intervals_of(model, data, result, values, options);
  const std::vector<std::string> names = model.design.output_names();
  const Index of_output = values.cols() / static_cast<Index>(plan.outputs.size());
  for (Index c = 0; c < values.cols(); ++c) {
    const auto within = static_cast<std::size_t>(c % of_output);
    const std::string& target = names[plan.outputs[static_cast<std::size_t>(c / of_output)]];
    Curve& curve = result.curves.emplace_back(Curve{target, target, {}, values.col(c), {}});
    curve.intervals.assign(intervals.begin() + c * values.rows(), intervals.begin() + (c + 1) * values.rows());
    if (plan.kind == CurveKind::lek) curve.label = format_number(static_cast<double>(within) / 5);
    if (plan.kind != CurveKind::ice) continue;
    curve.label.clear();
    curve.row = plan.drawn[within];
  }
  const auto bad = static_cast<std::size_t>((!values.array().isFinite()).count());
  for (const auto& more : {warn_of_correlated(model.design, data, plan), warn_of_curves_outside(model, result),
                           warn_of_not_finite("the curve", bad, static_cast<std::size_t>(values.size()), "point")}) {
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  return result;
}

}  // namespace nninterp
