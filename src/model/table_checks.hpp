#pragma once

#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/formula.hpp"
#include "nninterp/data/table.hpp"

namespace nninterp {

/// Columns whose cells are not what they seem, in all rows of the table, used or not: row_numbers, placeholder,
/// missing_as_level, target_codes, totals_line.
std::vector<Warning> check_columns(const Table& table, const Roles& roles);

}  // namespace nninterp
