#pragma once

#include <optional>
#include <vector>

#include "training.hpp"

namespace nninterp {

/// Starts that a fold is given at most.
constexpr int max_fold_starts = 10;

/// The networks to choose from, on the same rows: size by size, as many of each. `starts` are one list a size, all of
/// the same length.
struct Competition {
  const Design& design;
  const Sample& sample;
  const std::vector<Problem>& problems;
  const std::vector<std::vector<Vector>>& starts;

  const std::vector<Vector>& starts_of(std::size_t problem) const {
    return starts[problem / (problems.size() / starts.size())];
  }
};

struct CrossValidated {
  CrossValidation record;
  QualityByTarget quality, linear_baseline;  ///< of the chosen one and of the linear model, at the held-out rows
};

/// 0 and the powers of ten from 1e-6 (a hundred times more for each ten times 1,000 rows, where so little does nothing)
/// up to where a network that learned from noise alone falls silent: about sqrt(rows * inputs) / 4 for standardized
/// data, at least 10. From 0.001 on also the half powers, where the best decay mostly lies.
std::vector<double> decay_grid(Index rows, Index inputs);

/// How many partitions into folds are averaged over: small tables need more, and can afford them.
int cross_validation_rounds(Index rows);

/// K-fold cross-validation of every problem from at most ten of its starts; the least smoothed error wins (of
/// equals the smaller network, then the larger decay), but no decay at all only where it halves the error of the least.
/// Empty if the observer ended it. Equal for every number of threads.
std::optional<CrossValidated> cross_validate(const Competition& competition, int folds, const TrainOptions& options,
                                             std::uint32_t seed, int threads, TrainingCount& count);

}  // namespace nninterp
