#pragma once

#include <string>
#include <vector>

#include "io/text/table.hpp"
#include "nninterp/core/matrix.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

// Tables with a line a row of the data, for people.

/// How many of the rows are shown: the first ones.
Index rows_shown(const std::vector<Index>& rows, const TextStyle& style);

/// A column of numbers for each name; `values` are rows × names.
void add_number_columns(TextTable& table, const std::vector<std::string>& names, const Matrix& values,
                        const TextStyle& style);

/// The numbers of the first `count` rows.
void add_row_numbers(TextTable& table, const std::vector<Index>& rows, Index count);

/// Row numbers and values, rows × names.
std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values,
                      const TextStyle& style);

/// How many rows there are and how to get them, where not all are shown; else nothing.
std::string rows_left_out(const std::vector<Index>& rows, const TextStyle& style);

}  // namespace nninterp
