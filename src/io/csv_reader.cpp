#include "nninterp/io/csv_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>

#include "io/csv_column.hpp"
#include "io/csv_records.hpp"
#include "io/csv_text.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

std::string spelled(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

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

bool looks_like_decimal_commas(const std::vector<CsvCell>& cells) {
  const auto digits = [](const CsvCell& cell) {
    return !cell.text.empty() && cell.text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return std::adjacent_find(cells.begin(), cells.end(), [&](const CsvCell& whole, const CsvCell& fraction) {
           return parse_number(whole.text).has_value() && digits(fraction);
         }) != cells.end();
}

std::string hint_for_ragged(const std::vector<CsvCell>& cells, const std::vector<std::string>& names, char delimiter) {
  for (const char other : csv_delimiters) {
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
    for (std::size_t j = 0; j < table_.columns.size(); ++j) tallies_[j].decide(table_.columns[j], options_.kinds_known);
    for (const std::string& name : options_.categorical) force_categorical(name);
    for (Column& column : table_.columns) {
      if (column.kind != ColumnKind::numeric) column.numbers = {};
    }
  }

  void force_categorical(const std::string& name) {
    const auto same = [&](const Column& column) { return column.name == name; };
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(), same);
    if (column == table_.columns.end()) {
      if (!options_.kinds_known) table_.at(name);  // knows what to say about it
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
  return TableReader(without_byte_order_mark(bytes), name, options).read();
}

}  // namespace nninterp
