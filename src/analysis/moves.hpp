#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "effect_kinds.hpp"
#include "nninterp/analysis/effect_options.hpp"
#include "nninterp/analysis/moves.hpp"
#include "nninterp/analysis/selection.hpp"
#include "nninterp/model/support.hpp"

// What the model says of rows that are moved.
namespace nninterp {

/// One move a numeric variable that is asked for, and one a pair of levels of the contrast. `data` rows × variables in
/// their own units, at least one row.
std::vector<Move> plan_moves(const Design& design, const Matrix& data, const EffectOptions& options);

Matrix before(const Matrix& rows, const Move& move);
Matrix after(const Matrix& rows, const Move& move);

/// Predictions at some rows, before and after some moves, and the slopes of some outputs. Positions are those in
/// `moves` and `outputs`; one number a row.
class MovedRows {
 public:
  MovedRows(const Model& model, Matrix rows, const std::vector<Move>& moves, const std::vector<Index>& outputs,
            OutputScale scale);

  Vector from(std::size_t move, std::size_t output) const;
  Vector to(std::size_t move, std::size_t output) const;
  Vector difference(std::size_t move, std::size_t output) const { return to(move, output) - from(move, output); }
  /// Of f by the variable that is moved; none for a categorical one.
  std::optional<Vector> slope(std::size_t move, std::size_t output) const;
  /// What it is told as.
  std::optional<Vector> slope(std::size_t move, std::size_t output, SlopeKind kind) const;
  std::optional<SlopeParts> parts_of_slope(std::size_t move, std::size_t output, SlopeKind kind) const;

 private:
  Matrix rows_;
  const std::vector<Move>& moves_;
  const std::vector<Index>& outputs_;
  std::vector<std::size_t> numeric_;
  std::vector<Matrix> from_;       // what moves begin at, rows × all outputs; the first: the rows as they are
  std::vector<std::size_t> base_;  // of each move its place there
  std::vector<Matrix> to_;         // one a move, rows × all outputs
  std::vector<Matrix> slopes_;     // one an output, rows × numeric variables
};

/// Which rows a move takes where the training data do not reach.
struct Reach {
  std::vector<std::uint8_t> out_of_range, off_support;  ///< 0 or 1
};

/// `range`: the variable's own. `support` has no center where nothing is known of it: then off_support is out_of_range.
Reach reach_of(const Design& design, const Matrix& data, const Move& move, const Range& range, const Support& support,
               int threads);

}  // namespace nninterp
