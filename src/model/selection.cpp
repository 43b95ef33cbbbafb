#include "selection.hpp"

#include <algorithm>

#include "choices.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/data/learn_design.hpp"
#include "nninterp/model/case_weights.hpp"
#include "nninterp/model/folds.hpp"

namespace nninterp {

Selection choose_rows(const Table& table, const FitOptions& options, std::vector<Warning>& warnings) {
  Selection selection{choose_roles(table, options, warnings), {}, {}, {}};
  check_inputs(table.name, static_cast<Index>(selection.roles.variables.size()));
  std::vector<std::string> used = selection.roles.targets;
  used.insert(used.end(), selection.roles.variables.begin(), selection.roles.variables.end());
  for (const auto& column : {options.columns.cluster, options.columns.weights}) {
    if (column) used.push_back(*column);
  }
  selection.rows = complete_rows(table, used, options.columns.missing);
  if (selection.rows.size() < 2) throw InputError(table.name + ": a single row is not enough to fit anything");
  const std::size_t dropped = table.lines.size() - selection.rows.size();
  if (dropped > 0) {
    warnings.push_back({"rows_dropped",
                        count_of(dropped, "row") + " with missing values left out of " + std::to_string(table.rows())});
  }
  selection.output = choose_output(table, selection.roles, options);
  return selection;
}

Design design_of(const Table& table, const Selection& selection, const FitOptions& options) {
  const bool softmax = selection.output == Activation::softmax;
  DesignOptions of_design{options.columns.scaling,
                          selection.output == Activation::linear,
                          options.network.indicators || softmax,
                          !softmax,
                          options.columns.reference,
                          options.columns.levels};
  if (options.columns.weights) of_design.weights = case_weights(table, *options.columns.weights, selection.rows);
  return learn_design(table, selection.rows, selection.roles, of_design);
}

Sample gather(const Design& design, const Table& table, const std::vector<Index>& rows,
              const std::optional<std::string>& weights) {
  return {encode_inputs(design, gather_variables(design, table, rows)), encode_targets(design, table, rows),
          weights ? case_weights(table, *weights, rows) : Vector()};
}

Clusters find_clusters(const Table& table, const std::vector<Index>& rows, const FitOptions& options,
                       const Sample& sample) {
  return options.columns.cluster ? clusters_of(table, *options.columns.cluster, rows) : copies(sample);
}

namespace {

// The network could not read a level that only held-out rows have: the first of them goes back to the training.
void keep_every_level(const Column& column, const std::vector<Index>& rows, std::vector<bool>& out) {
  std::vector<bool> seen(column.levels.size(), false);
  const auto level = [&](std::size_t i) { return static_cast<std::size_t>(column.codes[rows[i]]); };
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!out[i]) seen[level(i)] = true;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (seen[level(i)]) continue;
    out[i] = false;
    seen[level(i)] = true;
  }
}

}  // namespace

void hold_out(const Table& table, const FitOptions& options, Selection& selection) {
  if (selection.rows.size() < 3) throw InputError(table.name + ": two rows leave none to hold out");
  const Design design = design_of(table, selection, options);
  const Sample sample = gather(design, table, selection.rows);
  const auto rows_of_cluster = members(find_clusters(table, selection.rows, options, sample), sample.inputs.rows());
  if (rows_of_cluster.size() < 3) throw InputError(table.name + ": two clusters of rows leave none to hold out");
  const std::vector<int> classes = classes_of_rows(design, sample.targets);
  std::vector<int> of_clusters;
  for (const auto& rows : rows_of_cluster) of_clusters.push_back(classes[rows.front()]);
  Random random(static_cast<std::uint32_t>(options.seed));
  std::vector<bool> out(selection.rows.size(), false);
  for (const std::size_t cluster : choose_held_out(of_clusters, options.choice.holdout, random)) {
    for (const Index row : rows_of_cluster[cluster]) out[row] = true;
  }
  for (const std::vector<std::string>& names : {selection.roles.variables, selection.roles.targets}) {
    for (const std::string& name : names) {
      if (table.at(name).kind == ColumnKind::text) keep_every_level(table.at(name), selection.rows, out);
    }
  }
  const std::vector<Index> all = std::move(selection.rows);
  selection.rows.clear();
  for (std::size_t i = 0; i < out.size(); ++i) (out[i] ? selection.held_out : selection.rows).push_back(all[i]);
}

}  // namespace nninterp
