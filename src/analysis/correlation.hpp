#pragma once

#include <cstddef>
#include <optional>

#include "nninterp/data/design.hpp"

namespace nninterp {

/// The correlation of two numeric variables over the rows where it is so strong, from 0.7 on, that few rows hold the
/// values of one with any of the other; nothing for a weaker one, and of categories. `data`: rows × variables.
std::optional<double> strong_correlation(const Design& design, const Matrix& data, std::size_t a, std::size_t b);

}  // namespace nninterp
