#include "moves.hpp"

#include <algorithm>
#include <utility>

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

bool compares(Contrast contrast, std::size_t from, std::size_t to, std::size_t reference) {
  if (contrast == Contrast::pairwise) return from < to;
  if (contrast == Contrast::sequential) return from + 1 == to;
  return from == reference && to != reference;
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
    for (std::size_t to = 0; to < variable.levels.size(); ++to) {
      for (std::size_t from = 0; from < variable.levels.size(); ++from) {
        if (!compares(options.contrast, from, to, variable.reference)) continue;
        moves.push_back({v, to, {}, static_cast<double>(from), static_cast<double>(to), true});
      }
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

MovedRows::MovedRows(const Model& model, Matrix rows, const std::vector<Move>& moves, const std::vector<Index>& outputs,
                     OutputScale scale)
    : rows_(std::move(rows)), moves_(moves), outputs_(outputs), numeric_(numeric_variables(model.design)), from_(1) {
  const auto numeric = [](const Move& move) { return !move.level; };
  const bool any_numeric = std::any_of(moves.begin(), moves.end(), numeric);
  if (any_numeric) from_.front() = predict(model, rows_, 1, scale);
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const Move& move = moves[i];
    const bool shared = i > 0 && move.level && moves[i - 1].variable == move.variable && moves[i - 1].from == move.from;
    if (move.from && !shared) from_.push_back(predict(model, before(rows_, move), 1, scale));
    base_.push_back(move.from ? from_.size() - 1 : 0);
    to_.push_back(predict(model, after(rows_, move), 1, scale));
  }
  if (!any_numeric) return;
  for (const Index output : outputs) slopes_.push_back(output_slopes(model, rows_, output, 1, scale));
}

Vector MovedRows::from(std::size_t move, std::size_t output) const { return from_[base_[move]].col(outputs_[output]); }

Vector MovedRows::to(std::size_t move, std::size_t output) const { return to_[move].col(outputs_[output]); }

std::optional<Vector> MovedRows::slope(std::size_t move, std::size_t output) const {
  if (moves_[move].level) return std::nullopt;
  return slopes_[output].col(slope_column(numeric_, moves_[move].variable));
}

std::optional<Vector> MovedRows::slope(std::size_t move, std::size_t output, SlopeKind kind) const {
  std::optional<Vector> slopes = slope(move, output);
  if (!slopes || kind == SlopeKind::dydx) return slopes;
  return told_slopes(kind, *slopes, rows_.col(static_cast<Index>(moves_[move].variable)),
                     from_.front().col(outputs_[output]));
}

std::optional<SlopeParts> MovedRows::parts_of_slope(std::size_t move, std::size_t output, SlopeKind kind) const {
  const std::optional<Vector> slopes = slope(move, output);
  if (!slopes) return std::nullopt;
  return slope_parts(kind, *slopes, rows_.col(static_cast<Index>(moves_[move].variable)),
                     from_.front().col(outputs_[output]));
}

Vector row_shifts(const Model& model, const Matrix& rows, const Move& move, Index output, OutputScale scale,
                  ShiftKind kind) {
  const Matrix unmoved = predict(model, move.from ? before(rows, move) : rows, 1, scale);
  return told_shifts(kind, unmoved.col(output), predict(model, after(rows, move), 1, scale).col(output));
}

Vector row_slopes(const Model& model, const Matrix& rows, std::size_t variable, Index output, OutputScale scale,
                  SlopeKind kind) {
  Vector slopes =
      output_slopes(model, rows, output, 1, scale).col(slope_column(numeric_variables(model.design), variable));
  if (kind == SlopeKind::dydx) return slopes;
  return told_slopes(kind, slopes, rows.col(static_cast<Index>(variable)), predict(model, rows, 1, scale).col(output));
}

Reach reach_of(const Design& design, const Matrix& data, const Move& move, const Range& range, const Support& support,
               int threads) {
  const Variable& variable = design.variables[move.variable];
  const auto column = static_cast<Index>(move.variable);
  Reach reach;
  reach.out_of_range.assign(static_cast<std::size_t>(data.rows()), 0);
  reach.off_support = reach.out_of_range;
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
