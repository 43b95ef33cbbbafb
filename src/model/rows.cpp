#include "nninterp/model/rows.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"
#include "nninterp/model/stability.hpp"

namespace nninterp {

namespace {

bool has_values(const Table& table, const std::string& name) {
  const Column* column = table.find(name);
  for (Index row = 0; column != nullptr && row < table.rows(); ++row) {
    if (!column->missing(row)) return true;
  }
  return false;
}

// Columns without which a row is none. A row without its target was not trained on; a model from elsewhere may call
// the target otherwise.
std::vector<std::string> needed_columns(const Model& model, const Table& table, const RowOptions& options) {
  std::vector<std::string> needed = model.design.variable_names();
  needed.insert(needed.end(), options.also_needed.begin(), options.also_needed.end());
  if (options.training_table && model.data->missing == MissingPolicy::drop) {
    for (const auto& column : {model.data->cluster, model.data->weights}) {
      if (column) needed.push_back(*column);
    }
  }
  const bool usual = options.wanted == RowsWanted::usual;
  const bool known_alone = options.wanted == RowsWanted::with_known_targets || (usual && options.training_table);
  for (const Target& target : model.design.targets) {
    if (known_alone ? has_values(table, target.name) : !usual) needed.push_back(target.name);
  }
  return needed;
}

void remove_rows(std::vector<Index>& rows, std::vector<Index> held_out) {
  std::sort(held_out.begin(), held_out.end());
  const auto is_held_out = [&](Index row) { return std::binary_search(held_out.begin(), held_out.end(), row); };
  rows.erase(std::remove_if(rows.begin(), rows.end(), is_held_out), rows.end());
}

void add_range(const Column& column, const std::vector<Index>& rows, Target& target) {
  for (const Index row : rows) {
    const double value = column.numbers[row];
    if (std::isnan(value)) continue;
    if (!target.range) target.range = Range{value, value};
    target.range = Range{std::min(target.range->min, value), std::max(target.range->max, value)};
  }
}

}  // namespace

bool lacks_clusters(const DataSource& data) { return data.cluster && data.missing == MissingPolicy::drop; }

ModelRows rows_of_model(const Model& model, Table& table, const RowOptions& options) {
  ModelRows result;
  result.missing = options.missing;
  if (options.training_table && model.data->missing == MissingPolicy::drop) result.missing = MissingPolicy::drop;
  result.rows = complete_rows(table, needed_columns(model, table, options), result.missing);
  const std::size_t dropped = table.lines.size() - result.rows.size();
  if (dropped > 0) {
    result.warnings.push_back({"rows_dropped", count_of(dropped, "row") + " with missing values left out of " +
                                                   std::to_string(table.rows())});
  }
  result.training_rows = options.training_table && options.wanted != RowsWanted::with_targets;
  if (result.training_rows) remove_rows(result.rows, model.data->held_out);
  std::vector<std::string> kept = options.also_needed;
  kept.insert(kept.end(), options.kept.begin(), options.kept.end());
  result.variables = options.wanted == RowsWanted::usual ? take_variables(model.design, table, result.rows, kept)
                                                         : gather_variables(model.design, table, result.rows);
  return result;
}

Matrix variables_trained_on(const Model& model, const Table& table) {
  const RowOptions options{RowsWanted::trained_on, true, model.data->missing, {}, {}};
  std::vector<Index> rows = complete_rows(table, needed_columns(model, table, options), options.missing);
  remove_rows(rows, model.data->held_out);
  return gather_variables(model.design, table, rows);
}

Matrix known_targets(const Model& model, const Table& table, const std::vector<Index>& rows) {
  Matrix targets(static_cast<Index>(rows.size()), model.design.outputs());
  targets.setConstant(nan);
  Index first = 0;
  for (const Target& target : model.design.targets) {
    const Column* column = table.find(target.name);
    const ColumnKind kind = target.categorical ? ColumnKind::text : ColumnKind::numeric;
    if (has_values(table, target.name) && (column->kind == kind || is_logical(column->levels))) {
      const Design alone{{}, {target}};
      Matrix values = encode_targets(alone, table, rows);
      decode_outputs(alone, values);
      targets.middleCols(first, target.outputs()) = values;
    }
    first += target.outputs();
  }
  return targets;
}

std::vector<std::optional<Range>> ranges_of_targets(const Model& model, const Table& table,
                                                    const std::vector<Index>& rows) {
  Design design = model.design;
  for (Target& target : design.targets) {
    const Column* column = table.find(target.name);
    const bool known = column != nullptr && column->kind == ColumnKind::numeric;
    if (known && !target.categorical && !target.range) add_range(*column, rows, target);
  }
  return target_ranges(design);
}

void take_ranges(Model& model, const Table& table, MissingPolicy missing) {
  const std::vector<Index> rows = complete_rows(table, model.design.variable_names(), missing);
  if (rows.empty()) throw InputError(table.name + ": has no complete rows");
  const Matrix values = gather_variables(model.design, table, rows);
  for (std::size_t v = 0; v < model.design.variables.size(); ++v) {
    const auto column = values.col(v);
    Variable& variable = model.design.variables[v];
    variable.range = Range{column.minCoeff(), column.maxCoeff()};
    if (!variable.categorical) variable.values = values_if_few(column);
  }
  model.data->rows_used = rows.size();
}

}  // namespace nninterp
