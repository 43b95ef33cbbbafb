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

// Watches the lowest error of each window of steps.
class StallWatch {
 public:
  explicit StallWatch(const StallRule& rule) : rule_(rule) {}

  bool stalled(double total) {
    if (rule_.window <= 0) return false;
    lowest_ = std::min(lowest_, total);
    if (++steps_ % rule_.window != 0) return false;
    const bool hardly_fell = before_ - lowest_ < rule_.tolerance * std::fabs(before_);
    before_ = lowest_;
    return hardly_fell;
  }

 private:
  StallRule rule_;
  long steps_ = 0;
  double lowest_ = std::numeric_limits<double>::infinity(), before_ = std::numeric_limits<double>::infinity();
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
    if (watch.stalled(value.total())) {
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
