#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "effect_kinds.hpp"
#include "nninterp/core/matrix.hpp"

namespace nninterp {

struct DebiasedMean {
  double estimate, std_error;
  /// Rows that the standard error rests on, as if they weighed alike: (Σ φ²)² / Σ φ⁴ of the rows' deviations φ.
  double rows;
};

/// Σ of the signs times the links of some means, as a logarithm of a ratio.
struct Combination {
  ShiftKind kind;
  std::vector<std::pair<std::size_t, double>> signed_means;  ///< positions among the means
};

/// Sums over rows of u and v, of which Σ u / Σ v is an estimate; first `near` v, of about its size, is taken from u.
struct Scores {
  double near = 0;
  double u = 0, v = 0, uu = 0, uv = 0, vv = 0, fourth = 0;

  void add(double of_u, double of_v);
  void add(const Scores& other);
  /// `count` rows, or clusters.
  DebiasedMean mean(double count) const;
};

/// The same of a combination of means: of each mean's u and v, in turn, the sums of all their products.
class CombinedScores {
 public:
  explicit CombinedScores(const Combination& combination);

  /// u and v of all means at a row, and what these are near.
  void add(const Combination& combination, const Eigen::RowVectorXd& u, const Eigen::RowVectorXd& v,
           const Vector& near);
  void add(const CombinedScores& other);

 private:
  friend DebiasedMean combined_mean(const Combination& combination, const CombinedScores& scores,
                                    const std::vector<Scores>& sums, const std::vector<DebiasedMean>& means,
                                    double count);
  Matrix products_;
  double squares_ = 0, fourth_ = 0;  // of the first-order changes of rows
};

/// Of the sums of all means and their estimates, by the first-order change of the combination with each.
DebiasedMean combined_mean(const Combination& combination, const CombinedScores& scores,
                           const std::vector<Scores>& sums, const std::vector<DebiasedMean>& means, double count);

}  // namespace nninterp
