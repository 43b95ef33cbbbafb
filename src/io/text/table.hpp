#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// The next code point of valid UTF-8 from `position` on, which moves past it.
char32_t next_code_point(std::string_view text, std::size_t& position);

/// Columns that a terminal needs for UTF-8 text: wide characters of East Asia take two, combining ones none.
std::size_t display_width(std::string_view text);

/// `text` cut to `width` columns, with ".." at the end where something was cut.
std::string fit_width(std::string_view text, std::size_t width);

/// The same with ".." before the last third, so that names that differ at their ends stay apart.
std::string fit_width_inside(std::string_view text, std::size_t width);

/// Numbers of one column with a common number of decimals, so that their points stand below each other: about four
/// digits of the typical number. NaN becomes "-".
std::vector<std::string> align_numbers(const std::vector<double>& values);

/// 12345 as "12,345".
std::string with_thousands(long value);

/// A histogram's counts as a line of bars.
std::string text_bars(const std::vector<Index>& counts, bool unicode);

/// A table with a header line; columns are aligned left or right and two spaces apart.
class TextTable {
 public:
  void add_column(std::string header, std::vector<std::string> cells, bool left = false);
  /// With a line below the header; every line ends with a line feed and has no blanks at its end.
  std::string str() const;
  std::size_t width() const;

 private:
  struct Column {
    std::string header;
    std::vector<std::string> cells;
    bool left;
    std::size_t width;
  };
  std::vector<Column> columns_;
};

}  // namespace nninterp
