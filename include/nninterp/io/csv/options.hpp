#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nninterp {

/// How a table is read.
struct CsvOptions {
  std::optional<char> delimiter;         ///< one of , ; tab |, a blank for runs of blanks; found from the first lines
  std::vector<std::string> na_strings;   ///< missing values besides "", NA, NaN, null and N/A; numbers also by value
  std::vector<std::string> categorical;  ///< columns to read as text even if they hold numbers
  /// They are a model's: one that is not there is passed over, and hints need not tell how to make a column
  /// categorical.
  bool kinds_known = false;
  /// '.' or ','. Not given: a comma where the delimiter is none, no number has a point and each at most one comma.
  std::optional<char> decimal;
  std::optional<char> thousands;     ///< between groups of three digits
  std::optional<char> comment;       ///< lines that begin with it are passed over
  bool header = true;                ///< without one the columns are V1, V2, ..
  std::vector<std::string> keep_na;  ///< columns where NA and its like are texts; only empty cells are missing
};

}  // namespace nninterp
