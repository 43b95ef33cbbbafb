#pragma once

#include <string>
#include <vector>

#include "nninterp/data/format.hpp"

namespace nninterp {

/// How a table is read.
struct CsvOptions : TableFormat {
  std::vector<std::string> categorical;  ///< columns to read as text even if they hold numbers
  /// They are a model's: one that is not there is passed over, and hints need not tell how to make a column
  /// categorical.
  bool kinds_known = false;
};

}  // namespace nninterp
