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

/// The rows of a table by the values of a column; of several columns by the combinations that there are, named "a, b",
/// in the order of the first, then of the next. A column of more than 12 different numbers is cut at its quantiles (R's
/// type 7) into `cuts` groups, named by their bounds, "[1.5, 2.6]" and "(2.6, 3.3]"; equal bounds make fewer groups.
/// InputError where a column has more than `limit` values, or all together more combinations.
Grouping grouping_of(const Table& table, const std::vector<std::string>& names, const std::vector<Index>& rows,
                     std::size_t cuts, std::size_t limit);

}  // namespace nninterp
