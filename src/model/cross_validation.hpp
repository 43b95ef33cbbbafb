#pragma once

#include <optional>
#include <vector>

#include "candidates.hpp"

namespace nninterp {

struct CrossValidated {
  CrossValidation record;
  QualityByTarget quality;  ///< of the chosen network at the held-out rows
  Baselines baselines;      ///< on the same folds
  std::optional<double> penalised_decay;
  std::optional<Verdict> verdict;
  std::size_t size = 0;  ///< index of the chosen size
  /// The chosen network, then those of the same size with larger decays, ascending; each with the weights of its folds.
  struct Candidate {
    UntrainedNetwork untrained;
    std::vector<Vector> fold_weights;
    std::vector<Vector> held_weights = {};  ///< the same, see FoldTraining::held_weights
  };
  std::vector<Candidate> open;
  std::vector<std::vector<Index>> folds_of_rows;  ///< by round
};

/// How many partitions into folds are averaged over: small tables need more, and can afford them.
int cross_validation_rounds(Index rows);

/// K-fold cross-validation. Each size goes down the grid until the floor, or until the error is clearly above the
/// least; those that are not clearly behind then meet in all rounds. The least smoothed error wins, of equals the
/// smaller network and then the larger decay; one that leaves the targets' range by far in a tenth of the folds loses
/// to any that does not. Empty if the observer ended it. Equal for every number of threads.
std::optional<CrossValidated> cross_validate(const Candidates& candidates, int folds, const TrainOptions& options,
                                             std::uint32_t seed, int threads, TrainingCount& count);

}  // namespace nninterp
