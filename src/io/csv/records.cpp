#include "records.hpp"

#include <algorithm>
#include <cstring>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

std::string_view trimmed(const char* begin, const char* end) {
  const std::string_view text(begin, static_cast<std::size_t>(end - begin));
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? text.substr(0, 0)
                                         : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

const char* find(char c, const char* from, const char* end) {
  const void* const found = std::memchr(from, c, static_cast<std::size_t>(end - from));
  return found == nullptr ? end : static_cast<const char*>(found);
}

}  // namespace

CsvRecords::CsvRecords(const CsvText& text, CsvPlace from)
    : text_(text),
      begin_(text.bytes.data()),
      end_(begin_ + text.bytes.size()),
      at_(begin_ + from.offset),
      line_(from.line) {}

bool CsvRecords::next(std::size_t end) {
  while (more_) take_cell();
  const char* const stop = begin_ + std::min(end, text_.bytes.size());
  while (at_ < stop) {
    const char* const text = skip_blanks(at_);
    if (text != end_ && *text == text_.comment && text_.comment != '\0') {
      end_line(find('\n', text, end_));
      continue;
    }
    if (text != end_ && *text != '\n') {
      if (text_.delimiter == ' ') at_ = text;
      record_ = place();
      taken_ = 0;
      more_ = true;
      if (!unescaped_.empty()) unescaped_.clear();
      return true;
    }
    end_line(text);
  }
  return false;
}

void CsvRecords::end_line(const char* feed) {
  at_ = feed;
  if (feed == end_) return;
  ++at_;
  ++line_;
}

void CsvRecords::end_cell_at_blanks(const char* end) {
  ++taken_;
  end = skip_blanks(end);
  more_ = end != end_ && *end != '\n';
  if (more_) {
    at_ = end;
  } else {
    end_line(end);
  }
}

CsvCell CsvRecords::take_cell() {
  const char* const text = skip_blanks(at_);
  if (text != end_ && *text == '"') return {take_quoted(text), true};
  const char *const begin = at_, *const end = cell_end(text);
  end_cell(end);
  return {trimmed(begin, end), false};
}

std::vector<CsvCell> CsvRecords::cells() {
  at_ = begin_ + record_.offset;
  line_ = record_.line;
  taken_ = 0;
  more_ = true;
  std::vector<CsvCell> cells;
  while (more_) cells.push_back(take_cell());
  return cells;
}

const char* CsvRecords::skip_blanks(const char* from) const {
  while (from != end_ && is_blank(*from)) ++from;
  return from;
}

const char* CsvRecords::cell_end(const char* from) const {
  while (from != end_ && !ends_cell(*from)) ++from;
  return from;
}

std::string_view CsvRecords::take_quoted(const char* quote) {
  const std::size_t opened = line_;
  const char* const close = closing_quote(quote);
  const char* const end = cell_end(close + 1);
  check_behind(close, end, opened);
  end_cell(end);
  return unescaped({quote + 1, static_cast<std::size_t>(close - quote - 1)});
}

// The quote that closes the one at `quote`.
const char* CsvRecords::closing_quote(const char* quote) {
  const char* close = find('"', quote + 1, end_);
  while (close != end_ && close + 1 != end_ && close[1] == '"') close = find('"', close + 2, end_);
  if (close == end_) throw InputError(where(line_) + ": a quote is opened here and never closed");
  line_ += static_cast<std::size_t>(std::count(quote, close, '\n'));
  return close;
}

void CsvRecords::check_behind(const char* close, const char* end, std::size_t opened) const {
  const char* const rest = skip_blanks(close + 1);
  if (rest >= end) return;
  if (end[-1] == '\r' && (end == end_ || *end == '\n')) --end;
  const std::string since = opened == line_ ? "" : ", which opened in line " + std::to_string(opened);
  throw InputError(
      where(line_) + ": '" + one_line({rest, static_cast<std::size_t>(end - rest)}) +
          "' stands after the closing quote" + since,
      is_split_by_blanks(text_) ? blanks_between_columns : "a quote that belongs to the text is doubled: \"\"");
}

std::string_view CsvRecords::unescaped(std::string_view quoted) {
  if (quoted.find('"') == std::string_view::npos) return quoted;
  std::string& text = unescaped_.emplace_back();
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '"') ++i;  // the second of two
    text += quoted[i];
  }
  return text;
}

// The cell that is being read.
std::string CsvRecords::where(std::size_t line) const {
  const bool known = taken_ < text_.columns.size();
  const std::string column = known ? "\"" + one_line(text_.columns[taken_]) + "\"" : std::to_string(taken_ + 1);
  return text_.name + ":" + std::to_string(line) + ": column " + column;
}

FirstRecords look_at_first(CsvText text, char delimiter) {
  constexpr std::size_t enough = 20;
  FirstRecords found;
  text.delimiter = delimiter;
  try {
    CsvRecords records(text, text.begin);
    for (std::size_t i = 0; i < enough && records.next(); ++i) {
      const std::size_t cells = records.cells().size();
      if (i == 0) found.header_cells = found.cells = cells;
      if (i == 1) found.cells = cells;
      found.alike = found.alike && cells == found.cells;
    }
  } catch (const InputError&) {
    found.alike = false;  // reading the file will say why
  }
  return found;
}

bool is_split_by_blanks(const CsvText& text) {
  if (text.delimiter == ' ') return false;
  const FirstRecords found = look_at_first(text, ' ');
  const bool row_names = found.cells == found.header_cells + 1;  // as R writes them
  return found.alike && found.header_cells > 1 && (found.cells == found.header_cells || row_names);
}

}  // namespace nninterp
