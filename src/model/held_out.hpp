#pragma once

#include <optional>
#include <vector>

#include "nninterp/core/statistics.hpp"
#include "splits.hpp"

namespace nninterp {

/// What a model loses at each row, summed over the rounds in which it was held out.
struct HeldOutLoss {
  Vector sums;  ///< one a row of the sample
  int rounds = 0;
  Vector weights = {};  ///< how often each row counts; empty: once

  Vector by_row() const { return sums / rounds; }
  double mean() const { return nninterp::mean(sums, weights) / rounds; }
};

/// For sse the squared error in the network's units, all outputs together, for ce minus the log-likelihood; one a row.
Vector row_losses(ErrorFunction error, Activation output, const Matrix& predictions, const Matrix& targets);

/// Variance of the noise: the mean loss of the rows but for the fortieth of them (of their weight) that lose most,
/// where a network goes wrong rather than the noise.
double noise_of(const HeldOutLoss& loss);

/// The numbers, the fortieth of them at either end as the one next to it (winsorised): a few rows of huge losses then
/// do not decide.
Vector without_extremes(const Vector& numbers);

/// A mean over rows and how sure it is.
struct Paired {
  double mean, std_error;
};

/// Of one number a row; rows of a cluster together: sqrt(C / (C - 1) sum over clusters of (sum of x - mean)²) / n. With
/// weights sums of w (x - mean), over Σ w, and C counts the clusters that do.
Paired mean_of_rows(const Vector& numbers, const std::vector<std::vector<Index>>& clusters, const Vector& weights = {});

}  // namespace nninterp
