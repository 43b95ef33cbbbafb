#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "nninterp/analysis/effect_options.hpp"
#include "nninterp/analysis/moves.hpp"
#include "nninterp/analysis/selection.hpp"
#include "nninterp/model/support.hpp"

// What the model says of rows that are moved.
namespace nninterp {

/// One move a numeric variable that is asked for, and one a level beside the reference. `data` rows × variables in
/// their own units, at least one row.
std::vector<Move> plan_moves(const Design& design, const Matrix& data, const EffectOptions& options);

Matrix before(const Matrix& rows, const Move& move);
Matrix after(const Matrix& rows, const Move& move);

/// Predictions at some rows, with the shifts of some moves and the slopes of some outputs.
class MovedRows {
 public:
  MovedRows(const Model& model, const Matrix& rows, const std::vector<Move>& moves, const std::vector<Index>& outputs,
            OutputScale scale);

  /// Positions in `moves` and `outputs`, one number a row.
  Vector shift(std::size_t move, std::size_t output) const;
  /// None for a categorical variable.
  std::optional<Vector> slope(std::size_t move, std::size_t output) const;

 private:
  const std::vector<Move>& moves_;
  const std::vector<Index>& outputs_;
  std::vector<std::size_t> numeric_;
  std::vector<Matrix> shifts_;  // one a move, rows × all outputs
  std::vector<Matrix> slopes_;  // one an output, rows × numeric variables
};

/// Which rows a move takes where the training data do not reach.
struct Reach {
  std::vector<std::uint8_t> out_of_range, off_support;  ///< 0 or 1
};

/// `support` has no center where nothing is known of it: then off_support is out_of_range.
Reach reach_of(const Design& design, const Matrix& data, const Move& move, const Support& support, int threads);

}  // namespace nninterp
