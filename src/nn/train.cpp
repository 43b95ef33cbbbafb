#include "nninterp/nn/train.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nninterp {

namespace {

// Watches the lowest error and the smallest gradient of each window of steps.
class StallWatch {
 public:
  explicit StallWatch(const StallRule& rule) : rule_(rule) {}

  bool stalled(double total, double gradient) {
    if (rule_.window <= 0) return false;
    now_ = {std::min(now_.error, total), std::min(now_.gradient, gradient)};
    if (++steps_ % rule_.window != 0) return false;
    const bool hardly_fell = before_.error - now_.error < rule_.tolerance * std::fabs(before_.error) &&
                             now_.gradient > (1 - rule_.gradient_tolerance) * before_.gradient;
    before_ = now_;
    return hardly_fell;
  }

 private:
  StallRule rule_;
  long steps_ = 0;
  struct Lowest {
    double error = std::numeric_limits<double>::infinity(), gradient = std::numeric_limits<double>::infinity();
  };
  Lowest now_, before_;  // since the start, and at the end of the last window
};

TrainResult step_by_step(Objective& objective, const Vector& start, const TrainOptions& options, long stepmax,
                         const TrainObserver& observer) {
  Vector weights = start, before = start, gradient;
  StepRule rule(weights.size(), options.step);
  StallWatch watch(options.stall);
  Objective::Value value = objective.evaluate(weights, gradient);
  double reached = gradient.lpNorm<Eigen::Infinity>();
  long steps = 1;
  StopReason stopped = StopReason::stepmax;
  bool diverged = false;
  for (; reached > options.threshold && steps < stepmax; ++steps) {
    if (observer && !observer({steps, value.error, value.penalty, reached})) {
      stopped = StopReason::interrupted;
      break;
    }
    if (watch.stalled(value.total(), reached)) {
      stopped = StopReason::stalled;
      break;
    }
    before = weights;
    rule.update(gradient, weights);
    value = objective.evaluate(weights, gradient);
    reached = gradient.lpNorm<Eigen::Infinity>();
    if (!std::isfinite(value.total()) || !gradient.allFinite()) {
      weights = before;
      value = objective.evaluate(weights, gradient);
      reached = gradient.lpNorm<Eigen::Infinity>();
      stopped = StopReason::stalled;
      diverged = true;
      break;
    }
  }
  if (reached <= options.threshold) stopped = StopReason::threshold;
  return {weights, stopped, steps, 0, reached, value.error, value.penalty, diverged};
}

StopReason reason_of(MinimizeStop stop) {
  switch (stop) {
    case MinimizeStop::threshold:
      return StopReason::threshold;
    case MinimizeStop::max_steps:
      return StopReason::stepmax;
    case MinimizeStop::flat:
      return StopReason::stalled;
    case MinimizeStop::observer:
      return StopReason::interrupted;
  }
  return StopReason::stalled;
}

TrainResult polished(Objective& objective, const TrainResult& rough, const TrainOptions& options,
                     const TrainObserver& observer) {
  Objective::Value value{};
  const SmoothFunction total = [&](const Vector& weights, Vector& gradient) {
    value = objective.evaluate(weights, gradient);
    return value.total();
  };
  QuasiNewtonOptions quasi_newton = options.quasi_newton;
  quasi_newton.threshold = options.threshold;
  quasi_newton.max_steps = options.stepmax - rough.steps;
  MinimizeObserver watch;
  if (observer) {
    watch = [&](const Minimum& at) {
      return observer({rough.steps + at.steps, value.error, value.penalty, at.gradient.lpNorm<Eigen::Infinity>()});
    };
  }
  const Minimum end = minimize(total, rough.weights, quasi_newton, watch);
  Vector gradient;
  value = objective.evaluate(end.x, gradient);
  return {end.x,       reason_of(end.stopped), rough.steps, end.steps, gradient.lpNorm<Eigen::Infinity>(),
          value.error, value.penalty};
}

}  // namespace

TrainResult train(Objective& objective, const Vector& start, const TrainOptions& options,
                  const TrainObserver& observer) {
  if (options.polish == Polish::none) return step_by_step(objective, start, options, options.stepmax, observer);
  const long rough_stepmax = std::min(options.stepmax, options.rough_steps);
  const TrainResult rough = step_by_step(objective, start, options, rough_stepmax, observer);
  const bool converged = rough.stopped == StopReason::threshold && options.quasi_newton.goal_steps == 0;
  const bool over = converged || rough.stopped == StopReason::interrupted;
  return over ? rough : polished(objective, rough, options, observer);
}

}  // namespace nninterp
