#include "nninterp/analysis/effects.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

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

// One variable's effects before their target, group and rows are known.
struct Move {
  Effect effect;
  std::optional<Range> range;  // that a moved number should stay in
};

Move move_number(const Model& model, const Matrix& data, std::size_t variable, const EffectOptions& options) {
  const Vector values = data.col(static_cast<Index>(variable));
  const Range found{values.minCoeff(), values.maxCoeff()};
  Move move{{}, model.design.variables[variable].range.value_or(found)};
  move.effect.variable = model.design.variables[variable].name;
  move.effect.column = variable;
  move.effect.delta = delta_of(options.delta, values);
  if (!std::isfinite(*move.effect.delta)) {
    throw InputError("variable '" + move.effect.variable + "': a single row has no standard deviation",
                     "give --delta a number");
  }
  if (options.delta.kind == Delta::Kind::minmax) move.effect.between = {found.min, found.max};
  return move;
}

std::vector<Move> move_levels(const Model& model, std::size_t variable) {
  const Variable& coded = model.design.variables[variable];
  std::vector<Move> moves;
  for (std::size_t level = 0; level < coded.levels.size(); ++level) {
    if (level == coded.reference) continue;
    Effect& effect = moves.emplace_back().effect;
    effect.variable = coded.name;
    effect.column = variable;
    effect.level = coded.levels[level];
    effect.reference = coded.levels[coded.reference];
    effect.between = {static_cast<double>(coded.reference), static_cast<double>(level)};
  }
  return moves;
}

std::size_t rows_out_of_range(const Move& move, const Matrix& data, const std::vector<Index>& rows) {
  if (!move.range) return 0;
  const Effect& effect = move.effect;
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](Index row) {
    const double moved =
        effect.between ? (*effect.between)[1] : data(row, static_cast<Index>(effect.column)) + *effect.delta;
    return moved < move.range->min || moved > move.range->max;
  }));
}

using RowList = std::shared_ptr<const std::vector<Index>>;

std::vector<RowList> rows_of_groups(const std::optional<Grouping>& grouping, Index rows) {
  std::vector<std::vector<Index>> groups(grouping ? grouping->levels.size() : 1);
  for (Index row = 0; row < rows; ++row) {
    groups[grouping ? static_cast<std::size_t>(grouping->codes[static_cast<std::size_t>(row)]) : 0].push_back(row);
  }
  std::vector<RowList> lists;
  for (std::vector<Index>& group : groups) {
    lists.push_back(std::make_shared<const std::vector<Index>>(std::move(group)));
  }
  return lists;
}

Matrix pick(const Matrix& data, const Effect& effect, Index first, Index count) {
  Matrix picked(count, data.cols());
  for (Index column = 0; column < data.cols(); ++column) {
    for (Index i = 0; i < count; ++i) {
      picked(i, column) = data((*effect.rows)[static_cast<std::size_t>(first + i)], column);
    }
  }
  return picked;
}

// Of all rows of an effect, part by part: what the network needs of them at once would be several tables.
template <typename Numbers>
Summary summarize_rows(const Effect& effect, int threads, const Numbers& numbers) {
  constexpr Index part = 4096;
  const auto rows = static_cast<Index>(effect.rows->size());
  Vector all(rows);
  parallel_for(static_cast<std::size_t>((rows + part - 1) / part), threads, [&](std::size_t i) {
    const Index first = static_cast<Index>(i) * part, count = std::min(part, rows - first);
    all.segment(first, count) = numbers(effect, first, count);
  });
  return summarize(all);
}

// Once a variable, not once an effect: the same rows leave the range for every target.
std::vector<Warning> warn_of_moves(const std::vector<Move>& moves, const Matrix& data) {
  std::vector<Index> rows(static_cast<std::size_t>(data.rows()));
  std::iota(rows.begin(), rows.end(), Index{0});
  std::vector<std::pair<std::size_t, std::string>> outside;
  for (const Move& move : moves) {
    const std::size_t out = rows_out_of_range(move, data, rows);
    if (out > 0) outside.emplace_back(out, move.effect.variable);
  }
  if (outside.empty()) return {};
  std::stable_sort(outside.begin(), outside.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> parts;
  for (const auto& [out, name] : outside) parts.push_back(name + " in " + std::to_string(out));
  parts.front() += " of " + count_of(rows.size(), "row");
  return {{"extrapolation",
           "the moved value leaves the range of the data: " + list_some(parts) + "; a smaller --delta stays inside"}};
}

}  // namespace

Vector row_shifts(const Model& model, const Effect& effect, const Matrix& data, OutputScale scale, Index first,
                  Index count) {
  Matrix rows = pick(data, effect, first, count);
  auto variable = rows.col(static_cast<Index>(effect.column)).array();
  if (effect.between) variable = (*effect.between)[0];
  const Matrix from = predict(model, rows, 1, scale);
  if (effect.between) {
    variable = (*effect.between)[1];
  } else {
    variable += *effect.delta;
  }
  return predict(model, rows, 1, scale).col(effect.output) - from.col(effect.output);
}

Vector row_slopes(const Model& model, const Effect& effect, const Matrix& data, OutputScale scale, Index first,
                  Index count) {
  const std::vector<std::size_t> numeric = numeric_variables(model.design);
  const auto column = std::find(numeric.begin(), numeric.end(), effect.column) - numeric.begin();
  return output_slopes(model, pick(data, effect, first, count), effect.output, 1, scale).col(column);
}

Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping) {
  const std::vector<Index> outputs = chosen_outputs(model.design, options.targets);
  check_scale(model, options.scale);
  std::vector<Move> moves;
  for (const std::size_t v : chosen_variables(model.design, options.variables)) {
    if (model.design.variables[v].categorical) {
      for (Move& move : move_levels(model, v)) moves.push_back(std::move(move));
    } else {
      moves.push_back(move_number(model, data, v, options));
    }
  }
  const auto shifts = [&](const Effect& effect, Index first, Index count) {
    return row_shifts(model, effect, data, options.scale, first, count);
  };
  const auto slopes = [&](const Effect& effect, Index first, Index count) {
    return row_slopes(model, effect, data, options.scale, first, count);
  };
  const std::vector<RowList> groups = rows_of_groups(grouping, data.rows());
  Effects result;
  for (const Index output : outputs) {
    for (const Move& move : moves) {
      for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g]->empty()) continue;
        Effect& effect = result.effects.emplace_back(move.effect);
        effect.output = output;
        effect.target = model.design.output_names()[static_cast<std::size_t>(output)];
        if (grouping) effect.group = grouping->levels[g];
        effect.rows = groups[g];
        effect.out_of_range_rows = rows_out_of_range(move, data, *effect.rows);
        effect.shift_summary = summarize_rows(effect, options.threads, shifts);
        if (effect.delta) effect.slope_summary = summarize_rows(effect, options.threads, slopes);
      }
    }
  }
  result.warnings = warn_of_moves(moves, data);
  return result;
}

}  // namespace nninterp
