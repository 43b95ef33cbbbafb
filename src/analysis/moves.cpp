#include "moves.hpp"

#include <algorithm>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

Move move_number(const Design& design, const Matrix& data, std::size_t variable, const EffectOptions& options) {
  const Variable& moved = design.variables[variable];
  if (options.delta.kind == Delta::Kind::usual && moved.two_valued()) {
    const double low = moved.values.front(), high = moved.values.back();
    return {variable, {}, high - low, low, high, true};
  }
  const Vector values = data.col(variable);
  Move move{variable, {}, size_of(options.delta, moved.name, values, options.weights), {}, {}, false};
  if (options.delta.kind == Delta::Kind::minmax) {
    move.from = values.minCoeff();
    move.to = values.maxCoeff();
  }
  return move;
}

// Where a variable stands among those that have slopes.
Index slope_column(const std::vector<std::size_t>& numeric, std::size_t variable) {
  return std::find(numeric.begin(), numeric.end(), variable) - numeric.begin();
}

}  // namespace

std::vector<Move> plan_moves(const Design& design, const Matrix& data, const EffectOptions& options) {
  std::vector<Move> moves;
  for (const std::size_t v : chosen_variables(design, options.variables)) {
    const Variable& variable = design.variables[v];
    if (!variable.categorical) {
      moves.push_back(move_number(design, data, v, options));
      continue;
    }
    for (std::size_t level = 0; level < variable.levels.size(); ++level) {
      if (level == variable.reference) continue;
      moves.push_back({v, level, {}, static_cast<double>(variable.reference), static_cast<double>(level), true});
    }
  }
  return moves;
}

Matrix before(const Matrix& rows, const Move& move) {
  Matrix moved = rows;
  if (move.from) moved.col(move.variable).setConstant(*move.from);
  return moved;
}

Matrix after(const Matrix& rows, const Move& move) {
  Matrix moved = rows;
  const auto column = static_cast<Index>(move.variable);
  if (move.to) {
    moved.col(column).setConstant(*move.to);
  } else {
    moved.col(column).array() += *move.delta;
  }
  return moved;
}

MovedRows::MovedRows(const Model& model, const Matrix& rows, const std::vector<Move>& moves,
                     const std::vector<Index>& outputs, OutputScale scale)
    : moves_(moves), outputs_(outputs), numeric_(numeric_variables(model.design)) {
  const auto stays = [](const Move& move) { return !move.from; };
  Matrix unmoved;
  if (std::any_of(moves.begin(), moves.end(), stays)) unmoved = predict(model, rows, 1, scale);
  Matrix base;  // levels of one variable share it
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const Move& move = moves[i];
    const bool shared = i > 0 && move.level && moves[i - 1].variable == move.variable;
    if (move.from && !shared) base = predict(model, before(rows, move), 1, scale);
    shifts_.push_back(predict(model, after(rows, move), 1, scale) - (move.from ? base : unmoved));
  }
  const auto numeric = [](const Move& move) { return !move.level; };
  if (std::none_of(moves.begin(), moves.end(), numeric)) return;
  for (const Index output : outputs) slopes_.push_back(output_slopes(model, rows, output, 1, scale));
}

Vector MovedRows::shift(std::size_t move, std::size_t output) const { return shifts_[move].col(outputs_[output]); }

std::optional<Vector> MovedRows::slope(std::size_t move, std::size_t output) const {
  if (moves_[move].level) return std::nullopt;
  return slopes_[output].col(slope_column(numeric_, moves_[move].variable));
}

Vector row_shifts(const Model& model, const Matrix& rows, const Move& move, Index output, OutputScale scale) {
  const Matrix unmoved = predict(model, move.from ? before(rows, move) : rows, 1, scale);
  return predict(model, after(rows, move), 1, scale).col(output) - unmoved.col(output);
}

Vector row_slopes(const Model& model, const Matrix& rows, std::size_t variable, Index output, OutputScale scale) {
  return output_slopes(model, rows, output, 1, scale).col(slope_column(numeric_variables(model.design), variable));
}

Reach reach_of(const Design& design, const Matrix& data, const Move& move, const Support& support, int threads) {
  const Variable& variable = design.variables[move.variable];
  const auto column = static_cast<Index>(move.variable);
  Reach reach;
  reach.out_of_range.assign(static_cast<std::size_t>(data.rows()), 0);
  reach.off_support = reach.out_of_range;
  const Range range = known_range(variable, data.col(column));
  parallel_blocks(data.rows(), threads, [&](Index first, Index rows) {
    const Matrix block = data.middleRows(first, rows), moved = after(block, move);
    Vector far = Vector::Zero(rows);
    if (support.center.size() > 0) far = distances(support, encode_inputs(design, moved));
    if (support.center.size() > 0 && move.from) {
      far = far.cwiseMax(distances(support, encode_inputs(design, before(block, move))));
    }
    for (Index i = 0; i < rows; ++i) {
      const double x = moved(i, column);
      const auto row = static_cast<std::size_t>(first + i);
      reach.out_of_range[row] = !variable.categorical && (x < range.min || x > range.max) ? 1 : 0;
      reach.off_support[row] = reach.out_of_range[row] != 0 || far[i] > support.limit ? 1 : 0;
    }
  });
  return reach;
}

}  // namespace nninterp
