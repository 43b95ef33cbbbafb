#pragma once

#include <optional>
#include <vector>

#include "nninterp/analysis/effects.hpp"

namespace nninterp {

/// Positions of the rows of each group, some perhaps empty; all rows as the only one without a grouping.
std::vector<std::vector<Index>> rows_of_groups(const std::optional<Grouping>& grouping, Index rows);

/// The given rows of `values`.
Matrix pick(const Matrix& values, const std::vector<Index>& rows);

}  // namespace nninterp
