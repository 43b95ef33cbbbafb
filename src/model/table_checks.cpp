#include "table_checks.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "nninterp/core/text.hpp"
#include "nninterp/data/design.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_named = 8;

std::vector<double> present(const std::vector<double>& numbers) {
  std::vector<double> values;
  std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(values), [](double x) { return !std::isnan(x); });
  return values;
}

bool is_whole(double value) { return value == std::floor(value); }

// 0, 1, 2, .. or 1, 2, 3, .. down the table.
bool counts_rows(const std::vector<double>& values) {
  if (values.empty() || (values[0] != 0 && values[0] != 1)) return false;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (values[row] != values[0] + static_cast<double>(row)) return false;
  }
  return true;
}

// "id", "patient_id", "PassengerId".
bool is_called_id(const std::string& name) {
  if (name.size() < 2) return false;
  const std::string end = name.substr(name.size() - 2);
  if (end != "id" && end != "Id" && end != "ID") return false;
  if (name.size() == 2) return true;
  const char before = name[name.size() - 3];
  const bool apart = before == '_' || before == '.' || before == ' ' || before == '-';
  return apart || (end != "id" && std::islower(static_cast<unsigned char>(before)) != 0);
}

void check_row_numbers(const Column& column, std::vector<Warning>& warnings) {
  constexpr std::size_t enough = 10;
  if (column.kind != ColumnKind::numeric || column.numbers.size() < enough) return;
  const std::string drop = ": if it means nothing else, " + with_value("⟨drop⟩", column.name);
  if (counts_rows(column.numbers)) {
    warnings.push_back({"row_numbers", column.name + " counts the rows" + drop});
    return;
  }
  if (!is_called_id(column.name)) return;
  const std::vector<double> values = present(column.numbers);
  if (!std::all_of(values.begin(), values.end(), is_whole)) return;
  if (std::set<double>(values.begin(), values.end()).size() < values.size()) return;
  warnings.push_back({"row_numbers", column.name + " is another number in every row, as names are" + drop});
}

// -999, 9999 and the like.
bool is_usual_placeholder(double value) {
  std::string digits = format_number(std::abs(value));
  return digits.size() >= 2 && digits.find_first_not_of(digits[0]) == std::string::npos &&
         (digits[0] == '9' || (value < 0 && digits[0] >= '7'));
}

struct Placeholder {
  double value;
  std::size_t count;
};

// The least of the values times the sign, where it comes again and lies where no other does: as the only one below 0,
// or made of nines and far beyond the rest.
std::optional<Placeholder> placeholder(const std::vector<double>& values, double sign) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  double least = infinite, next = infinite, most = -infinite;
  std::size_t count = 0;
  for (const double number : values) {
    const double value = sign * number;
    most = std::max(most, value);
    if (value < least) {
      next = least;
      least = value;
      count = 0;
    } else if (value > least) {
      next = std::min(next, value);
    }
    count += value == least ? 1 : 0;
  }
  const double extreme = sign * least;
  if (count < 2 || count == values.size() || !is_whole(extreme)) return std::nullopt;
  const bool only_negative = sign > 0 && extreme <= -9 && next >= 0;
  const bool beyond = is_usual_placeholder(extreme) && next - least > most - next;
  return only_negative || beyond ? std::optional(Placeholder{extreme, count}) : std::nullopt;
}

void check_placeholders(const Table& table, const std::vector<std::string>& used, std::vector<Warning>& warnings) {
  std::map<double, std::vector<std::string>> columns;
  for (const std::string& name : used) {
    const std::vector<double> values = present(table.find(name)->numbers);
    for (const double sign : {1.0, -1.0}) {
      const std::optional<Placeholder> found = placeholder(values, sign);
      if (found) columns[found->value].push_back(name + " (" + count_of(found->count, "row") + ")");
    }
  }
  for (const auto& [value, names] : columns) {
    const std::string text = format_number(value);
    warnings.push_back({"placeholder", text + " comes again and is far from all other values of " +
                                           list_some(names, most_named) + ": " + with_value("⟨na-string⟩", text) +
                                           " if it means missing"});
  }
}

void check_levels(const Column& column, std::vector<Warning>& warnings) {
  if (column.kind != ColumnKind::text) return;
  for (std::size_t k = 0; k < column.levels.size(); ++k) {
    if (!stands_for_missing(column.levels[k])) continue;
    const auto count = std::count(column.codes.begin(), column.codes.end(), static_cast<std::int32_t>(k));
    const std::string text = one_line(column.levels[k]);
    warnings.push_back({"missing_as_level",
                        column.name + " is '" + text + "' in " + count_of(static_cast<std::size_t>(count), "row") +
                            ", as a category of its own: " + with_value("⟨na-string⟩", text) + " if it means missing"});
  }
}

// Whole numbers of a few values may be the names of classes; of two values binary_target tells.
void check_target_codes(const Column& column, std::vector<Warning>& warnings) {
  constexpr std::size_t fewest = 3, most = 10, rows_a_value = 10;
  if (column.kind != ColumnKind::numeric) return;
  const std::vector<double> numbers = present(column.numbers);
  const std::vector<double> values =
      values_if_few(Eigen::Map<const Vector>(numbers.data(), static_cast<Index>(numbers.size())), most);
  if (values.size() < fewest || numbers.size() < rows_a_value * values.size()) return;
  if (!std::all_of(values.begin(), values.end(), is_whole)) return;
  warnings.push_back({"target_codes", column.name + " is predicted as a number and has only " +
                                          std::to_string(values.size()) + " values, all whole; ⟨categorical⟩ " +
                                          shell_word(column.name) + " makes it classes if they are names"});
}

// Whether the number of this row is the sum of all others, of which at least three are not 0.
bool is_sum(const Column& column, std::size_t row) {
  if (column.kind != ColumnKind::numeric || column.numbers.size() < 5) return false;
  const double total = column.numbers[row];
  double sum = -total, size = 0;
  int summands = 0;
  for (const double value : present(column.numbers)) {
    sum += value;
    size += std::abs(value);
    summands += value == 0 ? 0 : 1;
  }
  const bool large = std::abs(total) > size / 3;  // small sums of numbers of both signs are chance
  return summands >= 4 && large && std::abs(sum - total) <= 1e-9 * size;
}

void check_totals(const Table& table, const std::vector<std::string>& used, std::vector<Warning>& warnings) {
  for (const std::size_t row : {table.lines.size() - 1, std::size_t{0}}) {
    std::vector<std::string> sums;
    for (const std::string& name : used) {
      if (is_sum(*table.find(name), row)) sums.push_back(name);
    }
    if (sums.empty()) continue;
    const std::string line = std::to_string(table.lines[row]);
    warnings.push_back({"totals_line", "line " + line + ", the " + (row == 0 ? "first" : "last") +
                                           ", holds the sum of all others in " + list_some(sums, most_named) +
                                           ": if it is their total, leave it out: sed " + line +
                                           "d FILE | nninterp fit -"});
    return;
  }
}

}  // namespace

std::vector<Warning> check_columns(const Table& table, const Roles& roles) {
  std::vector<Warning> warnings;
  std::vector<std::string> used = roles.variables;
  for (const std::string& name : roles.variables) {
    const Column& column = *table.find(name);
    if (roles.variables.size() > 1) check_row_numbers(column, warnings);  // one that stands alone is meant
  }
  used.insert(used.end(), roles.targets.begin(), roles.targets.end());
  for (const std::string& name : used) {
    check_levels(*table.find(name), warnings);
  }
  check_placeholders(table, used, warnings);
  for (const std::string& name : roles.targets) check_target_codes(*table.find(name), warnings);
  check_totals(table, used, warnings);
  return warnings;
}

}  // namespace nninterp
