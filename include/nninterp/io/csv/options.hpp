#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nninterp {

/// How a table is read.
struct CsvOptions {
  std::optional<char> delimiter;         ///< one of , ; tab |; found from the first lines if not given
  std::vector<std::string> na_strings;   ///< missing values besides "", NA, NaN, null and N/A
  std::vector<std::string> categorical;  ///< columns to read as text even if they hold numbers
  /// They are a model's: one that is not there is passed over, and hints need not tell how to make a column
  /// categorical.
  bool kinds_known = false;
};

}  // namespace nninterp
