#include "effect_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/curvature.hpp"
#include "nninterp/nn/weight_gradient.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// By the flat weights, of an average shift (of ratios its logarithm) and an average slope, which a category has not.
struct Gradients {
  Vector shift, slope;
};

// d (link(mean f moved) - link(mean f)), from the mean predictions and their gradients; of differences without them.
Vector shift_gradient(ShiftKind kind, double scale, const std::pair<double, Vector>& from,
                      const std::pair<double, Vector>& to) {
  if (kind == ShiftKind::difference) return scale * (to.second - from.second);
  return scale * (link_slope(kind, to.first) * to.second - link_slope(kind, from.first) * from.second);
}

Gradients gradients_of(const Model& model, const EffectPlan& plan, const PlannedEffect& part) {
  const Move& move = plan.moves[part.move];
  const OutputScale scale = plan.options.scale;
  const Index output = plan.outputs[part.output];
  const double rows = plan.weight_of_group(part.group), unit = model.design.output_scales()[output];
  const Index weights = model.network.weights.size();
  std::pair<double, Vector> from{0, Vector::Zero(weights)}, to = from;
  Vector slope = Vector::Zero(weights);
  for_rows(plan.data.rows(), part_rows, [&](Index first, Index count) {
    const Matrix block = plan.data.middleRows(first, count), inputs = encode_inputs(model.design, block);
    const Vector members = plan.members(part.group, first, count);
    const auto add = [&](std::pair<double, Vector>& mean, const Matrix& moved) {
      mean.second += output_gradient(model.network, encode_inputs(model.design, moved), members, output, scale);
      if (plan.options.shift != ShiftKind::difference) {
        mean.first += members.dot(predict(model, moved, 1, scale).col(output)) / rows;
      }
    };
    add(from, before(block, move));
    add(to, after(block, move));
    if (!plan.numeric(part)) return;
    const SlopeKind kind = plan.options.slope;
    const Vector x = block.col(static_cast<Index>(move.variable));
    const Index input = model.design.first_inputs()[move.variable];
    Vector by_slope = members;
    if (kind != SlopeKind::dydx) {
      const SlopeParts parts = slope_parts(kind, row_slopes(model, block, move.variable, output, scale), x,
                                           predict(model, block, 1, scale).col(output));
      by_slope.array() *= parts.by_slope.array();
      if (divides_by_prediction(kind)) {
        slope += output_gradient(model.network, inputs, members.cwiseProduct(parts.by_f), output, scale);
      }
    }
    slope += slope_gradient(model.network, inputs, by_slope, output, input, scale) /
             model.design.variables[move.variable].scale;
  });
  return {shift_gradient(plan.options.shift, unit / rows, from, to), unit / rows * slope};
}

void add_delta(const Model& model, const EffectPlan& plan, const WeightCovariance& covariance,
               const OfParts<double>& means, OfParts<Interval>& result) {
  const double level = plan.options.interval.level;
  std::vector<Gradients> gradients(plan.parts.size());
  parallel_for(gradients.size(), plan.options.threads,
               [&](std::size_t i) { gradients[i] = gradients_of(model, plan, plan.parts[i]); });
  for (const auto& [part, against] : plan.comparisons) {
    gradients.push_back(
        {gradients[part].shift - gradients[against].shift, gradients[part].slope - gradients[against].slope});
  }
  parallel_for(gradients.size(), plan.options.threads, [&](std::size_t i) {
    result.shifts[i] = normal_interval(means.shifts[i], delta_std_error(covariance, gradients[i].shift), level);
    if (std::isnan(means.slopes[i])) return;
    result.slopes[i] = normal_interval(means.slopes[i], delta_std_error(covariance, gradients[i].slope), level);
  });
}

void add_bootstrap(const Model& model, const EffectPlan& plan, OfParts<Interval>& result) {
  const std::vector<Interval> intervals = percentile_intervals(
      over_refits(model, plan.data.rows(), plan.options.interval.training_rows, plan.options.threads,
                  [&](const Model& refit, const Vector& drawn) -> Vector {
                    const Vector of_parts = plan.averages(refit, drawn);
                    const Index count = of_parts.size() / 2;
                    const auto all = with_comparisons(plan, {{of_parts.begin(), of_parts.begin() + count},
                                                             {of_parts.begin() + count, of_parts.end()}});
                    Vector both(static_cast<Index>(2 * all.shifts.size()));
                    std::copy(all.slopes.begin(), all.slopes.end(),
                              std::copy(all.shifts.begin(), all.shifts.end(), both.begin()));
                    return both;
                  }),
      plan.options.interval.level);
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  result = {{intervals.begin(), middle}, {middle, intervals.end()}};
}

// How sure the regression's averages are; none where it has too many coefficients, or they are not determined.
std::optional<WeightCovariance> covariance_of(const Model& linear, const EffectPlan& plan) {
  const IntervalOptions& interval = plan.options.interval;
  const bool known = interval.method != IntervalMethod::none && interval.training_rows && interval.targets;
  if (!known || linear.network.weights.size() > max_curvature_weights) return std::nullopt;
  WeightCovariance result = weight_covariance(linear, plan.observed, *interval.targets, plan.options.threads,
                                              clusters_of_rows(linear, plan.observed.rows(), true), interval.weights);
  return result.covariance ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace

OfParts<double> with_comparisons(const EffectPlan& plan, OfParts<double> of_parts) {
  for (const auto& [part, against] : plan.comparisons) {
    of_parts.shifts.push_back(of_parts.shifts[part] - of_parts.shifts[against]);
    of_parts.slopes.push_back(of_parts.slopes[part] - of_parts.slopes[against]);
  }
  return of_parts;
}

OfParts<Interval> average_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source,
                                    const OfParts<double>& means) {
  const std::vector<Interval> none(means.shifts.size(), no_interval());
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
    const double average = averages[static_cast<Index>(slopes ? count + i : i)];
    result[i] = {slopes ? average : told(plan.options.shift, average), nan};
    if (!covariance) return;
    const Gradients gradients = gradients_of(linear, plan, plan.parts[i]);
    result[i].std_error = delta_std_error(*covariance, slopes ? gradients.slope : gradients.shift);
  });
  return result;
}

}  // namespace nninterp
