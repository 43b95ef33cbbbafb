#include "scores.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

void Scores::add(double of_u, double of_v) {
  of_u -= near * of_v;
  u += of_u;
  v += of_v;
  uu += of_u * of_u;
  uv += of_u * of_v;
  vv += of_v * of_v;
  fourth += of_u * of_u * of_u * of_u;
}

void Scores::add(const Scores& other) {
  u += other.u;
  v += other.v;
  uu += other.uu;
  uv += other.uv;
  vv += other.vv;
  fourth += other.fourth;
}

DebiasedMean Scores::mean(double count) const {
  const double above = u / v, squares = std::max(0.0, uu - 2 * above * uv + above * above * vv);
  return {near + above, std::sqrt(squares * count / (count - 1)) / v, uu * uu / fourth};
}

CombinedScores::CombinedScores(const Combination& combination) {
  const auto size = static_cast<Index>(2 * combination.signed_means.size());
  products_.setZero(size, size);
}

void CombinedScores::add(const Combination& combination, const Eigen::RowVectorXd& u, const Eigen::RowVectorXd& v,
                         const Vector& near) {
  Vector both(products_.rows());
  double change = 0;
  Index at = 0;
  for (const auto& [k, sign] : combination.signed_means) {
    const auto mean = static_cast<Index>(k);
    both[at] = u[mean] - near[mean] * v[mean];
    both[at + 1] = v[mean];
    change += sign * link_slope(combination.kind, near[mean]) * both[at];
    at += 2;
  }
  products_ += both * both.transpose();
  squares_ += change * change;
  fourth_ += change * change * change * change;
}

void CombinedScores::add(const CombinedScores& other) {
  products_ += other.products_;
  squares_ += other.squares_;
  fourth_ += other.fourth_;
}

DebiasedMean combined_mean(const Combination& combination, const CombinedScores& scores,
                           const std::vector<Scores>& sums, const std::vector<DebiasedMean>& means, double count) {
  double estimate = 0;
  Vector changes(scores.products_.rows());  // with each mean's u and v
  Index at = 0;
  for (const auto& [mean, sign] : combination.signed_means) {
    const double value = means[mean].estimate, change = sign * link_slope(combination.kind, value) / sums[mean].v;
    estimate += sign * link(combination.kind, value);
    changes[at] = change;
    changes[at + 1] = -change * (value - sums[mean].near);
    at += 2;
  }
  const double squares = std::max(0.0, changes.dot(scores.products_ * changes));
  return {estimate, std::sqrt(squares * count / (count - 1)), scores.squares_ * scores.squares_ / scores.fourth_};
}

}  // namespace nninterp
