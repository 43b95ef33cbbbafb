#include "nninterp/model/categories.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>

#include "nninterp/core/text.hpp"
#include "nninterp/model/original_units.hpp"

namespace nninterp {

namespace {

std::string level_name(const std::string& input, const std::string& variable) {
  if (input.rfind(variable, 0) != 0) return input;
  const std::size_t begin = input.find_first_not_of("_.=-: ", variable.size());
  return begin == std::string::npos ? input : input.substr(begin);
}

std::string reference_of(const std::string& variable, const Categories& categories, const std::string& usual) {
  const auto given = categories.reference.find(variable);
  return given == categories.reference.end() ? usual : given->second;
}

class Joining {
 public:
  Joining(Model& model, const Categories& categories) : model_(model), categories_(categories) {}

  void join() {
    std::set<std::string> named;
    for (const auto& [name, inputs] : categories_.levels) {
      for (const std::string& input : inputs) claim(input, name, "⟨levels⟩");
      named.insert(name);
    }
    for (const std::string& input : categories_.single) {
      claim(input, input, "⟨categorical⟩");
      named.insert(input);
    }
    for (const auto& entry : categories_.reference) {
      if (named.count(entry.first) > 0) continue;
      throw UsageError("⟨reference⟩: '" + entry.first + "' is no category",
                       "⟨levels⟩ NAME=A,B or ⟨categorical⟩ NAME makes one");
    }
    std::vector<Variable> variables;
    std::vector<Index> order;  // of the inputs
    for (const Variable& old : model_.design.variables) add(old, variables, order);
    check_names(variables);
    reorder(order);
    model_.design.variables = std::move(variables);
  }

 private:
  const std::vector<Variable>& old() const { return model_.design.variables; }

  // Until now every variable is numeric, and so has one input.
  Index position(const std::string& input) const {
    const auto found = std::find_if(old().begin(), old().end(), [&](const Variable& v) { return v.name == input; });
    return found == old().end() ? -1 : found - old().begin();
  }

  void claim(const std::string& input, const std::string& variable, const std::string& option) {
    if (position(input) < 0) {
      throw UsageError(option + ": '" + input + "' is no input", did_you_mean(input, model_.design.variable_names()));
    }
    if (!variable_of_.emplace(input, variable).second)
      throw UsageError(option + ": '" + input + "' stands there twice");
  }

  // A category stands where the first of its inputs stood.
  void add(const Variable& variable, std::vector<Variable>& variables, std::vector<Index>& order) {
    const auto joined = variable_of_.find(variable.name);
    if (joined == variable_of_.end()) {
      variables.push_back(variable);
      order.push_back(position(variable.name));
      return;
    }
    const std::string& name = joined->second;
    if (std::any_of(variables.begin(), variables.end(), [&](const auto& v) { return v.name == name && v.categorical; }))
      return;
    const auto several = categories_.levels.find(name);
    const std::vector<std::string> inputs =
        several == categories_.levels.end() ? std::vector<std::string>{name} : several->second;
    variables.push_back(several == categories_.levels.end() ? of_two(name) : of_levels(name, inputs));
    for (const std::string& input : inputs) {
      order.push_back(position(input));
      unscale_input(old()[static_cast<std::size_t>(order.back())], order.back(), model_.network);
    }
  }

  Variable of_two(const std::string& name) const {
    Variable variable;
    variable.name = name;
    variable.categorical = true;
    variable.levels = {"0", "1"};
    const std::string reference = reference_of(name, categories_, "0");
    if (reference != "0") throw UsageError("⟨reference⟩: of '" + name + "', a column of 0 and 1, it is 0");
    return variable;
  }

  Variable of_levels(const std::string& name, const std::vector<std::string>& inputs) const {
    Variable variable;
    variable.name = name;
    variable.categorical = true;
    variable.levels.push_back(reference_of(name, categories_, "none"));
    for (const std::string& input : inputs) variable.levels.push_back(level_name(input, name));
    variable.indicator_columns = inputs;
    const std::set<std::string> different(variable.levels.begin(), variable.levels.end());
    if (different.size() == variable.levels.size()) return variable;
    throw UsageError("⟨levels⟩: '" + name + "' has two levels of one name: " + list_some(variable.levels, 50));
  }

  void check_names(const std::vector<Variable>& variables) const {
    std::set<std::string> names;
    for (const Target& target : model_.design.targets) names.insert(target.name);
    for (const Variable& variable : variables) {
      if (!names.insert(variable.name).second) {
        throw UsageError("⟨levels⟩: there is another variable or target called '" + variable.name + "'");
      }
    }
  }

  void reorder(const std::vector<Index>& order) {
    Eigen::Map<Matrix> first = layer_weights(model_.network, 0);
    const Matrix before = first;
    for (std::size_t i = 0; i < order.size(); ++i) first.row(static_cast<Index>(i) + 1) = before.row(order[i] + 1);
  }

  Model& model_;
  const Categories& categories_;
  std::map<std::string, std::string> variable_of_;  // input -> the variable that it becomes a part of
};

// Of one row: the position of its level, -1 where a column has no value.
std::int32_t level_at(const Table& table, const std::vector<const Column*>& columns, Index row) {
  std::int32_t level = 0;
  bool missing = false;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double value = columns[k]->numbers[row];
    missing = missing || std::isnan(value);
    if (value == 0 || std::isnan(value)) continue;
    const std::string where = cell_place(table, table.lines[row], columns[k]->name);
    if (value != 1) throw InputError(where + ": is " + format_number(value) + ", and the model needs 0 or 1");
    if (level > 0) {
      throw InputError(where + ": the row has another level of this variable too: \"" + columns[level - 1]->name +
                       "\"");
    }
    level = static_cast<std::int32_t>(k) + 1;
  }
  return missing ? -1 : level;
}

}  // namespace

void make_categorical(Model& model, const Categories& categories) {
  if (!categories.empty()) Joining(model, categories).join();
}

void join_indicators(const Design& design, Table& table) {
  for (const Variable& variable : design.variables) {
    if (variable.indicator_columns.empty() || table.find(variable.name) != nullptr) continue;
    std::vector<const Column*> columns;
    for (const std::string& name : variable.indicator_columns) {
      columns.push_back(&table.at(name));
      if (columns.back()->kind == ColumnKind::numeric) continue;
      throw InputError(column_place(table, name) + ": holds texts where the model needs 0 or 1");
    }
    Column joined;
    joined.name = variable.name;
    joined.kind = ColumnKind::text;
    joined.levels = variable.levels;
    for (Index row = 0; row < table.rows(); ++row) joined.codes.push_back(level_at(table, columns, row));
    table.columns.push_back(std::move(joined));
  }
}

}  // namespace nninterp
