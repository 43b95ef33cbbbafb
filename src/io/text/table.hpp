#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "width.hpp"

namespace nninterp {

/// Numbers of one column with a common number of decimals, so that their points stand below each other: about four
/// digits of the typical number. NaN becomes "-".
std::vector<std::string> align_numbers(const std::vector<double>& values);

/// Columns of numbers in one unit: the numbers of a row have its own decimals in common, about four digits of its
/// typical number, and the points of a column stand below each other.
std::vector<std::vector<std::string>> align_rows(const std::vector<std::vector<double>>& columns);

/// 12345 as "12,345".
std::string with_thousands(long value);

/// A histogram's counts as a line of bars.
std::string text_bars(const std::vector<Index>& counts, bool unicode);

/// Numbers as bars to the left or the right of a line, the largest of them 14 characters long.
std::vector<std::string> signed_bars(const std::vector<double>& values, bool unicode);

/// How much a column is needed. Where a table is too wide decoration is left out first, then details, then context.
enum class Need { always, context, details, decoration };

/// A table with a header line; columns are aligned left or right and two spaces apart.
class TextTable {
 public:
  void add_column(std::string header, std::vector<std::string> cells, bool left = false, Need need = Need::always);
  /// Names, which are cut where the table is too wide, and stay different.
  void add_names(std::string header, const std::vector<std::string>& names);

  void add_columns_of(const TextTable& other);

  /// At most `page` columns wide: with names cut to about a fifth of it, then without what is not needed, then with
  /// shorter names, and at last in blocks below each other that all begin with the first column. Below the header is a
  /// line; every line ends with a line feed and has no blanks at its end.
  std::string str(std::size_t page = std::string::npos) const;
  /// Of all columns, names in full.
  std::size_t width() const;
  /// Whether nothing has to be left out.
  bool fits(std::size_t page) const;

 private:
  struct Column {
    std::string header;
    std::vector<std::string> cells;
    bool left, names;
    Need need;
    std::size_t width;
  };
  using Columns = std::vector<Column>;
  static Column made(std::string header, std::vector<std::string> cells, bool left, bool names, Need need);
  static std::size_t width_of(const Columns& columns);
  static Columns narrowed(Columns columns, std::size_t page, std::size_t least);
  static Columns fitted(const Columns& columns, std::size_t page);
  static std::string lines_of(const Columns& columns);

  Columns columns_;
};

}  // namespace nninterp
