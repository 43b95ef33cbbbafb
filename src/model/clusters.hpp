#pragma once

#include <string>
#include <vector>

#include "training.hpp"

namespace nninterp {

/// Which rows belong together, one number a row from 0 on; empty: each row by itself.
using Clusters = std::vector<Index>;

/// Rows that are alike in the column. InputError where it is missing in one of the rows.
Clusters clusters_of(const Table& table, const std::string& column, const std::vector<Index>& rows);

/// Rows that are equal in every input and target, where that is no coincidence: one of the numeric inputs or targets is
/// nearly all different among the different rows. Empty in a table of few distinct values, whose equal rows are just
/// rows, and where no two rows are equal.
Clusters copies(const Sample& sample);

Index cluster_count(const Clusters& clusters, Index rows);

/// Positions of each cluster's rows; without clusters each row by itself.
std::vector<std::vector<Index>> members(const Clusters& clusters, Index rows);

}  // namespace nninterp
