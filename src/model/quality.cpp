#include "nninterp/model/quality.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "nninterp/model/classes.hpp"

namespace nninterp {

namespace {

constexpr double margin = 1e-15;  // probabilities are kept so far away from 0 and 1 before their logarithm

double log_loss(const Vector& p, const Vector& y) {
  const auto kept = p.array().max(margin).min(1 - margin);
  return -(y.array() * kept.log() + (1 - y.array()) * (1 - kept).log()).sum() / static_cast<double>(y.size());
}

// Columns of p and y are the classes of one target, y has a single 1 a row.
double log_loss_of_classes(const Matrix& p, const Matrix& y) {
  double log_likelihood = 0;
  for (Index row = 0; row < y.rows(); ++row) {
    Index actual = 0;
    y.row(row).maxCoeff(&actual);
    log_likelihood += std::log(std::clamp(p(row, actual), margin, 1 - margin));
  }
  return -log_likelihood / static_cast<double>(y.rows());
}

double root_mean_square(const Matrix& gap) { return std::sqrt(gap.squaredNorm() / static_cast<double>(gap.rows())); }

bool is_binary(const Vector& y) { return ((y.array() == 0) || (y.array() == 1)).all(); }

// One class against the rest; p may lie outside [0, 1] where the output is no probability.
Quality class_quality(const Vector& p, const Vector& y, bool probability) {
  const auto rows = static_cast<double>(y.size());
  Quality quality;
  quality.accuracy = static_cast<double>(((p.array() >= 0.5) == (y.array() == 1)).count()) / rows;
  quality.brier = (p - y).squaredNorm() / rows;
  quality.auc = area_under_curve(p, y);
  if (probability) quality.log_loss = log_loss(p, y);
  return quality;
}

Quality numeric_quality(const Vector& p, const Vector& y, bool probability) {
  const auto rows = static_cast<double>(y.size());
  const double residual = (p - y).squaredNorm(), total = (y.array() - y.mean()).square().sum();
  const bool constant = y.minCoeff() == y.maxCoeff();  // total may then be a rounding error above 0
  Quality quality = probability && is_binary(y) ? class_quality(p, y, true) : Quality{};
  if (!constant && total > 0) quality.r_squared = 1 - residual / total;
  quality.rmse = root_mean_square(p - y);
  quality.mae = (p - y).cwiseAbs().sum() / rows;
  return quality;
}

// All classes together; columns of p and y are the classes, y has a single 1 a row.
Quality classes_quality(const Matrix& p, const Matrix& y, bool distribution) {
  const auto rows = static_cast<double>(y.rows());
  Quality quality;
  double right = 0;
  for (Index row = 0; row < y.rows(); ++row) {
    Index predicted = 0, actual = 0;
    p.row(row).maxCoeff(&predicted);
    y.row(row).maxCoeff(&actual);
    right += predicted == actual ? 1 : 0;
  }
  quality.accuracy = right / rows;
  quality.brier = (p - y).squaredNorm() / rows;
  if (distribution) quality.log_loss = log_loss_of_classes(p, y);
  std::vector<double> areas;
  for (Index k = 0; k < y.cols(); ++k) {
    if (const auto area = area_under_curve(p.col(k), y.col(k))) areas.push_back(*area);
  }
  if (!areas.empty()) {
    quality.auc = std::accumulate(areas.begin(), areas.end(), 0.0) / static_cast<double>(areas.size());
  }
  return quality;
}

}  // namespace

std::optional<double> area_under_curve(const Vector& scores, const Vector& is_positive) {
  if (scores.array().isNaN().any()) return std::nullopt;  // has no rank
  std::vector<std::pair<double, bool>> ranked;
  ranked.reserve(static_cast<std::size_t>(scores.size()));
  for (Index row = 0; row < scores.size(); ++row) ranked.emplace_back(scores[row], is_positive[row] == 1);
  std::sort(ranked.begin(), ranked.end());
  double positives = 0, rank_sum = 0;
  for (std::size_t begin = 0, end = 0; begin < ranked.size(); begin = end) {
    double tied_positives = 0;
    for (; end < ranked.size() && ranked[end].first == ranked[begin].first; ++end) {
      tied_positives += ranked[end].second ? 1 : 0;
    }
    rank_sum += tied_positives * (static_cast<double>(begin + end + 1) / 2);  // the mean rank of the tie
    positives += tied_positives;
  }
  const double negatives = static_cast<double>(ranked.size()) - positives;
  if (positives == 0 || negatives == 0) return std::nullopt;
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

QualityByTarget measure_quality(const Design& design, Activation output, const Matrix& predictions,
                                const Matrix& truth) {
  const bool softmax = output == Activation::softmax, probability = is_probability(output);
  const std::vector<std::string> names = design.output_names();
  QualityByTarget result;
  if (truth.rows() == 0) return result;
  Index first = 0;
  for (const Target& target : design.targets) {
    const Index count = target.outputs();
    for (Index k = first; k < first + count; ++k) {
      const Vector p = predictions.col(k), y = truth.col(k);
      result[names[k]] = target.categorical ? class_quality(p, y, probability) : numeric_quality(p, y, probability);
    }
    if (target.categorical && count == 1) result[target.name] = result[names[first]];
    const Matrix p = predictions.middleCols(first, count), y = truth.middleCols(first, count);
    if (target.one_output_a_class()) result[target.name] = classes_quality(p, y, softmax);
    if (target.categorical) {
      result[target.name].confusion = count_confusions(target, most_probable(target, y), most_probable(target, p));
    }
    first += count;
  }
  return result;
}

std::map<std::string, Loss> measure_loss(const Design& design, Activation output, const Matrix& predictions,
                                         const Matrix& truth) {
  const std::vector<std::string> names = design.output_names();
  std::map<std::string, Loss> result;
  Index first = 0;
  for (const Target& target : design.targets) {
    const Index count = target.outputs(), begin = std::exchange(first, first + count);
    if (truth.middleCols(begin, count).array().isNaN().any()) continue;
    for (Index k = begin; k < begin + count; ++k) {
      const Vector p = predictions.col(k), y = truth.col(k);
      const bool likelihood = is_probability(output) && is_binary(y);
      result[names[k]] = likelihood ? Loss{"log_loss", log_loss(p, y)} : Loss{"rmse", root_mean_square(p - y)};
    }
    if (!target.one_output_a_class()) continue;
    const Matrix p = predictions.middleCols(begin, count), y = truth.middleCols(begin, count);
    const bool distribution = output == Activation::softmax;
    result[target.name] =
        distribution ? Loss{"log_loss", log_loss_of_classes(p, y)} : Loss{"rmse", root_mean_square(p - y)};
  }
  return result;
}

}  // namespace nninterp
