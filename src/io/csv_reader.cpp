#include "nninterp/io/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "io/csv_records.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr std::string_view delimiters = ",;\t|";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

// ---- The bytes as a whole ----

std::string line_of(std::string_view bytes, std::size_t position) {
  const auto feeds = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(position), '\n');
  return std::to_string(feeds + 1);
}

void check_binary(std::string_view bytes, const std::string& name) {
  if (starts_with(bytes, "PK\x03\x04")) {
    throw InputError(name + ": is a ZIP archive or a spreadsheet, not text", "save the table as CSV, in UTF-8");
  }
  if (starts_with(bytes, "\x1F\x8B")) throw InputError(name + ": is compressed", "unpack it first: gunzip");
  if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF")) {
    throw InputError(name + ": is UTF-16 text", "save it as UTF-8");
  }
  const auto nul = bytes.find('\0');
  if (nul != std::string_view::npos) {
    throw InputError(name + ":" + line_of(bytes, nul) + ": holds a NUL byte: this is no text, or it is UTF-16",
                     "save the table as CSV, in UTF-8");
  }
}

void check_text(std::string_view bytes, const std::string& name) {
  check_binary(bytes, name);
  const auto invalid = find_invalid_utf8(bytes);
  if (invalid != std::string_view::npos) {
    throw InputError(name + ":" + line_of(bytes, invalid) + ": is not UTF-8 text",
                     "convert it, for example: iconv -f latin1 -t utf-8 OLD > NEW");
  }
  if (bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos) {
    throw InputError(name + ": its lines end in CR alone, as on old Macs", "convert it: tr '\\r' '\\n' < OLD > NEW");
  }
}

// ---- The delimiter ----

struct FirstRecords {
  std::size_t header_cells = 1;
  bool alike = true;  // every record has as many
};

FirstRecords look_at_first(std::string_view bytes, char delimiter) {
  constexpr std::size_t enough = 20;
  FirstRecords found;
  try {
    CsvRecords records(first_lines_of(bytes), "", delimiter);
    for (std::size_t i = 0; i < enough && records.next(); ++i) {
      const std::size_t cells = records.cells().size();
      if (i == 0) found.header_cells = cells;
      found.alike = found.alike && cells == found.header_cells;
    }
  } catch (const InputError&) {
    found.alike = false;  // reading the file will say why
  }
  return found;
}

// The one that splits the first records into the most columns, all alike; else the one that the header has most of.
char detect_delimiter(std::string_view bytes) {
  char best = ',', best_of_header = ',';
  std::size_t columns = 1, columns_of_header = 1;
  for (const char candidate : delimiters) {
    const FirstRecords found = look_at_first(bytes, candidate);
    if (found.alike && found.header_cells > columns) {
      best = candidate;
      columns = found.header_cells;
    }
    if (found.header_cells > columns_of_header) {
      best_of_header = candidate;
      columns_of_header = found.header_cells;
    }
  }
  return columns > 1 ? best : best_of_header;
}

char delimiter_of(std::string_view bytes, const CsvOptions& options) {
  if (!options.delimiter) return detect_delimiter(bytes);
  if (delimiters.find(*options.delimiter) == std::string_view::npos) {
    throw UsageError("--delimiter: '" + one_line({&*options.delimiter, 1}) + "' is none of , ; tab |");
  }
  return *options.delimiter;
}

std::string spelled(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

// ---- The header ----

void check_name(const std::string& place, const std::vector<std::string>& names, std::size_t index) {
  if (!names[index].empty()) return;
  std::string hint = "give it a name";
  if (index == 0) hint += "; R's write.csv() writes row names unless told row.names = FALSE";
  if (index > 0 && index + 1 == names.size()) hint += ", or take the delimiter off the end of every line";
  throw InputError(place + ": column " + std::to_string(index + 1) + " has no name", hint);
}

void check_names(const std::string& place, const std::vector<std::string>& names) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    check_name(place, names, i);
    const auto [entry, is_new] = seen.emplace(names[i], i);
    if (is_new) continue;
    throw InputError(place + ": columns " + std::to_string(entry->second + 1) + " and " + std::to_string(i + 1) +
                         " are both called \"" + one_line(names[i]) + "\"",
                     "give every column a name of its own");
  }
  if (std::all_of(names.begin(), names.end(), [](const auto& text) { return parse_number(text).has_value(); })) {
    throw InputError(place + ": holds numbers instead of column names", "the first line must hold the column names");
  }
}

// Spreadsheets leave empty rows above a table: these are skipped like blank lines.
bool find_header(CsvRecords& records) {
  const auto empty = [](const CsvCell& cell) { return trim(cell.text).empty(); };
  while (records.next()) {
    if (!std::all_of(records.cells().begin(), records.cells().end(), empty)) return true;
  }
  return false;
}

std::vector<std::string> read_header(CsvRecords& records, const std::string& file) {
  if (!find_header(records)) throw InputError(file + ": is empty");
  std::vector<std::string> names;
  names.reserve(records.cells().size());
  for (const CsvCell& cell : records.cells()) names.emplace_back(trim(cell.text));
  check_names(file + ":" + std::to_string(records.line()), names);
  return names;
}

// ---- Rows that are too short or too long ----

bool looks_like_decimal_commas(const std::vector<CsvCell>& cells) {
  const auto digits = [](const CsvCell& cell) {
    return !cell.text.empty() && cell.text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return std::adjacent_find(cells.begin(), cells.end(), [&](const CsvCell& whole, const CsvCell& fraction) {
           return parse_number(whole.text).has_value() && digits(fraction);
         }) != cells.end();
}

std::string hint_for_ragged(const std::vector<CsvCell>& cells, const std::vector<std::string>& names, char delimiter) {
  for (const char other : delimiters) {
    if (names.size() == 1 && other != delimiter && names[0].find(other) != std::string::npos) {
      return "the columns seem to be separated by '" + spelled(other) + "': --delimiter '" + spelled(other) + "'";
    }
  }
  if (cells.size() == names.size() + 1 && cells.back().text.empty() && !cells.back().quoted) {
    return "there is a '" + spelled(delimiter) + "' too many at the end of the line";
  }
  const bool commas = cells.size() > names.size() && delimiter == ',' && looks_like_decimal_commas(cells);
  if (cells.size() == names.size() + 1 && !parse_number(cells[0].text) && (cells[0].quoted || !commas)) {
    return "row names need a column name of their own; R leaves them out with row.names = FALSE";
  }
  if (commas) return "write numbers with a decimal point, or put quotes around a cell that holds a comma";
  return cells.size() > names.size() ? "a cell that holds the delimiter itself stands in quotes" : "";
}

void check_width(const CsvRecords& records, const std::vector<std::string>& names, const std::string& file,
                 char delimiter) {
  const std::size_t width = records.cells().size();
  if (width == names.size()) return;
  throw InputError(file + ":" + std::to_string(records.line()) + ": " + count_of(width, "cell") +
                       " where the header has " + std::to_string(names.size()),
                   hint_for_ragged(records.cells(), names, delimiter));
}

// ---- Cells ----

class MissingValues {
 public:
  explicit MissingValues(const std::vector<std::string>& more) {
    for (const std::string& text : more) more_.emplace_back(trim(text));
  }
  bool contains(std::string_view cell) const {
    cell = trim(cell);
    if (cell.empty()) return true;
    // Nearly every cell of a table of numbers ends here.
    const bool may_be_usual = cell[0] == 'N' || cell[0] == 'n';
    if (may_be_usual && std::find(usual_.begin(), usual_.end(), cell) != usual_.end()) return true;
    return !more_.empty() && std::find(more_.begin(), more_.end(), cell) != more_.end();
  }

 private:
  static constexpr std::array<std::string_view, 6> usual_ = {"NA", "NaN", "nan", "null", "NULL", "N/A"};
  std::vector<std::string> more_;
};

bool has_decimal_comma(std::string_view cell) {
  std::string text(trim(cell));
  const auto comma = text.find(',');
  if (comma == std::string::npos || comma + 1 == text.size()) return false;
  text[comma] = '.';
  return parse_number(text).has_value();
}

struct OddCell {
  std::size_t line = 0;  // 0: there is none
  std::string text;
};

/// What a column's cells are, and the first that are not what they should be.
struct Tally {
  std::size_t finite = 0, infinite = 0, text = 0, decimal_commas = 0;  // the latter also count as text
  OddCell first_odd, first_comma;

  void note(OddCell& first, std::size_t line, std::string_view cell) {
    if (first.line == 0) first = {line, std::string(cell.substr(0, 200))};
  }
  /// The cell's number, NaN where it is none.
  double add(std::string_view cell, std::size_t line) {
    const std::optional<double> value = parse_number(cell);
    if (value && std::isfinite(*value)) {
      ++finite;
      return *value;
    }
    note(first_odd, line, cell);
    ++(value ? infinite : text);
    if (!value && has_decimal_comma(cell)) {
      ++decimal_commas;
      note(first_comma, line, cell);
    }
    return std::numeric_limits<double>::quiet_NaN();
  }
};

bool nearly_all(std::size_t count, std::size_t of) { return 10 * count >= 9 * of; }

ColumnKind kind_of(const Tally& tally) {
  if (tally.infinite + tally.text == 0) return ColumnKind::numeric;
  const std::size_t meant_as_numbers = tally.finite + tally.infinite + tally.decimal_commas;
  const std::size_t present = tally.finite + tally.infinite + tally.text;
  return nearly_all(meant_as_numbers, present) ? ColumnKind::unclear : ColumnKind::text;
}

// A word of a command line in a hint.
std::string shell_word(const std::string& text) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
  const bool quotes = text.empty() || text.find_first_not_of(plain) != std::string::npos;
  return quotes && text.find('\'') == std::string::npos ? "'" + text + "'" : text;
}

std::string option(const std::string& name, const std::string& value, const std::string& placeholder) {
  const bool printable = one_line(value) == value && value.find('\'') == std::string::npos;
  if (!printable) return name + " " + placeholder;
  return name + (value[0] == '-' ? "=" : " ") + shell_word(value);
}

void explain(Column& column, const Tally& tally) {
  if (tally.decimal_commas > 0) {
    column.bad_line = tally.first_comma.line;
    column.bad_reason = "'" + one_line(tally.first_comma.text) + "' has a decimal comma";
    column.bad_hint = "write numbers with a decimal point, and nothing between thousands";
    return;
  }
  const std::string cell(trim(tally.first_odd.text));
  const bool number = parse_number(cell).has_value();
  const bool has_digits = cell.find_first_of("0123456789") != std::string::npos;
  column.bad_line = tally.first_odd.line;
  column.bad_reason = "'" + one_line(cell) + "' is " +
                      (!number      ? "not a number"
                       : has_digits ? "too large for a number"
                                    : "not a finite number");
  column.bad_hint = "correct the cell, or say " + option("--na-string", cell, "TEXT") + " if it means missing";
  if (tally.text > 0) {
    column.bad_hint += ", or " + option("--categorical", column.name, "NAME") + " if the column holds categories";
  }
}

/// Numbers the texts of a column as they come, and in the end sorts them.
class LevelsBuilder {
 public:
  explicit LevelsBuilder(Column& column) : column_(&column) {}

  void add(std::string_view cell) {
    key_ = cell;
    const auto [entry, is_new] = codes_.try_emplace(key_, static_cast<std::int32_t>(codes_.size()));
    column_->codes.push_back(entry->second);
  }
  void add_missing() { column_->codes.push_back(-1); }

  void finish() {
    std::vector<std::int32_t> rank(codes_.size());
    for (auto& [value, text, code] : sorted_levels()) {
      rank[static_cast<std::size_t>(code)] = static_cast<std::int32_t>(column_->levels.size());
      column_->levels.push_back(text);
    }
    for (std::int32_t& code : column_->codes) {
      if (code >= 0) code = rank[static_cast<std::size_t>(code)];
    }
  }

 private:
  using Level = std::tuple<double, std::string, std::int32_t>;  // its value, or 0 where not all have one

  std::vector<Level> sorted_levels() const {
    const auto number = [](const std::string& text) { return parse_number(text).value_or(HUGE_VAL); };
    const bool numbers = std::all_of(codes_.begin(), codes_.end(),
                                     [&](const auto& entry) { return std::isfinite(number(entry.first)); });
    std::vector<Level> sorted;
    for (const auto& [text, code] : codes_) sorted.emplace_back(numbers ? number(text) : 0.0, text, code);
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

  Column* column_;
  std::string key_;
  std::unordered_map<std::string, std::int32_t> codes_;
};

class TableReader {
 public:
  TableReader(std::string_view bytes, const std::string& name, const CsvOptions& options)
      : bytes_(bytes), delimiter_(delimiter_of(bytes, options)), options_(options), missing_(options.na_strings) {
    table_.name = name;
  }

  Table read() {
    read_numbers();
    decide_kinds();
    read_levels();
    return std::move(table_);
  }

 private:
  void read_numbers() {
    CsvRecords records(lines_of(bytes_, table_.name), table_.name, delimiter_);
    const std::vector<std::string> names = read_header(records, table_.name);
    records.name_columns(names);
    prepare_columns(names);
    while (records.next()) {
      check_width(records, names, table_.name, delimiter_);
      add_row(records);
    }
    if (table_.lines.empty()) throw InputError(table_.name + ": no rows below the header");
  }

  // A row has at least a byte for each of its columns.
  void prepare_columns(const std::vector<std::string>& names) {
    const auto feeds = static_cast<std::size_t>(std::count(bytes_.begin(), bytes_.end(), '\n'));
    const std::size_t most_rows = std::min(feeds, bytes_.size() / names.size());
    table_.lines.reserve(most_rows);
    table_.columns.resize(names.size());
    tallies_.resize(names.size());
    for (std::size_t j = 0; j < names.size(); ++j) {
      table_.columns[j].name = names[j];
      table_.columns[j].numbers.reserve(most_rows);
    }
  }

  void add_row(const CsvRecords& records) {
    table_.lines.push_back(static_cast<std::uint32_t>(records.line()));
    for (std::size_t j = 0; j < table_.columns.size(); ++j) {
      const std::string_view cell = records.cells()[j].text;
      const bool missing = missing_.contains(cell);
      table_.columns[j].numbers.push_back(missing ? std::numeric_limits<double>::quiet_NaN()
                                                  : tallies_[j].add(cell, records.line()));
    }
  }

  void decide_kinds() {
    for (std::size_t j = 0; j < table_.columns.size(); ++j) {
      Column& column = table_.columns[j];
      column.kind = kind_of(tallies_[j]);
      if (column.kind == ColumnKind::unclear) explain(column, tallies_[j]);
    }
    for (const std::string& name : options_.categorical) force_categorical(name);
    for (Column& column : table_.columns) {
      if (column.kind != ColumnKind::numeric) column.numbers = {};
    }
  }

  void force_categorical(const std::string& name) {
    const auto same = [&](const Column& column) { return column.name == name; };
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(), same);
    if (column == table_.columns.end()) {
      table_.at(name);  // knows what to say about it
      return;
    }
    column->kind = ColumnKind::text;
    column->bad_line = 0;
    column->bad_reason.clear();
    column->bad_hint.clear();
  }

  void read_levels() {
    std::vector<std::pair<std::size_t, LevelsBuilder>> builders;
    for (std::size_t j = 0; j < table_.columns.size(); ++j) {
      if (table_.columns[j].kind != ColumnKind::text) continue;
      table_.columns[j].codes.reserve(table_.lines.size());
      builders.emplace_back(j, LevelsBuilder(table_.columns[j]));
    }
    if (builders.empty()) return;
    CsvRecords records(lines_of(bytes_, table_.name), table_.name, delimiter_);
    find_header(records);
    while (records.next()) {
      for (auto& [j, builder] : builders) {
        const std::string_view cell = records.cells()[j].text;
        missing_.contains(cell) ? builder.add_missing() : builder.add(cell);
      }
    }
    for (auto& entry : builders) entry.second.finish();
  }

  std::string_view bytes_;
  char delimiter_;
  const CsvOptions& options_;
  MissingValues missing_;
  Table table_;
  std::vector<Tally> tallies_;
};

}  // namespace

Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options) {
  check_text(bytes, name);
  if (starts_with(bytes, byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  return TableReader(bytes, name, options).read();
}

}  // namespace nninterp
