#include "training.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "nninterp/core/statistics.hpp"

namespace nninterp {

Sample rows_of(const Sample& sample, const std::vector<Index>& rows) {
  return {rows_of(sample.inputs, rows), rows_of(sample.targets, rows), weights_at(sample.weights, rows)};
}

std::vector<Index> counted(Index count) {
  std::vector<Index> positions(static_cast<std::size_t>(count));
  std::iota(positions.begin(), positions.end(), Index{0});
  return positions;
}

std::vector<Index> sorted_rows(const Sample& sample, const std::vector<Index>& inputs) {
  std::vector<Index> rows = counted(sample.inputs.rows());
  std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) {
    for (Index k = 0; k < sample.targets.cols(); ++k) {
      if (sample.targets(a, k) != sample.targets(b, k)) return sample.targets(a, k) < sample.targets(b, k);
    }
    for (const Index k : inputs) {
      if (sample.inputs(a, k) != sample.inputs(b, k)) return sample.inputs(a, k) < sample.inputs(b, k);
    }
    return sample.weights.size() > 0 && sample.weights[a] < sample.weights[b];
  });
  return rows;
}

TrainObserver TrainingCount::observer(TrainingPurpose purpose) {
  if (!observer_) return {};
  return [this, purpose](const TrainProgress& step) {
    if (observer_({done_, expected_, purpose, threshold_, step})) return true;
    interrupted_ = true;
    return false;
  };
}

UntrainedNetwork without_hidden_units(const UntrainedNetwork& untrained) {
  const Architecture& architecture = untrained.architecture;
  const bool probabilities = is_probability(architecture.output);
  return {{{architecture.inputs(), architecture.outputs()},
           Activation::linear,
           probabilities ? architecture.output : Activation::linear},
          untrained.error,
          0,
          {}};
}

TrainingRows packed(const Sample& sample) { return {sample.inputs, sample.targets, sample.weights}; }

TrainResult train_start(const UntrainedNetwork& untrained, const TrainingRows& rows, const Vector& start,
                        const TrainOptions& options, TrainingPurpose purpose, int threads, TrainingCount& count) {
  Objective objective(untrained.architecture, rows, untrained.error, untrained.decay, untrained.fixed.positions,
                      threads);
  return train(objective, start, options, count.observer(purpose));
}

TrainResult train_rival(const UntrainedNetwork& untrained, const TrainingRows& rows, const Vector& start,
                        const TrainOptions& options, double least, TrainingCount& count) {
  constexpr long stretch = 100;
  constexpr double stretches_ahead = 4;
  Objective objective(untrained.architecture, rows, untrained.error, untrained.decay, untrained.fixed.positions);
  const TrainObserver observer = count.observer(TrainingPurpose::cross_validation);
  double before = std::numeric_limits<double>::infinity();
  long next = stretch;
  return train(objective, start, options, [&](const TrainProgress& now) {
    if (observer && !observer(now)) return false;
    if (now.steps < next) return true;
    next = now.steps + stretch;
    const double fall = before - now.total();
    before = now.total();
    return !(now.total() - stretches_ahead * fall > least);
  });
}

TrainOptions without_rough_steps(TrainOptions options) {
  if (options.polish != Polish::none) options.rough_steps = 1;
  return options;
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
