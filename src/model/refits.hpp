#pragma once

#include "clusters.hpp"
#include "training.hpp"

namespace nninterp {

/// Trains the network again on resampled rows (clusters stay together), options.bootstrap times, in parallel. `weights`
/// are the model's. Warns of refits that did not converge, and of those that an interrupt left undone.
Refits train_refits(UntrainedNetwork untrained, const Sample& sample, const Clusters& clusters, const Vector& weights,
                    const FitOptions& options, const TrainOptions& training, TrainingCount& count,
                    std::vector<Warning>& warnings);

}  // namespace nninterp
