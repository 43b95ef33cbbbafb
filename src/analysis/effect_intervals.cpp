#include "effect_intervals.hpp"

#include <utility>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/curvature.hpp"
#include "nninterp/nn/weight_gradient.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// Standard errors by the delta method of an average shift and an average slope.
std::pair<double, double> delta_errors(const Model& model, const EffectPlan& plan, const PlannedEffect& part,
                                       const WeightCovariance& covariance) {
  const Move& move = plan.moves[part.move];
  const OutputScale scale = plan.options.scale;
  const Index output = plan.outputs[part.output];
  Vector shift = Vector::Zero(model.network.weights.size()), slope = shift;
  for_rows(plan.data.rows(), part_rows, [&](Index first, Index count) {
    const Matrix rows = plan.data.middleRows(first, count);
    const Vector members = plan.members(part.group, first, count);
    const auto gradient = [&](const Matrix& moved) {
      return output_gradient(model.network, encode_inputs(model.design, moved), members, output, scale);
    };
    shift += gradient(after(rows, move)) - gradient(before(rows, move));
    if (!plan.numeric(part)) return;
    slope += slope_gradient(model.network, encode_inputs(model.design, rows), members, output,
                            model.design.first_inputs()[move.variable], scale);
  });
  const double unit = model.design.output_scales()[output] / plan.weight_of_group(part.group);
  const double of_shift = delta_std_error(covariance, unit * shift);
  if (!plan.numeric(part)) return {of_shift, nan};
  return {of_shift, delta_std_error(covariance, unit / model.design.variables[move.variable].scale * slope)};
}

void add_delta(const Model& model, const EffectPlan& plan, const WeightCovariance& covariance,
               const OfParts<double>& means, OfParts<Interval>& result) {
  const double level = plan.options.interval.level;
  parallel_for(plan.parts.size(), plan.options.threads, [&](std::size_t i) {
    const auto [shift, slope] = delta_errors(model, plan, plan.parts[i], covariance);
    result.shifts[i] = normal_interval(means.shifts[i], shift, level);
    if (plan.numeric(plan.parts[i])) result.slopes[i] = normal_interval(means.slopes[i], slope, level);
  });
}

void add_bootstrap(const Model& model, const EffectPlan& plan, OfParts<Interval>& result) {
  const std::vector<Interval> intervals = percentile_intervals(
      over_refits(model, plan.data.rows(), plan.options.interval.training_rows, plan.options.threads,
                  [&](const Model& refit, const Vector& drawn) { return plan.averages(refit, drawn); }),
      plan.options.interval.level);
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    result.shifts[i] = intervals[i];
    result.slopes[i] = intervals[plan.parts.size() + i];
  }
}

// How sure the regression's averages are; none where it has too many coefficients, or they are not determined.
std::optional<WeightCovariance> covariance_of(const Model& linear, const EffectPlan& plan) {
  const IntervalOptions& interval = plan.options.interval;
  const bool known = interval.method != IntervalMethod::none && interval.training_rows && interval.targets;
  if (!known || linear.network.weights.size() > max_curvature_weights) return std::nullopt;
  WeightCovariance result = weight_covariance(linear, plan.data, *interval.targets, plan.options.threads,
                                              clusters_of_rows(linear, plan.data.rows(), true), interval.weights);
  return result.covariance ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace

OfParts<Interval> average_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source,
                                    const OfParts<double>& means) {
  const std::vector<Interval> none(plan.parts.size(), no_interval());
  OfParts<Interval> result{none, none};
  if (source.method == IntervalMethod::delta) add_delta(model, plan, *source.covariance, means, result);
  if (source.method == IntervalMethod::bootstrap) add_bootstrap(model, plan, result);
  return result;
}

std::vector<RegressionAverage> regression_averages(const Model& model, const EffectPlan& plan) {
  if (!model.training || !model.training->linear_model) return {};
  Model linear;
  linear.design = model.design;
  linear.network = *model.training->linear_model;
  linear.error = is_probability(linear.network.architecture.output) ? ErrorFunction::ce : ErrorFunction::sse;
  linear.training = TrainingRecord{};
  linear.training->clusters = model.training->clusters;
  const Vector averages = plan.averages(linear, Vector::Ones(plan.data.rows()));
  const std::optional<WeightCovariance> covariance = covariance_of(linear, plan);
  const std::size_t count = plan.parts.size();
  std::vector<RegressionAverage> result(count);
  parallel_for(count, plan.options.threads, [&](std::size_t i) {
    const bool slopes = plan.numeric(plan.parts[i]);
    result[i] = {averages[static_cast<Index>(slopes ? count + i : i)], nan};
    if (!covariance) return;
    const auto [shift, slope] = delta_errors(linear, plan, plan.parts[i], *covariance);
    result[i].std_error = slopes ? slope : shift;
  });
  return result;
}

}  // namespace nninterp
