#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nninterp {

/// How the numbers of a table are spelled.
struct NumberSpelling {
  char decimal = '.';
  char thousands = '\0';  ///< between groups of three digits; none

  /// As std::from_chars and parse_number read them.
  bool plain() const { return decimal == '.' && thousands == '\0'; }
  /// As parse_number, of a cell that is spelled so.
  std::optional<double> parse(std::string_view cell) const;
};

/// What keeps a cell from being a number that it is otherwise.
struct NumberMark {
  std::string what;     ///< "is a number with '$' before it", "has a blank between thousands"
  std::string options;  ///< that read it, if any do
};
/// Signs of currencies, units and bounds, and marks between thousands.
std::optional<NumberMark> mark_on_number(std::string_view cell);

/// A calendar date, a time of day, or both.
bool is_date_or_time(std::string_view cell);

/// A word that often stands for a value that is missing.
bool looks_missing(std::string_view cell);

}  // namespace nninterp
