#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

// What a reading of a model says again of its fit, so that nobody has to have read the fit to read the numbers well.

/// The verdict that is not "better", by its code. A network without hidden layers is a regression itself: that it is no
/// better than one is no news of it.
std::vector<Warning> warn_of_verdict(const Model& model);

/// The same in a few words, for pictures: "careful: predicts no better than a linear regression". Empty where there is
/// nothing to warn of.
std::string verdict_caption(const Model& model);

/// undetermined_regression, where the record says why the regression beside the network has no coefficients.
std::vector<Warning> warn_of_regression(const Model& model);

/// For a reading without rows: the verdict, and the instability that the fit warned of.
std::vector<Warning> warn_of_reading(const Model& model);

/// For a reading at rows: the verdict, and how stable the network is there (see stability.hpp). `variables` rows ×
/// variables in their own units, at least one row; `ranges` of the targets as target_ranges gives them.
std::vector<Warning> warn_of_reading(const Model& model, const Matrix& variables,
                                     const std::vector<std::optional<Range>>& ranges, int threads);

/// What the fit had to say, without the choice that is none any more, and what a reading says.
std::vector<Warning> warn_of_fit(const Model& model);

/// What the weights tell of twin and dead units, whatever made them.
std::vector<Warning> warn_of_units(const Model& model);

/// Those of the warnings whose code does not stand there yet.
void append_unsaid(const std::vector<Warning>& more, std::vector<Warning>& warnings);

}  // namespace nninterp
