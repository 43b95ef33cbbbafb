#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "unseen_parts.hpp"

namespace nninterp {

/// Tests of how the response is made up: whether a variable bends it, whether two act together at all; of a
/// probability, on its log-odds. What networks have found that have not seen a row, g, is a column of a regression of y
/// at all rows: where there is something to find its coefficient is above 0, and where they have found noise it is
/// not. One-sided by HC3 (regression.hpp).
///
/// Two together: g = PD_AB - PD_A - PD_B; y is regressed on curved terms of each variable and on the g of all pairs; of
/// log-odds one step of the logistic regression from that without any g. Where there are too many pairs for the rows,
/// the strongest stand beside each other and each of the others beside these.
///
/// Bends: g = PD_A less its line; y is regressed on the inputs, on the g of all variables and pairs, and, where there
/// is room, on powers of the other inputs and products of pairs that may act together; of log-odds logistically. The
/// standard error is widened by the root of 2, since errors at one row make g at another.
class ShapeTests {
 public:
  using Pair = std::array<std::size_t, 2>;

  /// `variables`: the training rows in their order; `options` with their targets, both held on to; why_not_cross_fit()
  /// is empty. From at most 2,000 of the rows. All pairs are looked at, beyond 500 those that are `asked` for, since
  /// what one tells of y must not be taken for another's. Equal for every number of threads.
  ShapeTests(const Model& model, const Matrix& variables, const IntervalOptions& options,
             const std::vector<Pair>& asked, int threads);

  const std::vector<Pair>& pairs() const { return pairs_; }
  /// P-values of each pair not acting together; NaN where g does not move.
  Vector together(Index output) const;
  /// `together`: what that says. P-values of each variable not bending the response; NaN of categories and where g does
  /// not move.
  Vector bends(Index output, const Vector& together) const;
  /// The share of the networks without a fold that put the pair first by H² among some.
  double share_first(std::size_t pair, const std::vector<std::size_t>& among, Index output) const;

 private:
  // Square roots of how often the rows count, and what is regressed on columns so weighted: the target, or of log-odds
  // what the logistic regression on these columns leaves of it, `whole` with what it says.
  struct Weighted {
    Vector root, errors;
  };
  Weighted weighted(const Matrix& columns, Index output, bool whole) const;
  Index room(Index output) const;
  std::vector<std::size_t> strongest_first(Index output) const;
  std::vector<Vector> curved_parts(Index output) const;
  std::vector<Vector> products_of(const std::vector<std::size_t>& pairs) const;

  const Model& model_;
  int threads_;
  std::vector<Pair> pairs_;
  Matrix inputs_, targets_;  // of the rows that are taken
  Vector weights_;
  std::vector<Index> clusters_;  // of each; empty: each by itself
  bool logit_;
  UnseenParts parts_;
};

}  // namespace nninterp
