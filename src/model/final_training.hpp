#pragma once

#include <vector>

#include "cross_validation.hpp"
#include "setting.hpp"

namespace nninterp {

/// What cross-validation leaves to train: the network chosen first, then those to fall back to.
struct Choice {
  std::size_t size;
  std::vector<CrossValidated::Candidate> open;
};

/// One result and start a repetition.
struct Trained {
  UntrainedNetwork untrained;
  std::vector<Vector> starts;
  std::vector<TrainResult> results;
};

/// Trains the chosen network on all rows; where it leaves the targets' range by far beside them, one with the next
/// larger decay. Its first start is where the best network of the folds is, if there are any, the others are drawn.
/// Weights are those of inputs in the order of the table, the best at the optimum of the rows as they are.
Trained train_chosen(const Choice& choice, const Setting& setting, const Design& design, const FitOptions& options,
                     TrainingCount& count);

}  // namespace nninterp
