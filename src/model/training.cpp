#include "training.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace nninterp {

TrainObserver TrainingCount::observer(bool cross_validation) {
  if (!observer_) return {};
  return [this, cross_validation](const TrainProgress& step) {
    if (observer_({done_, expected_, cross_validation, threshold_, step})) return true;
    interrupted_ = true;
    return false;
  };
}

TrainResult train_start(const Problem& problem, const Sample& sample, const Vector& start, const TrainOptions& options,
                        bool cross_validation, int threads, TrainingCount& count) {
  Objective objective(problem.architecture, sample.inputs, sample.targets, problem.error, problem.decay,
                      problem.fixed.positions, threads);
  const TrainResult result = train(objective, start, options, count.observer(cross_validation));
  count.finish_one();
  return result;
}

std::size_t best_index(const std::vector<TrainResult>& results, bool prefer_converged) {
  const auto key = [&](const TrainResult& result) {
    const bool behind = prefer_converged && result.stopped != StopReason::threshold;
    const double total = result.total();
    return std::make_pair(behind, std::isfinite(total) ? total : std::numeric_limits<double>::infinity());
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < results.size(); ++i) {
    if (key(results[i]) < key(results[best])) best = i;
  }
  return best;
}

}  // namespace nninterp
