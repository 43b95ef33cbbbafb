#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nninterp/data/table.hpp"

namespace nninterp {

/// By how much a numeric variable is moved: a number, or one of the data's own measures of it. `usual`: by 1, but a
/// variable of two values from the lower to the higher.
struct Delta {
  enum class Kind { usual, number, sd, iqr, minmax } kind = Kind::usual;
  double number = 1;
};

/// Rows whose means are asked for, one group a level, in the order of the levels.
struct Grouping {
  std::string name;
  std::vector<std::string> levels;
  std::vector<std::int32_t> codes;  ///< one a row
};

/// The rows of a table by the values of a column. InputError where there are more than `limit`.
Grouping grouping_of(const Table& table, const std::string& name, const std::vector<Index>& rows, std::size_t limit);

}  // namespace nninterp
