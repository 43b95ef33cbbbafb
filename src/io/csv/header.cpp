#include "header.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "text.hpp"

namespace nninterp {

namespace {

std::string spelled(char delimiter) {
  return delimiter == '\t' ? "tab" : delimiter == ' ' ? "blank" : std::string(1, delimiter);
}

bool is_number(std::string_view text) { return parse_number(text).has_value(); }

constexpr const char* no_header = "⟨no-header⟩ if the file has none";

// The first column may go without: it holds row names. The last ones may, if they turn out to be empty.
void check_name(const std::string& place, const std::vector<std::string>& names, std::size_t index) {
  const auto from_there = names.begin() + static_cast<std::ptrdiff_t>(index);
  if (!names[index].empty() || (index == 0 && names.size() > 1)) return;
  if (index > 0 && std::all_of(from_there, names.end(), [](const std::string& name) { return name.empty(); })) return;
  throw InputError(place + ": column " + std::to_string(index + 1) + " has no name", "give it a name");
}

void check_names(const std::string& place, const std::vector<std::string>& names) {
  if (std::all_of(names.begin(), names.end(), is_number)) {
    throw InputError(place + ": holds numbers instead of column names",
                     std::string("the first line must hold the column names; ") + no_header);
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    check_name(place, names, i);
    if (names[i].empty()) continue;
    const auto [entry, is_new] = seen.emplace(names[i], i);
    if (is_new) continue;
    throw InputError(place + ": columns " + std::to_string(entry->second + 1) + " and " + std::to_string(i + 1) +
                         " are both called \"" + one_line(names[i]) + "\"",
                     is_number(names[i]) ? std::string("line 1 looks like data: ") + no_header
                                         : "give every column a name of its own");
  }
}

// Spreadsheets leave empty rows above a table: these are skipped like blank lines.
std::vector<CsvCell> find_header(CsvRecords& records) {
  const auto empty = [](const CsvCell& cell) { return trim(cell.text).empty(); };
  while (records.next()) {
    std::vector<CsvCell> cells = records.cells();
    if (!std::all_of(cells.begin(), cells.end(), empty)) return cells;
  }
  return {};
}

// R's write.table() has no name for them in its header: the first row then has a cell more, which is a text or stands
// between blanks.
bool has_row_names(const CsvText& text, CsvPlace body, std::size_t names) {
  try {
    CsvRecords records(text, body);
    if (!records.next()) return false;
    const std::vector<CsvCell> cells = records.cells();
    return cells.size() == names + 1 && !cells.back().text.empty() &&
           (text.delimiter == ' ' || (cells[0].quoted && !is_number(cells[0].text)));
  } catch (const InputError&) {  // reading the row will say why
    return false;
  }
}

bool looks_like_decimal_commas(const std::vector<CsvCell>& cells) {
  const auto digits = [](const CsvCell& cell) {
    return !cell.text.empty() && cell.text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return std::adjacent_find(cells.begin(), cells.end(), [&](const CsvCell& whole, const CsvCell& fraction) {
           return parse_number(whole.text).has_value() && digits(fraction);
         }) != cells.end();
}

std::string hint_for_ragged(const std::vector<CsvCell>& cells, const CsvText& text) {
  const std::vector<std::string>& names = text.columns;
  const char delimiter = text.delimiter;
  if (!names[0].empty() && std::string_view("#%").find(names[0][0]) != std::string_view::npos) {
    return std::string("lines of comments: ⟨comment⟩ '") + names[0][0] + "'";
  }
  if (is_split_by_blanks(text)) return blanks_between_columns;
  for (const char other : csv_delimiters) {
    if (names.size() == 1 && other != delimiter && names[0].find(other) != std::string::npos) {
      return "the columns seem to be separated by '" + spelled(other) + "': ⟨delimiter⟩ '" + spelled(other) + "'";
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

}  // namespace

CsvPlace read_header(CsvText& text, bool header) {
  CsvRecords records(text, text.begin);
  const std::vector<CsvCell> cells = find_header(records);
  if (cells.empty()) throw InputError(text.name + ": is empty");
  if (!header) {
    for (std::size_t i = 1; i <= cells.size(); ++i) text.columns.push_back("V" + std::to_string(i));
    return records.begin();
  }
  std::vector<std::string> names;
  names.reserve(cells.size() + 1);
  if (has_row_names(text, records.place(), cells.size())) names.emplace_back();
  for (const CsvCell& cell : cells) names.emplace_back(trim(cell.text));
  check_names(text.name + ":" + std::to_string(records.line()), names);
  text.columns = std::move(names);
  return records.place();
}

CsvOptions with_single_names(CsvOptions options, const std::vector<std::string>& columns) {
  if (!options.kinds_known) options.categorical = split_names(options.categorical, columns);
  options.keep_na = split_names(options.keep_na, columns);
  return options;
}

void fail_width(const CsvText& text, CsvRecords& records) {
  const std::vector<CsvCell> cells = records.cells();
  throw InputError(text.name + ":" + std::to_string(records.line()) + ": " + count_of(cells.size(), "cell") +
                       " where the header has " + std::to_string(text.columns.size()),
                   hint_for_ragged(cells, text));
}

}  // namespace nninterp
