#include "training.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace nninterp {

Matrix rows_of(const Matrix& matrix, const std::vector<Index>& rows) {
  Matrix result(static_cast<Index>(rows.size()), matrix.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) result.row(static_cast<Index>(i)) = matrix.row(rows[i]);
  return result;
}

Sample rows_of(const Sample& sample, const std::vector<Index>& rows) {
  return {rows_of(sample.inputs, rows), rows_of(sample.targets, rows)};
}

TrainObserver TrainingCount::observer(TrainingPurpose purpose) {
  if (!observer_) return {};
  return [this, purpose](const TrainProgress& step) {
    if (observer_({done_, expected_, purpose, threshold_, step})) return true;
    interrupted_ = true;
    return false;
  };
}

TrainResult train_start(const Problem& problem, const Sample& sample, const Vector& start, const TrainOptions& options,
                        TrainingPurpose purpose, int threads, TrainingCount& count) {
  Objective objective(problem.architecture, sample.inputs, sample.targets, problem.error, problem.decay,
                      problem.fixed.positions, threads);
  const TrainResult result = train(objective, start, options, count.observer(purpose));
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
