#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/table.hpp"

namespace nninterp {

/// How often each of the rows counts, by a column of the table; empty where each counts once. InputError where the
/// column holds texts, a weight is missing or negative, or all are 0.
Vector case_weights(const Table& table, const std::string& column, const std::vector<Index>& rows);

/// The column by which a fit's rows count, if there is one and the table has it. A warning tells of a table that has
/// not: there each row counts once.
std::optional<std::string> weights_column(const std::optional<std::string>& of_fit, const Table& table,
                                          std::vector<Warning>& warnings);

}  // namespace nninterp
