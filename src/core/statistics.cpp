#include "nninterp/core/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

double mean(const Vector& values) { return values.sum() / static_cast<double>(values.size()); }

double standard_deviation(const Vector& values) {
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

Summary summarize(const Vector& values) {
  std::vector<double> ascending(values.data(), values.data() + values.size());
  std::sort(ascending.begin(), ascending.end());
  Summary summary{};
  summary.mean = mean(values);
  summary.sd = standard_deviation(values);
  summary.rms = std::sqrt(values.squaredNorm() / static_cast<double>(values.size()));
  summary.min = ascending.front();
  summary.q25 = quantile_sorted(ascending, 0.25);
  summary.median = quantile_sorted(ascending, 0.5);
  summary.q75 = quantile_sorted(ascending, 0.75);
  summary.max = ascending.back();
  summary.share_positive = static_cast<double>((values.array() > 0).count()) / static_cast<double>(values.size());
  return summary;
}

}  // namespace nninterp
