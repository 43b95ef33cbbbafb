#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// The spread of one number over the rows. `sd` divides by n - 1 and is NaN for a single row; quantiles are R's type 7;
/// `rms` is sqrt(mean of squares); `share_positive` the share of values > 0; `mean_abs` the mean of their sizes.
struct Summary {
  double mean, sd, rms, min, q25, median, q75, max, share_positive, mean_abs;
};

/// Mean in row order; NaN without values.
double mean(const Eigen::Ref<const Vector>& values);

/// Standard deviation with n - 1; NaN for fewer than two values.
double standard_deviation(const Eigen::Ref<const Vector>& values);

/// Mean and standard deviation of values that come in parts (Chan, Golub and LeVeque 1983, The American Statistician
/// 37, 242-247).
struct Moments {
  double count = 0, mean = 0, squares = 0;  ///< squares: sum of squared deviations from the mean

  /// At least one value.
  void add(const Eigen::Ref<const Vector>& values);
  /// With n - 1; NaN for fewer than two values.
  double standard_deviation() const;
};

/// Quantile of ascending values by R's type 7 (Hyndman and Fan 1996); `probability` in [0, 1], at least one value.
double quantile_sorted(const std::vector<double>& ascending, double probability);

/// Summary of at least one value, all NaN if one is; the order of the rows matters only to the last bits of the sums.
Summary summarize(Vector values);

/// How many values are in each of `bins` equal intervals from their minimum to their maximum; empty where those are
/// equal to nine digits, or not all are finite. At least one value.
std::vector<Index> histogram(const Eigen::Ref<const Vector>& values, std::size_t bins);

}  // namespace nninterp
