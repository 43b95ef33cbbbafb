#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/core/matrix.hpp"
#include "nninterp/data/format.hpp"

namespace nninterp {

enum class ColumnKind {
  numeric,  ///< every present cell is a finite number
  text,     ///< levels and codes
  unclear   ///< meant as numbers, but some cells are none; an error as soon as the column is used
};

/// One named column. A numeric column has `numbers`, a text column `levels` and `codes`, an unclear one neither.
struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::numeric;
  std::vector<double> numbers;      ///< one a row, NaN where missing
  std::vector<std::int32_t> codes;  ///< one a row, index into `levels`, -1 where missing
  std::vector<std::string> levels;  ///< distinct, sorted: by value if all are numbers, else by bytes
  /// Of an unclear column: where and why, for the message.
  std::size_t bad_line = 0;
  std::string bad_reason;
  std::string bad_hint;

  /// Of a numeric column.
  Vector numbers_at(const std::vector<Index>& rows) const;
  bool missing(Index row) const {
    return kind == ColumnKind::numeric ? numbers[row] != numbers[row] : kind == ColumnKind::text && codes[row] < 0;
  }
};

/// Named columns of equal length. `lines[row]` is the line of the file where the row begins (1 is the header).
struct Table {
  std::string name;  ///< how messages call it: the file's name
  std::vector<Column> columns;
  std::vector<std::uint32_t> lines;
  TableFormat format;             ///< as it was read: what was given, and what was found
  bool row_names = false;         ///< a first column without a name was left out
  std::vector<Warning> warnings;  ///< what was found out in reading, and looks odd

  Index rows() const { return static_cast<Index>(lines.size()); }
  std::vector<std::string> names() const;
  /// The column, or nullptr.
  const Column* find(const std::string& name) const;
  /// The column; InputError with a suggestion if there is none, or if it is unclear what it holds.
  const Column& at(const std::string& name) const;
};

/// A level for each row of a column, e.g. to group by: text levels, or the distinct numbers as text.
/// InputError if there are more than `limit`.
struct Levels {
  std::vector<std::string> levels;
  std::vector<std::int32_t> codes;
};
Levels levels_of(const Table& table, const std::string& name, std::size_t limit);

/// "FILE: column "NAME"", the place that a message about a column begins with.
std::string column_place(const Table& table, const std::string& column);
/// "FILE:LINE: column "NAME"", the place that a message about a cell begins with.
std::string cell_place(const Table& table, std::size_t line, const std::string& column);

}  // namespace nninterp
