#pragma once

#include "training.hpp"

namespace nninterp {

/// Trains the network again on resampled rows, options.bootstrap times, in parallel. `weights` are the model's. Warns
/// of refits that did not converge.
Refits train_refits(Problem problem, const Sample& sample, const Vector& weights, const FitOptions& options,
                    const TrainOptions& training, TrainingCount& count, std::vector<Warning>& warnings);

}  // namespace nninterp
