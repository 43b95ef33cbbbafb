#pragma once

#include <atomic>
#include <vector>

#include "nninterp/model/fit.hpp"
#include "starts.hpp"

namespace nninterp {

/// What a network has to learn, rows × inputs and rows × outputs, in the network's units.
struct Sample {
  Matrix inputs, targets;
};

Matrix rows_of(const Matrix& matrix, const std::vector<Index>& rows);
Sample rows_of(const Sample& sample, const std::vector<Index>& rows);

/// A network to be trained.
struct Problem {
  Architecture architecture;
  ErrorFunction error;
  double decay;
  FixedWeights fixed;
};

/// Counts the trainings of a fit, for its observer.
class TrainingCount {
 public:
  TrainingCount(const FitObserver& observer, double threshold) : observer_(observer), threshold_(threshold) {}

  void expect(std::size_t trainings) { expected_ += trainings; }
  void finish_one() { ++done_; }
  bool interrupted() const { return interrupted_; }
  /// For the steps of one training.
  TrainObserver observer(TrainingPurpose purpose);

 private:
  const FitObserver& observer_;
  double threshold_;
  std::size_t expected_ = 0;
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> interrupted_{false};
};

/// `threads` share the rows of each step.
TrainResult train_start(const Problem& problem, const Sample& sample, const Vector& start, const TrainOptions& options,
                        TrainingPurpose purpose, int threads, TrainingCount& count);

/// The result of least total error; one that is not finite loses to any other, and with `prefer_converged` one that did
/// not converge to one that did.
std::size_t best_index(const std::vector<TrainResult>& results, bool prefer_converged);

}  // namespace nninterp
