#pragma once

#include <string>
#include <vector>

#include "io/text/table.hpp"
#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// A column of numbers for each name; `values` are rows × names.
void add_number_columns(TextTable& table, const std::vector<std::string>& names, const Matrix& values);

/// A line a row, for people: its number, then its `values`, rows × names.
std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values);

}  // namespace nninterp
