#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/data/design.hpp"

namespace nninterp {

/// The correlation of two numeric variables over the rows where it is so strong, from 0.7 on, that few rows hold the
/// values of one with any of the other; nothing for a weaker one, and of categories. `data`: rows × variables.
std::optional<double> strong_correlation(const Design& design, const Matrix& data, std::size_t a, std::size_t b);

/// `correlated_variables` where some of these have a strong correlation with each other or with another variable, so
/// that moving them alone, as `what` does ("the curve"), leaves the data.
std::vector<Warning> warn_of_correlated(const Design& design, const Matrix& data, const std::vector<std::size_t>& moved,
                                        const std::string& what);

}  // namespace nninterp
