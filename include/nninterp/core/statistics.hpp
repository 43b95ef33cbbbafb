#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// The spread of one number over the rows. `sd` divides by n - 1 and is NaN for a single row; quantiles are R's type 7;
/// `rms` is sqrt(mean of squares); `share_positive` the share of values > 0.
struct Summary {
  double mean, sd, rms, min, q25, median, q75, max, share_positive;
};

/// Mean in row order; NaN without values.
double mean(const Vector& values);

/// Standard deviation with n - 1; NaN for fewer than two values.
double standard_deviation(const Vector& values);

/// Quantile of ascending values by R's type 7 (Hyndman and Fan 1996); `probability` in [0, 1], at least one value.
double quantile_sorted(const std::vector<double>& ascending, double probability);

/// Summary of at least one value; the order of the rows matters only to the last bits of the sums.
Summary summarize(const Vector& values);

}  // namespace nninterp
