#pragma once

#include <atomic>
#include <vector>

#include "nninterp/model/fit_options.hpp"
#include "starts.hpp"

namespace nninterp {

/// What a network has to learn, rows × inputs and rows × outputs, in the network's units.
struct Sample {
  Matrix inputs, targets;
  Vector weights = {};  ///< how often each row counts; empty: once
};

Sample rows_of(const Sample& sample, const std::vector<Index>& rows);

/// 0, 1, .., count - 1.
std::vector<Index> counted(Index count);
/// Positions of the rows by their targets and then by their inputs, which are compared in the order of `inputs`; of
/// equal rows the lighter ones come first, else they stand as they came.
std::vector<Index> sorted_rows(const Sample& sample, const std::vector<Index>& inputs);

/// A network to be trained.
struct UntrainedNetwork {
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
  void finish(std::size_t trainings = 1) { done_ += trainings; }
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

/// The regression on the same inputs: a network whose decay is a ridge penalty, 0 here. Probabilities stay such, all
/// other outputs are linear.
UntrainedNetwork without_hidden_units(const UntrainedNetwork& untrained);

TrainingRows packed(const Sample& sample);

/// `threads` share the rows of each step.
TrainResult train_start(const UntrainedNetwork& untrained, const TrainingRows& rows, const Vector& start,
                        const TrainOptions& options, TrainingPurpose purpose, int threads, TrainingCount& count);

/// The same of a start that is given up, as interrupted, once it is not on its way below `least`: when four times what
/// the last 100 steps have brought would not take it there.
TrainResult train_rival(const UntrainedNetwork& untrained, const TrainingRows& rows, const Vector& start,
                        const TrainOptions& options, double least, TrainingCount& count);

/// The same options for a start near the optimum: the algorithm's first steps would only lead away.
TrainOptions without_rough_steps(TrainOptions options);

/// The result of least total error; one that is not finite loses to any other, and with `prefer_converged` one that did
/// not converge to one that did.
std::size_t best_index(const std::vector<TrainResult>& results, bool prefer_converged);

}  // namespace nninterp
