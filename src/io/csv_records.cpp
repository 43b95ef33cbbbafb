#include "io/csv_records.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

// GCC looks through its inlined functions and warns of its strncpy(), which is right.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#endif
#include <libfccp/csv.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

using Blanks = io::trim_chars<' ', '\t', '\r'>;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

using FindEnd = const char* (*)(const char*);

FindEnd find_end_of(char delimiter) {
  switch (delimiter) {
    case ';':
      return io::no_quote_escape<';'>::find_next_column_end;
    case '\t':
      return io::no_quote_escape<'\t'>::find_next_column_end;
    case '|':
      return io::no_quote_escape<'|'>::find_next_column_end;
    default:
      return io::no_quote_escape<','>::find_next_column_end;
  }
}

// The bytes with a line feed at their end: without one LineReader may look at what an earlier block left behind them.
class TerminatedBytes : public io::ByteSourceBase {
 public:
  explicit TerminatedBytes(std::string_view bytes)
      : rest_(bytes), feed_missing_(!bytes.empty() && bytes.back() != '\n') {}

  int read(char* buffer, int size) override {
    const std::size_t wanted = static_cast<std::size_t>(size), count = std::min(wanted, rest_.size());
    if (count > 0) std::memcpy(buffer, rest_.data(), count);
    rest_.remove_prefix(count);
    if (count == wanted || !feed_missing_) return static_cast<int>(count);
    buffer[count] = '\n';
    feed_missing_ = false;
    return static_cast<int>(count + 1);
  }

 private:
  std::string_view rest_;
  bool feed_missing_;
};

// LineReader would say so too, but only after a look at memory that its other thread may be writing.
void check_line_lengths(std::string_view bytes, const std::string& name) {
  constexpr std::size_t limit = (std::size_t{1} << 24) - 1;
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    if (end - begin > limit) throw InputError(name + ":" + std::to_string(line) + ": the line is longer than 16 MiB");
    begin = end + 1;
  }
}

}  // namespace

CsvRecords::NextLine lines_of(std::string_view bytes, const std::string& name) {
  check_line_lengths(bytes, name);
  const auto reader = std::make_shared<io::LineReader>("", std::make_unique<TerminatedBytes>(bytes));
  return [reader] { return reader->next_line(); };
}

CsvRecords::NextLine first_lines_of(std::string_view bytes) {
  return [rest = bytes, line = std::string()]() mutable -> char* {
    if (rest.empty()) return nullptr;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line.data();
  };
}

CsvRecords::CsvRecords(NextLine next_line, std::string name, char delimiter)
    : next_line_(std::move(next_line)),
      name_(std::move(name)),
      delimiter_(delimiter),
      find_end_(find_end_of(delimiter)) {}

bool CsvRecords::next() {
  while (take_line()) {
    first_line_ = last_line_;
    if (blank()) continue;
    split();
    cut_cells();
    return true;
  }
  return false;
}

bool CsvRecords::take_line() {
  text_ = next_line_();
  if (text_ == nullptr) return false;
  size_ = std::strlen(text_);
  ++last_line_;
  return true;
}

// Goes on with the next line, because a quote is open. The record moves out of the line's memory.
bool CsvRecords::append_line() {
  if (text_ != joined_.data()) joined_.assign(text_, size_);
  const char* const line = next_line_();
  if (line != nullptr) {
    joined_ += '\n';
    joined_ += line;
    ++last_line_;
  }
  text_ = joined_.data();
  size_ = joined_.size();
  return line != nullptr;
}

// Delimiters are no blanks here: a line of tabs between tabs is a record of empty cells.
bool CsvRecords::blank() const {
  const char* c = text_;
  while (is_blank(*c) && *c != delimiter_) ++c;
  return *c == '\0';
}

void CsvRecords::split() {
  spans_.clear();
  std::size_t end = 0;
  for (std::size_t begin = 0;; begin = end + 1) {
    std::size_t first = begin;
    while (is_blank(text_[first]) && text_[first] != delimiter_) ++first;
    end = text_[first] == '"' ? take_quoted(begin, first) : take_plain(begin);
    if (end == size_) return;
  }
}

std::size_t CsvRecords::take_plain(std::size_t begin) {
  const auto end = static_cast<std::size_t>(find_end_(text_ + begin) - text_);
  spans_.push_back({begin, end, false});
  return end;
}

std::size_t CsvRecords::take_quoted(std::size_t begin, std::size_t quote) {
  const std::size_t opened = last_line_;
  const std::size_t close = closing_quote(quote);
  const auto end = static_cast<std::size_t>(find_end_(text_ + close + 1) - text_);
  for (std::size_t i = close + 1; i < end; ++i) {
    if (is_blank(text_[i])) continue;
    const std::string rest(text_ + i, end - i);
    const std::string where = opened == last_line_ ? "" : ", which opened in line " + std::to_string(opened);
    throw InputError(place(last_line_) + ": '" + one_line(rest) + "' stands after the closing quote" + where,
                     "a quote that belongs to the text is doubled: \"\"");
  }
  spans_.push_back({begin, end, true});
  return end;
}

// The quote that closes the one at `quote`; lines are added until there is one.
std::size_t CsvRecords::closing_quote(std::size_t quote) {
  const std::size_t opened = last_line_;
  for (std::size_t from = quote + 1;;) {
    const char* const found = std::strchr(text_ + from, '"');
    if (found == nullptr) {
      from = size_;
      if (!append_line()) throw InputError(place(opened) + ": a quote is opened here and never closed");
    } else if (found[1] == '"') {
      from = static_cast<std::size_t>(found - text_) + 2;
    } else {
      return static_cast<std::size_t>(found - text_);
    }
  }
}

// Only now, as the record's memory may have moved while a quote was open.
void CsvRecords::cut_cells() {
  cells_.clear();
  for (const Span& span : spans_) {
    char *begin = text_ + span.begin, *end = text_ + span.end;
    Blanks::trim(begin, end);
    if (span.quoted) io::double_quote_escape<',', '"'>::unescape(begin, end);
    cells_.push_back({{begin, static_cast<std::size_t>(end - begin)}, span.quoted});
  }
}

// The cell that is being read.
std::string CsvRecords::place(std::size_t line) const {
  const std::size_t index = spans_.size();
  const std::string column = index < names_.size() ? "\"" + one_line(names_[index]) + "\"" : std::to_string(index + 1);
  return name_ + ":" + std::to_string(line) + ": column " + column;
}

}  // namespace nninterp
