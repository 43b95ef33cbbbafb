#include "nninterp/analysis/effects.hpp"

#include <algorithm>
#include <cmath>

#include "chosen.hpp"
#include "groups.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// One variable moved at every row: what the rows become, and what their effects are measured against.
struct Move {
  std::size_t variable;
  std::optional<double> delta;
  std::optional<std::size_t> level;
  Matrix from, to;  // rows × outputs: predictions before and after
  std::vector<bool> out_of_range;
};

Move move_number(const Model& model, const Matrix& data, std::size_t variable, const EffectOptions& options,
                 const Matrix& predictions) {
  const auto column = static_cast<Index>(variable);
  const Vector values = data.col(column);
  const double low = values.minCoeff(), high = values.maxCoeff();
  Move move{variable, size_of(options.delta, model.design.variables[variable].name, values), {}, predictions, {}, {}};
  Matrix moved = data;
  if (options.delta.kind == Delta::Kind::minmax) {
    moved.col(column).setConstant(low);
    move.from = predict(model, moved, options.threads, options.scale);
    moved.col(column).setConstant(high);
  } else {
    moved.col(column).array() += *move.delta;
  }
  move.to = predict(model, moved, options.threads, options.scale);
  move.out_of_range = leaves_range(model.design.variables[variable], values, moved.col(column));
  return move;
}

std::vector<Move> move_levels(const Model& model, const Matrix& data, std::size_t variable,
                              const EffectOptions& options) {
  const Variable& coded = model.design.variables[variable];
  Matrix moved = data;
  const auto at_level = [&](std::size_t level) {
    moved.col(static_cast<Index>(variable)).setConstant(static_cast<double>(level));
    return predict(model, moved, options.threads, options.scale);
  };
  const Matrix reference = at_level(coded.reference);
  std::vector<Move> moves;
  for (std::size_t level = 0; level < coded.levels.size(); ++level) {
    if (level == coded.reference) continue;
    const std::vector<bool> none(static_cast<std::size_t>(data.rows()), false);
    moves.push_back({variable, {}, level, reference, at_level(level), none});
  }
  return moves;
}

Effect effect_of(const Model& model, const Move& move, Index output, const Vector* slope,
                 const std::vector<Index>& rows) {
  const Variable& variable = model.design.variables[move.variable];
  Effect effect{};
  effect.variable = variable.name;
  effect.target = model.design.output_names()[static_cast<std::size_t>(output)];
  if (move.level) {
    effect.level = variable.levels[*move.level];
    effect.reference = variable.levels[variable.reference];
  }
  effect.rows = rows;
  effect.delta = move.delta;
  effect.shift = pick(move.to.col(output) - move.from.col(output), rows);
  effect.shift_summary = summarize(effect.shift);
  effect.out_of_range_rows = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [&](Index row) { return move.out_of_range[static_cast<std::size_t>(row)]; }));
  if (slope != nullptr) {
    effect.slope = pick(*slope, rows);
    effect.slope_summary = summarize(effect.slope);
  }
  return effect;
}

}  // namespace

Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping) {
  const std::vector<Index> outputs = chosen_outputs(model.design, options.targets);
  const Matrix predictions = predict(model, data, options.threads, options.scale);
  std::vector<Move> moves;
  for (const std::size_t v : chosen_variables(model.design, options.variables)) {
    if (model.design.variables[v].categorical) {
      for (Move& move : move_levels(model, data, v, options)) moves.push_back(std::move(move));
    } else {
      moves.push_back(move_number(model, data, v, options, predictions));
    }
  }
  const Slopes slope = slopes(model, data, options.threads, options.scale);
  const std::vector<std::vector<Index>> groups = rows_of_groups(grouping, data.rows());

  Effects result;
  for (const Index output : outputs) {
    for (const Move& move : moves) {
      const auto column = std::find(slope.variables.begin(), slope.variables.end(), move.variable);
      Vector row_slopes;
      if (column != slope.variables.end()) {
        row_slopes = slope.by_output[static_cast<std::size_t>(output)].col(column - slope.variables.begin());
      }
      for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].empty()) continue;
        result.effects.push_back(
            effect_of(model, move, output, row_slopes.size() > 0 ? &row_slopes : nullptr, groups[g]));
        if (grouping) result.effects.back().group = grouping->levels[g];
      }
    }
  }
  std::vector<std::vector<bool>> outside(
      model.design.variables.size());  // once a variable: all targets see the same rows
  for (Move& move : moves) outside[move.variable] = std::move(move.out_of_range);
  result.warnings = warn_of_moves(model.design, outside);
  return result;
}

}  // namespace nninterp
