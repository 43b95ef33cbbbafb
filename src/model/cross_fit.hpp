#pragma once

#include <optional>

#include "cross_validation.hpp"
#include "setting.hpp"

namespace nninterp {

/// K of cross-validation where nothing else is asked for.
constexpr int default_folds = 5;

/// How many folds the networks are trained without that later averages rest on; 0 for none.
int cross_fit_folds(const FitOptions& options, Index clusters);

/// Those networks of cross-validation that have the decay of the trained one; none where it had other folds.
std::optional<CrossFit> keep_folds(const CrossValidated& validated, const UntrainedNetwork& trained, int folds,
                                   const Setting& setting, std::int32_t seed);

/// One round of networks trained for it. None where the observer ended it.
std::optional<CrossFit> train_folds(const Candidates& candidates, std::size_t size, const UntrainedNetwork& trained,
                                    int folds, const Setting& setting, const FitOptions& options, TrainingCount& count);

}  // namespace nninterp
