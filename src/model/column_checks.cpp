#include "column_checks.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_named = 8;

void check_level_count(const Variable& variable, Index rows, std::vector<Warning>& warnings) {
  const auto levels = static_cast<Index>(variable.levels.size());
  if (2 * levels <= rows) return;
  warnings.push_back({"many_levels", variable.name + " has " + std::to_string(levels) + " levels in " +
                                         std::to_string(rows) + " rows: if it only names the rows, " +
                                         with_value("⟨drop⟩", variable.name)});
}

std::string without_case_and_blanks(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return plain;
}

void check_spellings(const Variable& variable, std::vector<Warning>& warnings) {
  std::map<std::string, std::string> seen;
  std::vector<std::string> pairs;
  for (const std::string& level : variable.levels) {
    const auto [entry, is_new] = seen.emplace(without_case_and_blanks(level), level);
    if (!is_new) pairs.push_back("'" + one_line(entry->second) + "' and '" + one_line(level) + "'");
  }
  if (pairs.empty()) return;
  warnings.push_back({"similar_levels", variable.name + " has levels that differ in case or blanks alone: " +
                                            list_some(pairs, most_named) + "; are they the same?"});
}

// How many times further from the median the furthest value is than the next; none of few rows or of two values.
std::optional<double> how_extreme(const Eigen::Ref<const Vector>& values) {
  Vector distances = values;
  const Index half = values.size() / 2, last = values.size() - 1;
  std::nth_element(distances.data(), distances.data() + half, distances.data() + distances.size());
  distances = (values.array() - distances[half]).abs();
  std::nth_element(distances.data(), distances.data() + last - 1, distances.data() + distances.size());
  if (last < 2 || !(distances[last - 1] > 0)) return std::nullopt;
  return distances[last] / distances[last - 1];
}

void check_extremes(const Variable& variable, const Vector& values, std::vector<Warning>& warnings) {
  constexpr double far = 1000;
  const std::optional<double> times = how_extreme(values);
  if (!times || !(*times > far)) return;
  warnings.push_back({"extreme_value", "one value of " + variable.name + " is " + format_number(*times, 2) +
                                           " times as far from the others as any of them: is the cell right?"});
}

}  // namespace

std::vector<Warning> check_variables(const Design& design, const Matrix& inputs) {
  std::vector<Warning> warnings;
  std::vector<std::string> constant;
  Index first = 0;
  for (const Variable& variable : design.variables) {
    if (variable.categorical) {
      check_level_count(variable, inputs.rows(), warnings);
      check_spellings(variable, warnings);
    } else if (variable.range && variable.range->min == variable.range->max) {
      constant.push_back(variable.name);
    } else {
      check_extremes(variable, inputs.col(first).array() * variable.scale + variable.center, warnings);
    }
    first += variable.inputs();
  }
  if (!constant.empty()) {
    warnings.push_back({"constant_column", list_some(constant, most_named) + (constant.size() == 1 ? " has" : " have") +
                                               " the same value in every row: nothing can be learned from it"});
  }
  return warnings;
}

}  // namespace nninterp
