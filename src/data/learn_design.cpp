#include "nninterp/data/learn_design.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/data/complete_rows.hpp"

namespace nninterp {

namespace {

constexpr std::size_t max_levels = 50;

// The levels that occur in the rows, in the column's order.
std::vector<std::string> levels_at(const Table& table, const Column& column, const std::vector<Index>& rows) {
  std::vector<bool> used(column.levels.size(), false);
  for (const Index row : rows) used[column.codes[row]] = true;
  std::vector<std::string> levels;
  for (std::size_t k = 0; k < used.size(); ++k) {
    if (used[k]) levels.push_back(column.levels[k]);
  }
  if (levels.size() > max_levels) {
    throw InputError(column_place(table, column.name) + ": " + std::to_string(levels.size()) +
                         " different texts, more than the 50 levels that a category may have",
                     leave_out(column.name) + ", or group its levels");
  }
  return levels;
}

// The numbers of the rows that count, and how often each of them does; empty: once.
struct CountedNumbers {
  Vector values, weights;
};

CountedNumbers counted_numbers(const Column& column, const std::vector<Index>& rows, const Vector& weights) {
  Vector values = column.numbers_at(rows);
  if (weights.size() == 0) return {std::move(values), {}};
  const std::vector<Index> counting = rows_that_count(weights);
  return {values(counting), weights(counting)};
}

// Center, scale and range of a variable or a target; its numbers where they count.
template <typename Named>
Vector learn_numbers(const Table& table, const std::vector<Index>& rows, Scaling scaling, const Vector& weights_of_rows,
                     Named& column) {
  CountedNumbers numbers = counted_numbers(table.at(column.name), rows, weights_of_rows);
  const auto& [values, weights] = numbers;
  const double low = values.minCoeff(), high = values.maxCoeff();
  column.range = Range{low, high};
  if (scaling == Scaling::none) return std::move(numbers.values);
  column.center = scaling == Scaling::minmax ? low : mean(values, weights);
  if (low < high) column.scale = scaling == Scaling::minmax ? high - low : standard_deviation(values, weights);
  if (!std::isfinite(column.center) || !std::isfinite(column.scale) || column.scale <= 0) {
    throw InputError(column_place(table, column.name) + ": its values are too large or too close together to be scaled",
                     "give it in other units, or use ⟨scale⟩ none");
  }
  return std::move(numbers.values);
}

// Of a variable or a target.
template <typename Named>
std::size_t reference_index(const Table& table, const Named& column, const DesignOptions& options) {
  const auto wanted = options.reference.find(column.name);
  if (wanted == options.reference.end()) return 0;
  const auto level = std::find(column.levels.begin(), column.levels.end(), wanted->second);
  if (level == column.levels.end()) {
    throw InputError(
        column_place(table, column.name) + ": there is no level '" + wanted->second + "' to be the reference",
        "its levels are " + list_some(column.levels, max_levels));
  }
  return static_cast<std::size_t>(level - column.levels.begin());
}

// Those that occur in the rows: in the order that was given, else in the column's.
template <typename Named>
void learn_levels(const Table& table, const std::vector<Index>& rows, const DesignOptions& options, Named& column) {
  column.levels = levels_at(table, table.at(column.name), rows);
  const auto given = options.levels.find(column.name);
  if (given == options.levels.end()) return;
  std::vector<std::string> a = given->second, b = column.levels;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  if (a != b) {
    throw InputError(column_place(table, column.name) + ": its levels are " + list_some(column.levels, max_levels) +
                         ", and ⟨levels⟩ says " + list_some(given->second, max_levels),
                     "give each of them once, as they are spelled in the file");
  }
  column.levels = given->second;
}

// The one output of two classes is the probability of the second.
void put_reference_first(const Table& table, const DesignOptions& options, Target& target) {
  const std::size_t reference = reference_index(table, target, options);
  if (options.reference.count(target.name) > 0 && target.one_output_a_class()) {
    throw InputError("⟨reference⟩: the target '" + target.name + "' has a probability for each of its classes",
                     "only a target of two classes with a single output has a reference");
  }
  std::swap(target.levels.front(), target.levels[reference]);
}

// What was said of levels is said of categories that are used.
template <typename Said>
void check_categories(const Table& table, const Roles& roles, const std::map<std::string, Said>& of_names,
                      const std::string& option) {
  std::vector<std::string> used = roles.variables;
  used.insert(used.end(), roles.targets.begin(), roles.targets.end());
  for (const auto& entry : of_names) {
    const std::string& name = entry.first;
    if (std::find(used.begin(), used.end(), name) == used.end()) {
      throw InputError(option + ": '" + name + "' is no predictor and no target", did_you_mean(name, used));
    }
    if (table.at(name).kind != ColumnKind::text) {
      throw InputError(option + ": '" + name + "' is numeric and has no levels", "add ⟨categorical⟩ " + name);
    }
  }
}

Variable learn_variable(const Table& table, const std::vector<Index>& rows, const std::string& name,
                        const DesignOptions& options) {
  const Column& column = table.at(name);
  Variable variable;
  variable.name = name;
  variable.categorical = column.kind == ColumnKind::text;
  if (variable.categorical) {
    learn_levels(table, rows, options, variable);
    variable.ordered = options.levels.count(name) > 0;
    if (variable.levels.size() < 2) {
      throw InputError(
          column_place(table, name) + ": holds '" + variable.levels.front() + "' in every row that is used",
          leave_out(name));
    }
    variable.reference = reference_index(table, variable, options);
    return variable;
  }
  variable.values = values_if_few(learn_numbers(table, rows, options.scaling, options.weights, variable));
  return variable;
}

Target learn_target(const Table& table, const std::vector<Index>& rows, const std::string& name,
                    const DesignOptions& options) {
  const Column& column = table.at(name);
  Target target;
  target.name = name;
  target.categorical = column.kind == ColumnKind::text;
  std::string only_value;
  if (target.categorical) {
    learn_levels(table, rows, options, target);
    target.indicators = options.indicators && !(options.logical_alone && is_logical(target.levels));
    if (target.levels.size() < 2) only_value = target.levels.front();
    put_reference_first(table, options, target);
  } else {
    const Scaling scaling = options.scale_targets ? options.scaling : Scaling::none;
    learn_numbers(table, rows, scaling, options.weights, target);
    if (target.range->min == target.range->max) only_value = format_number(target.range->min);
  }
  if (!only_value.empty()) {
    throw InputError(column_place(table, name) + ": the target is " + only_value +
                     " in every row; there is nothing to learn");
  }
  return target;
}

}  // namespace

Design learn_design(const Table& table, const std::vector<Index>& rows, const Roles& roles,
                    const DesignOptions& options) {
  check_categories(table, roles, options.reference, "⟨reference⟩");
  check_categories(table, roles, options.levels, "⟨levels⟩");
  Design design;
  for (const std::string& name : roles.variables)
    design.variables.push_back(learn_variable(table, rows, name, options));
  for (const std::string& name : roles.targets) design.targets.push_back(learn_target(table, rows, name, options));
  return design;
}

}  // namespace nninterp
