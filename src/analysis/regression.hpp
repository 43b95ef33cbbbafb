#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// Each column divided by its length; one of zeros stays.
Matrix with_unit_columns(Matrix columns);

/// The least squares regression of errors on columns, of which those that are sums of others drop out, and of a column
/// one-sided p-values of its coefficient not being above 0: by the normal distribution of the coefficient over its
/// standard error HC3 (MacKinnon and White 1985, Journal of Econometrics 29, 305-325; rows of a cluster summed up).
class Regression {
 public:
  /// rows × columns of length 1; `clusters` of each row, empty: each by itself. Held on to.
  Regression(const Matrix& columns, const Vector& errors, const std::vector<Index>& clusters);

  /// Of one of the columns beside the others; NaN if it dropped out.
  double p_value(Index column) const;
  /// Of one more column.
  double p_value(const Vector& column) const;
  /// Of one of the columns beside the others and some more.
  double p_value(Index column, const Matrix& more) const;

 private:
  // What the others do not tell of a column; nothing if it dropped out.
  Vector beyond_others(Index column) const;
  // Residuals and leverages are of the regression with the column.
  double p_value(const Vector& own, double coefficient, const Vector& residuals, const Vector& leverages) const;

  const std::vector<Index>& clusters_;
  std::vector<Index> columns_;  // those that did not drop out
  Matrix basis_, inverse_;      // orthonormal, rows × rank; rank × rows
  Vector errors_, left_, leverage_;
};

/// By row: the log-odds, y - p, and p (1 - p).
struct LogisticFit {
  Vector log_odds, residuals, variances;
};

/// The logistic regression of y, 0 or 1, on terms (rows × terms), rows counting as their weights say; a touch of a
/// penalty keeps separable ones finite.
LogisticFit fit_logistic(const Matrix& terms, const Vector& y, const Vector& weights);

}  // namespace nninterp
