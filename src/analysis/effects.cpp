#include "nninterp/analysis/effects.hpp"

#include <algorithm>
#include <cmath>

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

template <typename Value>
void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

std::vector<std::size_t> chosen_variables(const Design& design, const std::vector<std::string>& names) {
  std::vector<std::size_t> chosen;
  for (const std::string& name : names) add_once(chosen, design.variable_index(name));
  for (std::size_t v = 0; names.empty() && v < design.variables.size(); ++v) chosen.push_back(v);
  return chosen;
}

// Outputs by their own name, or all of a target's.
std::vector<Index> chosen_outputs(const Design& design, const std::vector<std::string>& names) {
  const std::vector<std::string> outputs = design.output_names();
  std::vector<Index> chosen;
  for (const std::string& name : names) {
    bool found = false;
    Index output = 0;
    for (const Target& target : design.targets) {
      for (Index k = 0; k < target.outputs(); ++k, ++output) {
        if (target.name != name && outputs[static_cast<std::size_t>(output)] != name) continue;
        add_once(chosen, output);
        found = true;
      }
    }
    if (found) continue;
    const std::string suggestion = did_you_mean(name, outputs);
    throw InputError("target '" + name + "': is none of the model's",
                     suggestion.empty() ? "its targets are " + list_some(outputs, 20) : suggestion);
  }
  for (Index k = 0; names.empty() && k < design.outputs(); ++k) chosen.push_back(k);
  return chosen;
}

double delta_of(const Delta& delta, const Vector& values) {
  if (delta.kind == Delta::Kind::number) return delta.number;
  if (delta.kind == Delta::Kind::minmax) return values.maxCoeff() - values.minCoeff();
  const Summary summary = summarize(values);
  return delta.kind == Delta::Kind::sd ? summary.sd : summary.q75 - summary.q25;
}

Move move_number(const Model& model, const Matrix& data, std::size_t variable, const EffectOptions& options,
                 const Matrix& predictions) {
  const auto column = static_cast<Index>(variable);
  const Vector values = data.col(column);
  const double low = values.minCoeff(), high = values.maxCoeff();
  Move move{variable, delta_of(options.delta, values), {}, predictions, {}, {}};
  if (!std::isfinite(*move.delta)) {
    throw InputError("variable '" + model.design.variables[variable].name + "': a single row has no standard deviation",
                     "give --delta a number");
  }
  Matrix moved = data;
  if (options.delta.kind == Delta::Kind::minmax) {
    moved.col(column).setConstant(low);
    move.from = predict(model, moved, options.threads, options.scale);
    moved.col(column).setConstant(high);
  } else {
    moved.col(column).array() += *move.delta;
  }
  move.to = predict(model, moved, options.threads, options.scale);
  const Range range = model.design.variables[variable].range.value_or(Range{low, high});
  for (Index row = 0; row < data.rows(); ++row) {
    move.out_of_range.push_back(moved(row, column) < range.min || moved(row, column) > range.max);
  }
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

std::vector<std::vector<Index>> rows_of_groups(const std::optional<Grouping>& grouping, Index rows) {
  std::vector<std::vector<Index>> groups(grouping ? grouping->levels.size() : 1);
  for (Index row = 0; row < rows; ++row) {
    groups[grouping ? static_cast<std::size_t>(grouping->codes[static_cast<std::size_t>(row)]) : 0].push_back(row);
  }
  return groups;
}

Vector pick(const Vector& values, const std::vector<Index>& rows) {
  Vector picked(static_cast<Index>(rows.size()));
  for (Index i = 0; i < picked.size(); ++i) picked[i] = values[rows[static_cast<std::size_t>(i)]];
  return picked;
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

// Once a variable, not once an effect: the same rows leave the range for every target.
std::vector<Warning> warn_of_moves(const Design& design, const std::vector<Move>& moves, Index rows) {
  std::vector<std::pair<std::ptrdiff_t, std::string>> outside;
  for (const Move& move : moves) {
    const auto out = std::count(move.out_of_range.begin(), move.out_of_range.end(), true);
    if (out > 0) outside.emplace_back(out, design.variables[move.variable].name);
  }
  if (outside.empty()) return {};
  std::stable_sort(outside.begin(), outside.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> parts;
  for (const auto& [out, name] : outside) parts.push_back(name + " in " + std::to_string(out));
  parts.front() += " of " + count_of(static_cast<std::size_t>(rows), "row");
  return {{"extrapolation",
           "the moved value leaves the range of the data: " + list_some(parts) + "; a smaller --delta stays inside"}};
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
  result.warnings = warn_of_moves(model.design, moves, data.rows());
  return result;
}

}  // namespace nninterp
