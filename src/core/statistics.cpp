#include "nninterp/core/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nninterp {

Vector as_counts(const Vector& weights) {
  const bool whole = (weights.array() == weights.array().round()).all();
  return whole ? weights : Vector(weights / mean_weight(weights));
}

Vector weights_at(const Vector& weights, const std::vector<Index>& rows) {
  return weights.size() > 0 ? Vector(weights(rows)) : Vector();
}

Vector weights_at(const Vector& weights, Index first, Index count) {
  return weights.size() > 0 ? Vector(weights.segment(first, count)) : Vector();
}

std::vector<Index> rows_that_count(const Vector& weights) {
  std::vector<Index> rows;
  for (Index row = 0; row < weights.size(); ++row) {
    if (weights[row] > 0) rows.push_back(row);
  }
  return rows;
}

double mean_weight(const Vector& weights) {
  if (weights.size() == 0) return 1;
  return weights.sum() / static_cast<double>((weights.array() > 0).count());
}

double mean(const Eigen::Ref<const Vector>& values, const Vector& weights) {
  if (weights.size() > 0) return values.dot(weights) / weights.sum();
  return values.sum() / static_cast<double>(values.size());
}

double sum_of_squares(const Matrix& values, const Vector& weights) {
  return weights.size() > 0 ? values.rowwise().squaredNorm().dot(weights) : values.squaredNorm();
}

Eigen::RowVectorXd column_means(const Matrix& values, const Vector& weights) {
  if (weights.size() > 0) return weights.transpose() * values / weights.sum();
  return values.colwise().mean();
}

double standard_deviation(const Eigen::Ref<const Vector>& values, const Vector& weights) {
  if (weights.size() > 0) {
    Moments moments;
    moments.add(values, as_counts(weights));
    return moments.standard_deviation();
  }
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

void Moments::add(const Eigen::Ref<const Vector>& values, const Vector& counts) {
  const double more = total_weight(counts, values.size());
  if (more == 0) return;
  const double their_mean = nninterp::mean(values, counts), apart = their_mean - mean;
  const double within = counts.size() > 0 ? ((values.array() - their_mean).square() * counts.array()).sum()
                                          : (values.array() - their_mean).square().sum();
  squares += within + apart * apart * count * more / (count + more);
  count += more;
  mean += apart * more / count;
}

// Counts of two rows may be a rounding error below 2.
double Moments::standard_deviation() const { return count < 1.5 ? nan : std::sqrt(squares / (count - 1)); }

Ranked::Ranked(const Vector& values, const Vector& weights) : n_(static_cast<double>(values.size())) {
  if (weights.size() == 0) {
    ascending_.assign(values.begin(), values.end());
    std::sort(ascending_.begin(), ascending_.end());
    return;
  }
  const Vector counts = as_counts(weights);
  whole_ = counts == weights;
  std::vector<std::pair<double, double>> counted;
  for (Index i = 0; i < values.size(); ++i) {
    if (counts[i] > 0) counted.emplace_back(values[i], counts[i]);
  }
  std::sort(counted.begin(), counted.end());
  n_ = 0;
  for (const auto& [value, count] : counted) {
    ascending_.push_back(value);
    up_to_.push_back(n_ += count);
  }
}

double Ranked::at_rank(double rank) const {
  if (up_to_.empty()) return ascending_[static_cast<std::size_t>(rank) - 1];
  const double rounding = 1e-12 * n_;
  const auto place = std::lower_bound(up_to_.begin(), up_to_.end() - 1, rank - rounding);
  return ascending_[static_cast<std::size_t>(place - up_to_.begin())];
}

double Ranked::quantile(double probability) const {
  const double position = probability * (n_ - 1), below = std::floor(position);
  const double low = at_rank(below + 1), high = at_rank(std::min(below + 2, n_));
  return low + (position - below) * (high - low);
}

double Ranked::at_share(double share) const {
  const double rank = n_ * share;
  return at_rank(whole_ ? std::ceil(rank) : rank);
}

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

// Over the values that count; `weights` are not empty.
Summary summarize_weighted(const Vector& values, const Vector& weights) {
  std::vector<Index> counting;
  for (Index i = 0; i < values.size(); ++i) {
    if (weights[i] > 0) counting.push_back(i);
  }
  const Vector of_rows = values(counting), counts = as_counts(weights(counting));
  if (of_rows.size() == 0 || of_rows.hasNaN()) return {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan};
  const double n = counts.sum();
  const Ranked ranked(of_rows, counts);
  Summary summary{};
  summary.mean = mean(of_rows, counts);
  summary.sd = standard_deviation(of_rows, counts);
  summary.rms = std::sqrt(of_rows.cwiseAbs2().dot(counts) / n);
  summary.min = ranked.front();
  summary.max = ranked.back();
  summary.share_positive = (of_rows.array() > 0).select(counts.array(), 0).sum() / n;
  summary.mean_abs = of_rows.cwiseAbs().dot(counts) / n;
  summary.q25 = ranked.quantile(0.25);
  summary.median = ranked.quantile(0.5);
  summary.q75 = ranked.quantile(0.75);
  return summary;
}

}  // namespace

Summary summarize(Vector values, const Vector& weights) {
  if (weights.size() > 0) return summarize_weighted(values, weights);
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
