#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nninterp {

struct CsvCell {
  std::string_view text;  ///< trimmed, then without its quotes
  bool quoted;
};

/// Splits CSV text into records: RFC 4180 quotes (also with line breaks inside), CR LF as LF, blank lines skipped.
/// A quote inside an unquoted cell is an ordinary character. The bytes must hold no NUL.
class CsvRecords {
 public:
  /// The next line as a text that may be changed and that ends with NUL, or nullptr after the last.
  using NextLine = std::function<char*()>;

  CsvRecords(NextLine next_line, std::string name, char delimiter);

  /// False after the last record. InputError with file and line for an open quote or text after a closing one.
  bool next();
  /// Of the record that next() read; gone with the following call.
  const std::vector<CsvCell>& cells() const { return cells_; }
  /// The line where it begins, from 1.
  std::size_t line() const { return first_line_; }
  /// What messages call the columns.
  void name_columns(std::vector<std::string> names) { names_ = std::move(names); }

 private:
  struct Span {
    std::size_t begin, end;
    bool quoted;
  };

  bool take_line();
  bool append_line();
  bool blank() const;
  void split();
  std::size_t take_plain(std::size_t begin);
  std::size_t take_quoted(std::size_t begin, std::size_t quote);
  std::size_t closing_quote(std::size_t quote);
  void cut_cells();
  std::string place(std::size_t line) const;

  NextLine next_line_;
  std::string name_;
  std::vector<std::string> names_;
  char delimiter_;
  const char* (*find_end_)(const char*);

  char* text_ = nullptr;  // the record: the line itself, or joined_
  std::size_t size_ = 0;
  std::string joined_;
  std::vector<Span> spans_;
  std::vector<CsvCell> cells_;
  std::size_t first_line_ = 0, last_line_ = 0;
};

/// The lines of a whole text by the library's reader: fast, but no line may be longer than 16 MiB (InputError).
CsvRecords::NextLine lines_of(std::string_view bytes, const std::string& name);

/// The lines of a text one by one, for a look at its beginning.
CsvRecords::NextLine first_lines_of(std::string_view bytes);

}  // namespace nninterp
