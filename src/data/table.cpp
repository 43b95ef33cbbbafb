#include "nninterp/data/table.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

[[noreturn]] void fail_unknown(const Table& table, const std::string& name) {
  const std::vector<std::string> names = table.names();
  const std::string suggestion = did_you_mean(name, names);
  throw InputError(table.name + ": there is no column \"" + one_line(name) + "\"",
                   suggestion.empty() ? "its columns are " + list_some(names, 20) : suggestion);
}

void check_count(const Table& table, const Column& column, std::size_t count, std::size_t limit) {
  if (count <= limit) return;
  throw InputError(column_place(table, column.name) + ": " + std::to_string(count) + " different values, more than " +
                       std::to_string(limit),
                   "choose a column of fewer values, or group them");
}

std::vector<double> distinct_numbers(const Column& column) {
  std::vector<double> distinct;
  for (const double value : column.numbers) {
    if (!std::isnan(value)) distinct.push_back(value);
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  return distinct;
}

std::int32_t code_of(double value, const std::vector<double>& distinct) {
  if (std::isnan(value)) return -1;
  const auto place = std::lower_bound(distinct.begin(), distinct.end(), value);
  return static_cast<std::int32_t>(place - distinct.begin());
}

}  // namespace

Vector Column::numbers_at(const std::vector<Index>& rows) const {
  Vector values(static_cast<Index>(rows.size()));
  for (Index i = 0; i < values.size(); ++i) values[i] = numbers[rows[i]];
  return values;
}

std::vector<std::string> Table::names() const {
  std::vector<std::string> result;
  result.reserve(columns.size());
  for (const Column& column : columns) result.push_back(column.name);
  return result;
}

const Column* Table::find(const std::string& wanted) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.name == wanted; });
  return found == columns.end() ? nullptr : &*found;
}

const Column& Table::at(const std::string& wanted) const {
  const Column* const column = find(wanted);
  if (column == nullptr) fail_unknown(*this, wanted);
  if (column->kind == ColumnKind::unclear) {
    throw InputError(cell_place(*this, column->bad_line, wanted) + ": " + column->bad_reason, column->bad_hint);
  }
  return *column;
}

Levels levels_of(const Table& table, const std::string& name, std::size_t limit) {
  const Column& column = table.at(name);
  if (column.kind == ColumnKind::text) {
    check_count(table, column, column.levels.size(), limit);
    return {column.levels, column.codes};
  }
  const std::vector<double> distinct = distinct_numbers(column);
  check_count(table, column, distinct.size(), limit);
  Levels result;
  for (const double value : distinct) result.levels.push_back(format_number(value == 0 ? 0 : value));
  result.codes.reserve(column.numbers.size());
  for (const double value : column.numbers) result.codes.push_back(code_of(value, distinct));
  return result;
}

std::string column_place(const Table& table, const std::string& column) {
  return table.name + ": column \"" + one_line(column) + "\"";
}

std::string cell_place(const Table& table, std::size_t line, const std::string& column) {
  return table.name + ":" + std::to_string(line) + ": column \"" + one_line(column) + "\"";
}

}  // namespace nninterp
