#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/data/table.hpp"
#include "nninterp/io/csv/options.hpp"

namespace nninterp {

class FileBytes;

/// A table from the bytes of a file: header line, RFC 4180 quotes (also with line breaks inside), UTF-8 with or without
/// BOM, LF or CRLF, spaces around cells trimmed, empty lines skipped. `name` stands in messages.
/// InputError with file and line for anything that is no such table: empty, header alone, ragged rows, duplicate or
/// empty column names, an open quote, NUL bytes, UTF-16, invalid UTF-8, a line longer than 16 MiB.
/// `threads`: 0 is every core; table and errors are the same for any number.
Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options = {}, int threads = 0);

/// The table of the file of this name, or of standard input for "-", read at once; of a mapped file never more than a
/// few MiB a thread are in memory.
Table read_table(const std::string& path, const CsvOptions& options = {}, int threads = 0);

/// The same in two steps for those who look at the bytes besides: what does not come as a mapped file is read, and its
/// numbers already, by the constructor; the table's errors come with the table.
class TableFile {
 public:
  explicit TableFile(const std::string& path, const CsvOptions& options = {}, int threads = 0);
  ~TableFile();
  const FileBytes& bytes() const;
  /// Once.
  Table table();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nninterp
