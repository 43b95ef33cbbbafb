#include "nninterp/data/design.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_told = 50;  // levels in a message

[[noreturn]] void refuse_unseen_level(const Table& table, const Column& column, Index row,
                                      const std::vector<std::string>& levels) {
  const std::string& text = column.levels[column.codes[row]];
  const std::string suggestion = did_you_mean(text, levels);
  throw InputError(
      cell_place(table, table.lines[row], column.name) + ": the model has not seen the level '" + text + "'",
      (suggestion.empty() ? "" : suggestion + " ") + "the levels are " + list_some(levels, most_told));
}

// As R reads a file.
std::optional<double> logical_value(const std::string& text) {
  if (text == "FALSE" || text == "F") return 0;
  if (text == "TRUE" || text == "T") return 1;
  return std::nullopt;
}

[[noreturn]] void refuse_kind(const Table& table, const Column& column, const std::vector<Index>& rows) {
  const auto is_text = [&](Index row) {
    const std::string& text = column.levels[column.codes[row]];
    return !parse_number(text) && !logical_value(text);
  };
  const bool texts = column.kind == ColumnKind::text;
  const auto culprit = texts ? std::find_if(rows.begin(), rows.end(), is_text) : rows.begin();
  const Index row = culprit == rows.end() ? rows.front() : *culprit;
  const std::string where = cell_place(table, table.lines[row], column.name);
  if (texts) {
    const std::string text = one_line(column.levels[column.codes[row]]);
    throw InputError(where + ": '" + text + "' is not a number, and the model needs numbers",
                     "correct the cell, or say " + with_value("⟨na-string⟩", text) + " if it means missing");
  }
  throw InputError(where + ": holds numbers where the model has categories",
                   "read it as text: ⟨categorical⟩ " + column.name);
}

// A numeric column's values, or a logical one's.
Vector numbers_at(const Table& table, const Column& column, const std::vector<Index>& rows) {
  if (column.kind == ColumnKind::numeric) return column.numbers_at(rows);
  std::vector<std::optional<double>> of_code;
  for (const std::string& level : column.levels) of_code.push_back(logical_value(level));
  Vector values(static_cast<Index>(rows.size()));
  for (Index i = 0; i < values.size(); ++i) {
    const std::optional<double> value = of_code[column.codes[rows[i]]];
    if (!value) refuse_kind(table, column, rows);
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

std::vector<double> values_if_few(const Vector& values, std::size_t most) {
  std::vector<double> found;
  for (const double value : values) {
    const auto place = std::lower_bound(found.begin(), found.end(), value);
    if (place != found.end() && *place == value) continue;
    if (found.size() == most) return {};
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
