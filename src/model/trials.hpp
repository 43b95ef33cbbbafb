#pragma once

#include <vector>

#include "candidates.hpp"
#include "held_out.hpp"
#include "splits.hpp"

namespace nninterp {

/// A candidate network, and how it did at the rows left out so far.
struct Trial {
  UntrainedNetwork untrained;
  std::vector<Vector> weights;  ///< of its best network in each split
  HeldOutLoss loss;
  std::size_t far = 0;  ///< splits in which it leaves the targets' range by far

  double error() const { return loss.mean(); }
};

/// Trains candidates in the folds of ever more rounds.
class FoldTraining {
 public:
  FoldTraining(const Candidates& candidates, const TrainOptions& options, int threads, TrainingCount& count)
      : candidates_(candidates), options_(options), threads_(threads), count_(count) {}

  void add_round(std::vector<Split> splits);
  const std::vector<Split>& splits() const { return splits_; }
  int rounds() const { return rounds_; }

  /// Trains the candidates, decays descending, in each split that they have not seen: from where the candidate before
  /// led (the first from where `before` did, if there is one), then from fresh starts until more of them are unlikely
  /// to lead further down. A network that leaves the targets' range by far gives way to that of the next larger decay.
  void run(const std::vector<Trial*>& candidates, const Trial* before, const std::vector<Vector>& starts);

  /// Down the decays to the floor, or until two in a row are clearly worse than the best.
  std::vector<Trial> descend(const UntrainedNetwork& untrained, const std::vector<Vector>& starts,
                             const std::vector<double>& decays);

  /// The least decay that may be chosen, by the noise that the candidate leaves at the held-out rows.
  double floor(const Trial& trial) const;

  /// Of the first less the second, at the same rows.
  Paired difference(const HeldOutLoss& first, const HeldOutLoss& second) const;

  /// Predictions at a split's held-out rows, in the network's units.
  Matrix predictions(const Trial& trial, std::size_t split) const;
  /// Of each round the fold of every row of the sample.
  std::vector<std::vector<Index>> folds_of_rows() const;
  /// The candidate's networks, with what Split::test_inputs says of inputs in their weights.
  std::vector<Vector> held_weights(const Trial& trial) const;
  Matrix targets(std::size_t split) const { return rows_of(candidates_.sample.targets, splits_[split].test()); }

 private:
  Vector train(const UntrainedNetwork& untrained, const Split& split, const Vector* near,
               const std::vector<Vector>& starts) const;
  Vector train_holding(UntrainedNetwork untrained, const Split& split, const std::vector<Vector>& starts) const;
  void measure(Trial& trial, std::size_t split, Vector& losses);

  const Candidates& candidates_;
  const TrainOptions& options_;
  int threads_;
  TrainingCount& count_;
  std::vector<Split> splits_;
  int rounds_ = 0;
};

}  // namespace nninterp
