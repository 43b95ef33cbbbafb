#include "nninterp/core/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

double mean(const Eigen::Ref<const Vector>& values) { return values.sum() / static_cast<double>(values.size()); }

double standard_deviation(const Eigen::Ref<const Vector>& values) {
  if (values.size() < 2) return nan;
  return std::sqrt((values.array() - mean(values)).square().sum() / static_cast<double>(values.size() - 1));
}

double quantile_sorted(const std::vector<double>& ascending, double probability) {
  const double position = probability * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(position));
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  const double fraction = position - static_cast<double>(below);
  return ascending[below] + fraction * (ascending[above] - ascending[below]);
}

void Moments::add(const Eigen::Ref<const Vector>& values) {
  const auto more = static_cast<double>(values.size());
  const double their_mean = nninterp::mean(values), apart = their_mean - mean;
  squares += (values.array() - their_mean).square().sum() + apart * apart * count * more / (count + more);
  count += more;
  mean += apart * more / count;
}

double Moments::standard_deviation() const { return count < 2 ? nan : std::sqrt(squares / (count - 1)); }

namespace {

// As quantile_sorted of values in any order, of which it sorts no more than it must. Those before `begin` are the least
// already; the quantile's place is the next `begin`.
double select_quantile(Vector& values, double probability, Index& begin) {
  const double position = probability * static_cast<double>(values.size() - 1);
  const auto below = static_cast<Index>(std::floor(position));
  std::nth_element(values.data() + begin, values.data() + below, values.data() + values.size());
  begin = below;
  const Index above = values.size() - below - 1;
  const double low = values[below], high = above > 0 ? values.tail(above).minCoeff() : low;
  return low + (position - static_cast<double>(below)) * (high - low);
}

}  // namespace

Summary summarize(Vector values) {
  if (values.hasNaN()) return {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan};
  Summary summary{};
  summary.mean = mean(values);
  summary.sd = standard_deviation(values);
  summary.rms = std::sqrt(values.squaredNorm() / static_cast<double>(values.size()));
  summary.min = values.minCoeff();
  summary.max = values.maxCoeff();
  summary.share_positive = static_cast<double>((values.array() > 0).count()) / static_cast<double>(values.size());
  summary.mean_abs = values.cwiseAbs().mean();
  Index begin = 0;
  summary.q25 = select_quantile(values, 0.25, begin);
  summary.median = select_quantile(values, 0.5, begin);
  summary.q75 = select_quantile(values, 0.75, begin);
  return summary;
}

std::vector<Index> histogram(const Eigen::Ref<const Vector>& values, std::size_t bins) {
  const double low = values.minCoeff(), high = values.maxCoeff();
  if (!values.allFinite() || !std::isfinite(high - low)) return {};
  if (!(high - low > 1e-9 * std::max(std::fabs(low), std::fabs(high)))) return {};
  std::vector<Index> counts(bins, 0);
  for (const double value : values) {
    const auto bin = static_cast<std::size_t>((value - low) / (high - low) * static_cast<double>(bins));
    ++counts[std::min(bin, bins - 1)];
  }
  return counts;
}

}  // namespace nninterp
