#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

// Where there are weights, one a value and at least 0, a value counts as often as its weight says; without any
// (empty), once. What needs their number n besides takes as_counts() of them, and Σ of these for n.

/// Weights as numbers of rows: as they are where all are whole, for a weight of 3 then is three equal rows; others, as
/// those of samples, only compare rows, and are brought to a mean of 1 over the rows whose weight is not 0.
Vector as_counts(const Vector& weights);

/// How often a row counts.
inline double weight_of(const Vector& weights, Index row) { return weights.size() > 0 ? weights[row] : 1; }

/// How often all of so many rows do together.
inline double total_weight(const Vector& weights, Index rows) {
  return weights.size() > 0 ? weights.sum() : static_cast<double>(rows);
}

/// The weights of some rows, or of `count` from the `first` on; none of none.
Vector weights_at(const Vector& weights, const std::vector<Index>& rows);
Vector weights_at(const Vector& weights, Index first, Index count);

/// Those of the rows whose weight is not 0; `weights` are some.
std::vector<Index> rows_that_count(const Vector& weights);

/// The mean weight of the rows whose weight is not 0; 1 without weights.
double mean_weight(const Vector& weights);

/// The spread of one number over the rows. `sd` divides by n - 1 and is NaN for a single row; quantiles are R's type 7;
/// `rms` is sqrt(mean of squares); `share_positive` the share of values > 0; `mean_abs` the mean of their sizes.
/// Values of weight 0 have no part in any of them.
struct Summary {
  double mean, sd, rms, min, q25, median, q75, max, share_positive, mean_abs;
};

/// Mean in row order; NaN without values.
double mean(const Eigen::Ref<const Vector>& values, const Vector& weights = {});

/// Sum of squares, all columns together.
double sum_of_squares(const Matrix& values, const Vector& weights = {});

/// The mean of each column.
Eigen::RowVectorXd column_means(const Matrix& values, const Vector& weights = {});

/// Standard deviation with n - 1; NaN for fewer than two values.
double standard_deviation(const Eigen::Ref<const Vector>& values, const Vector& weights = {});

/// Mean and standard deviation of values that come in parts (Chan, Golub and LeVeque 1983, The American Statistician
/// 37, 242-247).
struct Moments {
  double count = 0, mean = 0, squares = 0;  ///< squares: sum of squared deviations from the mean

  /// At least one value. `counts`: how many rows each is, if not one.
  void add(const Eigen::Ref<const Vector>& values, const Vector& counts = {});
  /// With n - 1; NaN for fewer than two values.
  double standard_deviation() const;
};

/// Quantile of ascending values by R's type 7 (Hyndman and Fan 1996); `probability` in [0, 1], at least one value.
double quantile_sorted(const std::vector<double>& ascending, double probability);

/// Values in ascending order, each as often as it counts: at least one that does.
class Ranked {
 public:
  explicit Ranked(const Vector& values, const Vector& weights = {});

  double front() const { return ascending_.front(); }
  double back() const { return ascending_.back(); }
  /// R's type 7; with weights as R's Hmisc::wtd.quantile.
  double quantile(double probability) const;
  /// R's type 1, the inverse of the empirical distribution, at a share above 0: the least value up to which there is
  /// such a share of n.
  double at_share(double share) const;

 private:
  double at_rank(double rank) const;  // from 1

  std::vector<double> ascending_;
  std::vector<double> up_to_;  // counts summed up; empty: each value counts once
  bool whole_ = true;          // the counts
  double n_;
};

/// Summary of at least one value, all NaN if one is; the order of the rows matters only to the last bits of the sums.
Summary summarize(Vector values, const Vector& weights = {});

/// How many values are in each of `bins` equal intervals from their minimum to their maximum; empty where those are
/// equal to nine digits, or not all are finite. At least one value.
std::vector<Index> histogram(const Eigen::Ref<const Vector>& values, std::size_t bins);

}  // namespace nninterp
