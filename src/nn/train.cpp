#include "nninterp/nn/train.hpp"

#include <cmath>
#include <limits>

namespace nninterp {

std::string_view name_of(StopReason reason) {
  switch (reason) {
    case StopReason::threshold:
      return "threshold";
    case StopReason::stepmax:
      return "stepmax";
    case StopReason::stalled:
      return "stalled";
    case StopReason::interrupted:
      return "interrupted";
  }
  return "";
}

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

}  // namespace

TrainResult train(Objective& objective, const Vector& start, const TrainOptions& options,
                  const TrainObserver& observer) {
  Vector weights = start, before = start, gradient;
  Rprop rprop(weights.size(), options.rprop);
  StallWatch watch(options.stall);
  Objective::Value value = objective.evaluate(weights, gradient);
  double reached = gradient.lpNorm<Eigen::Infinity>();
  long steps = 1;
  StopReason stopped = StopReason::stepmax;
  for (; reached > options.threshold && steps < options.stepmax; ++steps) {
    if (observer && !observer({steps, value.error, reached})) {
      stopped = StopReason::interrupted;
      break;
    }
    if (watch.stalled(value.total(), reached)) {
      stopped = StopReason::stalled;
      break;
    }
    before = weights;
    rprop.update(gradient, weights);
    value = objective.evaluate(weights, gradient);
    reached = gradient.lpNorm<Eigen::Infinity>();
    if (!std::isfinite(value.total()) || !gradient.allFinite()) {  // overflow: the last weights that made sense stay
      weights = before;
      value = objective.evaluate(weights, gradient);
      reached = gradient.lpNorm<Eigen::Infinity>();
      stopped = StopReason::stalled;
      break;
    }
  }
  if (reached <= options.threshold) stopped = StopReason::threshold;
  return {weights, stopped, steps, reached, value.error, value.penalty};
}

}  // namespace nninterp
