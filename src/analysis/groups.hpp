#pragma once

#include <optional>
#include <vector>

#include "nninterp/analysis/selection.hpp"
#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// Of `count` rows from the `first` on, those of each group, some perhaps empty, counted from `first`; all of them as
/// the only group without a grouping.
std::vector<std::vector<Index>> rows_of_groups(const std::optional<Grouping>& grouping, Index first, Index count);

}  // namespace nninterp
