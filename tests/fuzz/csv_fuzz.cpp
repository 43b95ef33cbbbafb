// Any bytes are a table or an InputError. The first byte chooses the options, the rest is the file.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "nninterp/core/error.hpp"
#include "nninterp/io/csv/reader.hpp"

namespace {

using namespace nninterp;

void require(bool condition) {
  if (!condition) std::abort();
}

CsvOptions options_of(std::uint8_t choice) {
  constexpr std::string_view delimiters = ",;\t|";
  CsvOptions options;
  if (choice & 4U) options.delimiter = delimiters[choice & 3U];
  if (choice & 8U) options.na_strings = {"?", "-99"};
  if (choice & 16U) options.categorical = {"a"};
  if (choice & 32U) options.decimal = ',';
  if (choice & 64U) options.thousands = '.';
  if (choice & 128U) {
    options.comment = '#';
    options.header = false;
    options.keep_na = {"V1"};
  }
  return options;
}

void check_column(const Column& column, std::size_t rows) {
  require(!column.name.empty());
  require(column.numbers.size() == (column.kind == ColumnKind::numeric ? rows : 0));
  require(column.codes.size() == (column.kind == ColumnKind::text ? rows : 0));
  for (const double number : column.numbers) require(!std::isinf(number));
  const auto levels = static_cast<std::int32_t>(column.levels.size());
  for (const std::int32_t code : column.codes) require(code >= -1 && code < levels);
  require(column.kind != ColumnKind::unclear || (column.bad_line > 0 && !column.bad_reason.empty()));
}

void check_message(const Error& error) {
  for (const std::string& text : {std::string(error.what()), error.hint()}) {
    require(text.find('\n') == std::string::npos && text.size() < 2000);
  }
}

void use(const Table& table) {
  require(table.rows() > 0 && !table.columns.empty());
  require(std::is_sorted(table.lines.begin(), table.lines.end()));
  for (const Column& column : table.columns) {
    check_column(column, table.lines.size());
    try {
      levels_of(table, column.name, 10);
    } catch (const Error& error) {
      check_message(error);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(data + 1, data + size);
  try {
    use(read_csv(bytes, "fuzz.csv", options_of(data[0])));
  } catch (const Error& error) {
    check_message(error);
  }
  return 0;
}
