#pragma once

#include <functional>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "scores.hpp"
#include "terms.hpp"

namespace nninterp {

/// Means over rows of numbers that are linear in f, as shifts and slopes are, or nearly so.
struct LinearMeans {
  /// What is averaged, whatever f is, and over which rows: positions among kinds and groups.
  struct Functional {
    std::size_t kind, group;
  };
  struct Mean {
    Index output;
    std::size_t functional;
  };
  std::vector<Functional> functionals;
  std::vector<Mean> means;
  std::vector<Combination> combinations;
  bool of_network = false;  ///< of_terms depends on the network and the output
  std::size_t groups = 1;
  /// How often rows count in the means of a group.
  std::function<Vector(const std::vector<Index>& rows, std::size_t group)> weights;
  /// rows × means, in the units of the targets; or of log-odds, on whose scale they are linear then.
  std::function<Matrix(const Model& model, const Matrix& rows)> at_rows;
  /// The same of every term in place of f: rows × terms. Of what is not linear its derivative at the network, in the
  /// direction of the term (Gateaux), for one of the outputs.
  std::function<Matrix(const Terms& terms, const Matrix& rows, std::size_t kind, const Model& at, Index output)>
      of_terms;
};

/// Of each fold of a round its rows, ascending.
std::vector<std::vector<Index>> rows_of_folds(const CrossFit& fits, std::size_t round);

/// The means without the pull that a decay has on them: with f₋ the network that has not seen the row's fold and m what
/// is averaged, the mean of m(f₋) + a(x) (y - f₋(x)), a being the mean's Riesz representer, learned without that fold
/// too (Chernozhukov, Newey and Singh 2022, Econometrica 90, 967-1027; cross-fitting: Chernozhukov et al. 2018,
/// Econometrics Journal 21, C1-C68). On the logit scale, where m is linear in the log-odds, rows count
/// p (1 - p) times for a. After the means stand their combinations, by the first-order change of each. Of several
/// rounds the median, and the median of std_error² + (estimate - median)² (ibid., definition 3.3). Rows of a cluster
/// are summed up first.
///
/// `variables`: the training rows in their own units, in their order; `options` with their targets; why_not_cross_fit()
/// is empty. Equal for every number of threads.
std::vector<DebiasedMean> debias(const Model& model, const Matrix& variables, const IntervalOptions& options,
                                 const LinearMeans& means, OutputScale scale, int threads);

Interval debiased_interval(const DebiasedMean& mean, double level);

}  // namespace nninterp
