#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "spelling.hpp"

namespace nninterp {

/// A place in a text, and its line from 1.
struct CsvPlace {
  std::size_t offset = 0, line = 1;
};

/// A CSV text and what messages call it. The bytes hold no NUL and no byte order mark.
struct CsvText {
  std::string_view bytes;
  std::string name;
  char delimiter;                         ///< a blank: runs of blanks and tabs
  char comment = '\0';                    ///< lines that begin with it are none; nothing
  CsvPlace begin = {};                    ///< of the header
  std::vector<std::string> columns = {};  ///< their names, once they are known
};

struct CsvCell {
  std::string_view text;  ///< trimmed, then without its quotes; good until the next record
  bool quoted;
};

/// Walks through the records of a text cell by cell: RFC 4180 quotes (also with line breaks inside), CR LF as LF, blank
/// lines and comments skipped. A quote inside an unquoted cell is an ordinary character.
class CsvRecords {
 public:
  explicit CsvRecords(const CsvText& text, CsvPlace from = {});

  /// To the next record; false if none begins before `end`.
  bool next(std::size_t end = std::numeric_limits<std::size_t>::max());
  /// Where the record begins.
  CsvPlace begin() const { return record_; }
  std::size_t line() const { return record_.line; }
  /// Whether the record has cells left.
  bool more() const { return more_; }
  /// The next cell. InputError with file and line for an open quote or text after a closing one.
  CsvCell take_cell();
  /// The next cell's finite number; nothing is taken, and it is false, where the cell is anything but plain digits.
  bool take_number(double& number);
  /// All cells of the record.
  std::vector<CsvCell> cells();
  /// Where the last cell ended.
  CsvPlace place() const { return {static_cast<std::size_t>(at_ - begin_), line_}; }

 private:
  bool is_blank(char c) const {
    return (c == ' ' || c == '\t' || c == '\r') && (c != text_.delimiter || text_.delimiter == ' ');
  }
  bool ends_cell(char c) const { return c == text_.delimiter || c == '\n' || (c == '\t' && text_.delimiter == ' '); }
  const char* skip_blanks(const char* from) const;
  const char* cell_end(const char* from) const;
  void end_cell(const char* end);
  void end_cell_at_blanks(const char* end);
  void end_line(const char* feed);
  std::string_view take_quoted(const char* quote);
  const char* closing_quote(const char* quote);
  void check_behind(const char* close, const char* end, std::size_t opened) const;
  std::string_view unescaped(std::string_view quoted);
  std::string where(std::size_t line) const;

  const CsvText& text_;
  const char *begin_, *end_;
  const char* at_;         // the next cell, or the next record
  std::size_t line_;       // of `at_`
  CsvPlace record_;        // where it begins
  std::size_t taken_ = 0;  // cells of the record
  bool more_ = false;
  std::deque<std::string> unescaped_;  // cells that are not in the text as they are
};

/// The first records of a text, taken apart by another delimiter than its own.
struct FirstRecords {
  std::size_t header_cells = 1, cells = 1;
  bool alike = true;  ///< every record below the header has as many cells
};
FirstRecords look_at_first(CsvText text, char delimiter);

/// Whether runs of blanks split the first records into columns, all alike, though another delimiter is taken.
bool is_split_by_blanks(const CsvText& text);
constexpr const char* blanks_between_columns = "the columns seem to be separated by blanks: ⟨delimiter⟩ blank";

// Here so that it is inlined: nearly all of the time that reading takes is spent in it.

inline void CsvRecords::end_cell(const char* end) {
  if (text_.delimiter == ' ') return end_cell_at_blanks(end);
  ++taken_;
  at_ = end;
  more_ = end != end_ && *end == text_.delimiter;
  if (end == end_) return;
  ++at_;
  if (!more_) ++line_;
}

inline bool CsvRecords::take_number(double& number) {
  double value;
  auto [end, error] = std::from_chars(at_, end_, value);
  if (error != std::errc() || !std::isfinite(value)) return false;
  if (end != end_ && *end == '\r') ++end;
  if (end != end_ && *end != '\n' && (*end != text_.delimiter || end[-1] == '\r')) return false;
  const bool padded = end - at_ > 1 && *at_ == '0' && at_[1] >= '0' && at_[1] <= '9';
  if (value >= most_whole || value <= -most_whole || padded) return false;  // looked at as texts
  number = value;
  end_cell(end);
  return true;
}

}  // namespace nninterp
