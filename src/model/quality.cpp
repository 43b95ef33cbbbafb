#include "nninterp/model/quality.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "nninterp/core/statistics.hpp"
#include "nninterp/model/classes.hpp"

namespace nninterp {

namespace {

constexpr double margin = 1e-15;  // probabilities are kept so far away from 0 and 1 before their logarithm

// What stands at the rows, as often as they count; without weights once.
template <typename Numbers>
double sum_of(const Eigen::ArrayBase<Numbers>& of_rows, const Vector& weights) {
  return weights.size() > 0 ? (of_rows * weights.array()).sum() : of_rows.sum();
}

double log_loss(const Vector& p, const Vector& y, const Vector& weights) {
  const auto kept = p.array().max(margin).min(1 - margin);
  return -sum_of(y.array() * kept.log() + (1 - y.array()) * (1 - kept).log(), weights) /
         total_weight(weights, y.rows());
}

// Columns of p and y are the classes of one target, y has a single 1 a row.
double log_loss_of_classes(const Matrix& p, const Matrix& y, const Vector& weights) {
  double log_likelihood = 0;
  for (Index row = 0; row < y.rows(); ++row) {
    Index actual = 0;
    y.row(row).maxCoeff(&actual);
    log_likelihood += weight_of(weights, row) * std::log(std::clamp(p(row, actual), margin, 1 - margin));
  }
  return -log_likelihood / total_weight(weights, y.rows());
}

double root_mean_square(const Matrix& gap, const Vector& weights) {
  return std::sqrt(sum_of_squares(gap, weights) / total_weight(weights, gap.rows()));
}

bool is_binary(const Vector& y) { return ((y.array() == 0) || (y.array() == 1)).all(); }

// One class against the rest; p may lie outside [0, 1] where the output is no probability.
Quality class_quality(const Vector& p, const Vector& y, const Vector& weights, bool probability) {
  const double rows = total_weight(weights, y.rows());
  Quality quality;
  quality.accuracy = sum_of(((p.array() >= 0.5) == (y.array() == 1)).cast<double>(), weights) / rows;
  quality.brier = sum_of_squares(p - y, weights) / rows;
  quality.auc = area_under_curve(p, y, weights);
  if (probability) quality.log_loss = log_loss(p, y, weights);
  return quality;
}

Quality numeric_quality(const Vector& p, const Vector& y, const Vector& weights, bool probability) {
  const double rows = total_weight(weights, y.rows()), mean = nninterp::mean(y, weights);
  const double residual = sum_of_squares(p - y, weights), total = sum_of((y.array() - mean).square(), weights);
  const bool constant = y.minCoeff() == y.maxCoeff();  // total may then be a rounding error above 0
  Quality quality = probability && is_binary(y) ? class_quality(p, y, weights, true) : Quality{};
  if (!constant && total > 0) quality.r_squared = 1 - residual / total;
  quality.rmse = root_mean_square(p - y, weights);
  quality.mae = sum_of((p - y).cwiseAbs().array(), weights) / rows;
  return quality;
}

// All classes together; columns of p and y are the classes, y has a single 1 a row.
Quality classes_quality(const Matrix& p, const Matrix& y, const Vector& weights, bool distribution) {
  const double rows = total_weight(weights, y.rows());
  Quality quality;
  double right = 0;
  for (Index row = 0; row < y.rows(); ++row) {
    Index predicted = 0, actual = 0;
    p.row(row).maxCoeff(&predicted);
    y.row(row).maxCoeff(&actual);
    right += predicted == actual ? weight_of(weights, row) : 0;
  }
  quality.accuracy = right / rows;
  quality.brier = sum_of_squares(p - y, weights) / rows;
  if (distribution) quality.log_loss = log_loss_of_classes(p, y, weights);
  std::vector<double> areas;
  for (Index k = 0; k < y.cols(); ++k) {
    if (const auto area = area_under_curve(p.col(k), y.col(k), weights)) areas.push_back(*area);
  }
  if (!areas.empty()) {
    quality.auc = std::accumulate(areas.begin(), areas.end(), 0.0) / static_cast<double>(areas.size());
  }
  return quality;
}

// The share of pairs in which the class is ranked above, ties half, each pair as often as both of its rows count.
std::optional<double> weighted_area(const Vector& scores, const Vector& is_positive, const Vector& weights) {
  std::vector<Index> order(static_cast<std::size_t>(scores.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) { return scores[a] < scores[b]; });
  double positives = 0, negatives = 0, above = 0;
  for (auto begin = order.begin(), end = begin; begin != order.end(); begin = end) {
    double tied_positives = 0, tied_negatives = 0;
    for (; end != order.end() && scores[*end] == scores[*begin]; ++end) {
      (is_positive[*end] == 1 ? tied_positives : tied_negatives) += weights[*end];
    }
    above += tied_positives * (negatives + tied_negatives / 2);
    positives += tied_positives;
    negatives += tied_negatives;
  }
  if (positives == 0 || negatives == 0) return std::nullopt;
  return above / (positives * negatives);
}

// Rows of weight 0, which have no part in extremes and ranks either.
bool any_without_weight(const Vector& weights) { return weights.size() > 0 && weights.minCoeff() == 0; }

}  // namespace

std::optional<double> area_under_curve(const Vector& scores, const Vector& is_positive, const Vector& weights) {
  if (scores.array().isNaN().any()) return std::nullopt;  // has no rank
  if (weights.size() > 0) return weighted_area(scores, is_positive, weights);
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

QualityByTarget measure_quality(const Design& design, Activation output, const Matrix& predictions, const Matrix& truth,
                                const Vector& weights) {
  if (any_without_weight(weights)) {
    const std::vector<Index> rows = rows_that_count(weights);
    return measure_quality(design, output, rows_of(predictions, rows), rows_of(truth, rows), weights_at(weights, rows));
  }
  const bool softmax = output == Activation::softmax, probability = is_probability(output);
  const std::vector<std::string> names = design.output_names();
  QualityByTarget result;
  if (truth.rows() == 0) return result;
  Index first = 0;
  for (const Target& target : design.targets) {
    const Index count = target.outputs();
    for (Index k = first; k < first + count; ++k) {
      const Vector p = predictions.col(k), y = truth.col(k);
      result[names[k]] =
          target.categorical ? class_quality(p, y, weights, probability) : numeric_quality(p, y, weights, probability);
    }
    if (target.categorical && count == 1) result[target.name] = result[names[first]];
    const Matrix p = predictions.middleCols(first, count), y = truth.middleCols(first, count);
    if (target.one_output_a_class()) result[target.name] = classes_quality(p, y, weights, softmax);
    if (target.categorical) {
      result[target.name].confusion =
          count_confusions(target, most_probable(target, y), most_probable(target, p), weights);
    }
    first += count;
  }
  return result;
}

std::map<std::string, Loss> measure_loss(const Design& design, Activation output, const Matrix& predictions,
                                         const Matrix& truth, const Vector& weights) {
  if (any_without_weight(weights)) {
    const std::vector<Index> rows = rows_that_count(weights);
    return measure_loss(design, output, rows_of(predictions, rows), rows_of(truth, rows), weights_at(weights, rows));
  }
  const std::vector<std::string> names = design.output_names();
  std::map<std::string, Loss> result;
  Index first = 0;
  for (const Target& target : design.targets) {
    const Index count = target.outputs(), begin = std::exchange(first, first + count);
    if (truth.middleCols(begin, count).array().isNaN().any()) continue;
    for (Index k = begin; k < begin + count; ++k) {
      const Vector p = predictions.col(k), y = truth.col(k);
      const bool likelihood = is_probability(output) && is_binary(y);
      result[names[k]] =
          likelihood ? Loss{"log_loss", log_loss(p, y, weights)} : Loss{"rmse", root_mean_square(p - y, weights)};
    }
    if (!target.one_output_a_class()) continue;
    const Matrix p = predictions.middleCols(begin, count), y = truth.middleCols(begin, count);
    const bool distribution = output == Activation::softmax;
    result[target.name] = distribution ? Loss{"log_loss", log_loss_of_classes(p, y, weights)}
                                       : Loss{"rmse", root_mean_square(p - y, weights)};
  }
  return result;
}

}  // namespace nninterp
