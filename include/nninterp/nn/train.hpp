#pragma once

#include <functional>

#include "nninterp/nn/objective.hpp"
#include "nninterp/nn/quasi_newton.hpp"
#include "nninterp/nn/step_rule.hpp"

namespace nninterp {

enum class StopReason { threshold, stepmax, stalled, interrupted };
constexpr Words<StopReason, 4> words_of(StopReason) {
  return {{{StopReason::threshold, "threshold"},
           {StopReason::stepmax, "stepmax"},
           {StopReason::stalled, "stalled"},
           {StopReason::interrupted, "interrupted"}}};
}

/// When to give up on a start: over the last `window` steps the lowest total error fell by less than `tolerance` and
/// the smallest gradient by less than `gradient_tolerance` (both relative). A window of 0 never gives up.
struct StallRule {
  long window = 1000;
  double tolerance = 1e-4;
  double gradient_tolerance = 0.1;
};

/// What takes the weights to the optimum once the algorithm has brought them near it.
enum class Polish { none, bfgs };
constexpr Words<Polish, 2> words_of(Polish) { return {{{Polish::none, "none"}, {Polish::bfgs, "bfgs"}}}; }

struct TrainOptions {
  double threshold = 0.01;  ///< for max |d total / d weight|
  long stepmax = 100000;    ///< of the algorithm and the polish together
  StepOptions step;
  StallRule stall;
  Polish polish = Polish::bfgs;
  long rough_steps = 6;             ///< of the algorithm before the polish; without one it goes on to the end
  QuasiNewtonOptions quasi_newton;  ///< its threshold and max_steps are those above
};

struct TrainProgress {
  long steps;
  double error, penalty, reached_threshold;

  double total() const { return error + penalty; }
};

/// Called once a step; false ends the training after that step.
using TrainObserver = std::function<bool(const TrainProgress&)>;

struct TrainResult {
  Vector weights;
  StopReason stopped;
  long steps;  ///< 1 + number of updates by the algorithm, as neuralnet counts
  long polish_steps;
  double reached_threshold;  ///< max |d total / d weight| at the weights
  double error;              ///< E at the weights
  double penalty;
  bool diverged = false;  ///< the algorithm ended because the next weights overflowed

  double total() const { return error + penalty; }
};

/// The algorithm from `start`, then the polish, until the threshold, stepmax, a stall or the observer ends it. Where
/// the numbers overflow, the last weights that made sense are kept as stalled.
TrainResult train(Objective& objective, const Vector& start, const TrainOptions& options,
                  const TrainObserver& observer = {});

}  // namespace nninterp
