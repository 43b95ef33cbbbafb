#include "nninterp/data/design.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr std::size_t max_levels = 50;

std::string place(const Table& table, const std::string& column) { return table.name + ": column \"" + column + "\""; }

Vector values_at(const Column& column, const std::vector<Index>& rows) {
  Vector values(static_cast<Index>(rows.size()));
  for (Index i = 0; i < values.size(); ++i) values[i] = column.numbers[rows[i]];
  return values;
}

// The levels that occur in the rows, in the column's order.
std::vector<std::string> levels_at(const Table& table, const Column& column, const std::vector<Index>& rows) {
  std::vector<bool> used(column.levels.size(), false);
  for (const Index row : rows) used[column.codes[row]] = true;
  std::vector<std::string> levels;
  for (std::size_t k = 0; k < used.size(); ++k) {
    if (used[k]) levels.push_back(column.levels[k]);
  }
  if (levels.size() > max_levels) {
    throw InputError(place(table, column.name) + ": " + std::to_string(levels.size()) +
                         " different texts, more than the 50 levels that a category may have",
                     leave_out(column.name) + ", or group its levels");
  }
  return levels;
}

struct CenterScale {
  double center = 0, scale = 1;
};

CenterScale center_and_scale(const Vector& values, Scaling scaling, const std::string& where) {
  CenterScale result;
  if (scaling == Scaling::none) return result;
  const double low = values.minCoeff(), high = values.maxCoeff();
  result.center = scaling == Scaling::minmax ? low : mean(values);
  if (low < high) result.scale = scaling == Scaling::minmax ? high - low : standard_deviation(values);
  if (!std::isfinite(result.center) || !std::isfinite(result.scale) || result.scale <= 0) {
    throw InputError(where + ": its values are too large or too close together to be scaled",
                     "give it in other units, or use ⟨scale⟩ none");
  }
  return result;
}

// Of a variable or a target.
template <typename Named>
std::size_t reference_index(const Table& table, const Named& column, const DesignOptions& options) {
  const auto wanted = options.reference.find(column.name);
  if (wanted == options.reference.end()) return 0;
  const auto level = std::find(column.levels.begin(), column.levels.end(), wanted->second);
  if (level == column.levels.end()) {
    throw InputError(place(table, column.name) + ": there is no level '" + wanted->second + "' to be the reference",
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
    throw InputError(place(table, column.name) + ": its levels are " + list_some(column.levels, max_levels) +
                         ", and ⟨levels⟩ says " + list_some(given->second, max_levels),
                     "give each of them once, as they are spelled in the file");
  }
  column.levels = given->second;
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
      throw InputError(place(table, name) + ": holds '" + variable.levels.front() + "' in every row", leave_out(name));
    }
    variable.reference = reference_index(table, variable, options);
    return variable;
  }
  const Vector values = values_at(column, rows);
  const CenterScale scaled = center_and_scale(values, options.scaling, place(table, name));
  variable.center = scaled.center;
  variable.scale = scaled.scale;
  variable.range = Range{values.minCoeff(), values.maxCoeff()};
  variable.values = values_if_few(values);
  return variable;
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
    const Vector values = values_at(column, rows);
    if (values.minCoeff() == values.maxCoeff()) only_value = format_number(values[0]);
    const Scaling scaling = options.scale_targets ? options.scaling : Scaling::none;
    const CenterScale scaled = center_and_scale(values, scaling, place(table, name));
    target.center = scaled.center;
    target.scale = scaled.scale;
    target.range = Range{values.minCoeff(), values.maxCoeff()};
  }
  if (!only_value.empty()) {
    throw InputError(place(table, name) + ": the target is " + only_value + " in every row; there is nothing to learn");
  }
  return target;
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

[[noreturn]] void refuse_unseen_level(const Table& table, const Column& column, Index row,
                                      const std::vector<std::string>& levels) {
  const std::string& text = column.levels[column.codes[row]];
  const std::string suggestion = did_you_mean(text, levels);
  throw InputError(
      cell_place(table, table.lines[row], column.name) + ": the model has not seen the level '" + text + "'",
      (suggestion.empty() ? "" : suggestion + " ") + "the levels are " + list_some(levels, max_levels));
}

[[noreturn]] void refuse_kind(const Table& table, const Column& column, const std::vector<Index>& rows) {
  const Index row = rows.front();
  const std::string where = cell_place(table, table.lines[row], column.name);
  if (column.kind == ColumnKind::text) {
    throw InputError(where + ": '" + column.levels[column.codes[row]] +
                     "' is not a number, and the model needs numbers");
  }
  throw InputError(where + ": holds numbers where the model has categories",
                   "read it as text: ⟨categorical⟩ " + column.name);
}

// As R reads a file.
std::optional<double> logical_value(const std::string& text) {
  if (text == "FALSE" || text == "F") return 0;
  if (text == "TRUE" || text == "T") return 1;
  return std::nullopt;
}

// A numeric column's values, or a logical one's.
Vector numbers_at(const Table& table, const Column& column, const std::vector<Index>& rows) {
  if (column.kind == ColumnKind::numeric) return values_at(column, rows);
  std::vector<std::optional<double>> of_code;
  for (const std::string& level : column.levels) of_code.push_back(logical_value(level));
  Vector values(static_cast<Index>(rows.size()));
  for (Index i = 0; i < values.size(); ++i) {
    const std::optional<double> value = of_code[column.codes[rows[i]]];
    if (!value) refuse_kind(table, column, {rows[i]});
    values[i] = *value;
  }
  return values;
}

// -1 if it is none of them. A number is the same one however it is spelled.
Index position_of(const std::string& text, const std::vector<std::string>& levels) {
  auto found = std::find(levels.begin(), levels.end(), text);
  const std::optional<double> value = found == levels.end() ? parse_number(text) : std::nullopt;
  if (value)
    found = std::find_if(levels.begin(), levels.end(), [&](const auto& l) { return parse_number(l) == value; });
  return found == levels.end() ? -1 : found - levels.begin();
}

// For each row the position of its text among `levels`.
std::vector<Index> level_positions(const Table& table, const Column& column, const std::vector<Index>& rows,
                                   const std::vector<std::string>& levels) {
  if (column.kind != ColumnKind::text) refuse_kind(table, column, rows);
  std::vector<Index> of_code(column.levels.size(), -1);
  for (std::size_t code = 0; code < of_code.size(); ++code) of_code[code] = position_of(column.levels[code], levels);
  std::vector<Index> positions;
  positions.reserve(rows.size());
  for (const Index row : rows) {
    positions.push_back(of_code[column.codes[row]]);
    if (positions.back() < 0) refuse_unseen_level(table, column, row, levels);
  }
  return positions;
}

Vector gather_variable(const Variable& variable, const Table& table, const std::vector<Index>& rows) {
  const Column& column = table.at(variable.name);
  if (!variable.categorical) return numbers_at(table, column, rows);
  const std::vector<Index> positions = level_positions(table, column, rows, variable.levels);
  return Eigen::Map<const Eigen::Array<Index, Eigen::Dynamic, 1>>(positions.data(),
                                                                  static_cast<Index>(positions.size()))
      .cast<double>();
}

}  // namespace

bool is_logical(const std::vector<std::string>& levels) {
  return levels.size() == 2 && logical_value(levels[0]) == 0.0 && logical_value(levels[1]) == 1.0;
}

std::vector<double> values_if_few(const Vector& values) {
  constexpr std::size_t few = 12;
  std::vector<double> found;
  for (const double value : values) {
    const auto place = std::lower_bound(found.begin(), found.end(), value);
    if (place != found.end() && *place == value) continue;
    if (found.size() == few) return {};
    found.insert(place, value);
  }
  return found;
}

Index Design::inputs() const {
  Index sum = 0;
  for (const Variable& variable : variables) sum += variable.inputs();
  return sum;
}

Index Design::outputs() const {
  Index sum = 0;
  for (const Target& target : targets) sum += target.outputs();
  return sum;
}

std::vector<std::string> Design::variable_names() const {
  std::vector<std::string> names;
  for (const Variable& variable : variables) names.push_back(variable.name);
  return names;
}

std::vector<std::string> Design::categorical_names() const {
  std::vector<std::string> names;
  for (const Variable& variable : variables) {
    if (variable.categorical) names.push_back(variable.name);
  }
  return names;
}

std::vector<std::string> Design::input_names() const {
  std::vector<std::string> names;
  for (const Variable& variable : variables) {
    if (!variable.categorical) names.push_back(variable.name);
    for (std::size_t k = 0; k < variable.levels.size(); ++k) {
      if (k != variable.reference) names.push_back(variable.name + "=" + variable.levels[k]);
    }
  }
  return names;
}

std::vector<std::string> Design::output_names() const {
  std::vector<std::string> names;
  for (const Target& target : targets) {
    if (!target.categorical) names.push_back(target.name);
    for (std::size_t k = target.one_output_a_class() ? 0 : 1; k < target.levels.size(); ++k) {
      names.push_back(target.name + "=" + target.levels[k]);
    }
  }
  return names;
}

std::vector<Index> Design::first_inputs() const {
  std::vector<Index> first;
  Index input = 0;
  for (const Variable& variable : variables) {
    first.push_back(input);
    input += variable.inputs();
  }
  return first;
}

Vector Design::output_scales() const {
  Vector scales = Vector::Ones(outputs());
  Index output = 0;
  for (const Target& target : targets) {
    if (!target.categorical) scales[output] = target.scale;
    output += target.outputs();
  }
  return scales;
}

std::size_t Design::variable_index(const std::string& name) const {
  std::vector<std::string> names;
  for (std::size_t v = 0; v < variables.size(); ++v) {
    if (variables[v].name == name) return v;
    names.push_back(variables[v].name);
  }
  const std::string suggestion = did_you_mean(name, names);
  throw InputError("variable '" + name + "': is none of the model's",
                   suggestion.empty() ? "its variables are " + list_some(names, 20) : suggestion);
}

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

Matrix gather_variables(const Design& design, const Table& table, const std::vector<Index>& rows) {
  Matrix variables(static_cast<Index>(rows.size()), static_cast<Index>(design.variables.size()));
  for (Index v = 0; v < variables.cols(); ++v) {
    variables.col(v) = gather_variable(design.variables[v], table, rows);
  }
  return variables;
}

Matrix take_variables(const Design& design, Table& table, const std::vector<Index>& rows,
                      const std::vector<std::string>& kept) {
  Matrix variables(static_cast<Index>(rows.size()), static_cast<Index>(design.variables.size()));
  for (Index v = 0; v < variables.cols(); ++v) {
    const std::string& name = design.variables[v].name;
    variables.col(v) = gather_variable(design.variables[v], table, rows);
    if (std::find(kept.begin(), kept.end(), name) != kept.end()) continue;
    *std::find_if(table.columns.begin(), table.columns.end(),
                  [&](const Column& column) { return column.name == name; }) = Column();
  }
  table.columns.erase(std::remove_if(table.columns.begin(), table.columns.end(),
                                     [](const Column& column) { return column.name.empty(); }),
                      table.columns.end());
  return variables;
}

Matrix encode_inputs(const Design& design, const Matrix& variables) {
  Matrix inputs(variables.rows(), design.inputs());
  Index input = 0;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const Variable& variable = design.variables[v];
    if (!variable.categorical) {
      inputs.col(input++) = (variables.col(v).array() - variable.center) / variable.scale;
    }
    for (std::size_t k = 0; k < variable.levels.size(); ++k) {
      if (k == variable.reference) continue;
      inputs.col(input++) = (variables.col(v).array() == static_cast<double>(k)).cast<double>();
    }
  }
  return inputs;
}

Matrix encode_targets(const Design& design, const Table& table, const std::vector<Index>& rows) {
  Matrix targets = Matrix::Zero(static_cast<Index>(rows.size()), design.outputs());
  Index output = 0;
  for (const Target& target : design.targets) {
    const Column& column = table.at(target.name);
    if (!target.categorical) {
      targets.col(output) = (numbers_at(table, column, rows).array() - target.center) / target.scale;
    } else {
      const std::vector<Index> positions = level_positions(table, column, rows, target.levels);
      for (Index i = 0; i < targets.rows(); ++i) {
        if (target.one_output_a_class()) {
          targets(i, output + positions[i]) = 1;
        } else {
          targets(i, output) = static_cast<double>(positions[i]);
        }
      }
    }
    output += target.outputs();
  }
  return targets;
}

void decode_outputs(const Design& design, Matrix& outputs) {
  Index output = 0;
  for (const Target& target : design.targets) {
    if (!target.categorical && (target.scale != 1 || target.center != 0)) {
      outputs.col(output).array() = outputs.col(output).array() * target.scale + target.center;
    }
    output += target.outputs();
  }
}

}  // namespace nninterp
