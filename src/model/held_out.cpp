#include "held_out.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nninterp {

Vector row_losses(ErrorFunction error, Activation output, const Matrix& predictions, const Matrix& targets) {
  if (error == ErrorFunction::sse) return (predictions - targets).rowwise().squaredNorm();
  const auto p = predictions.array().max(1e-15).min(1 - 1e-15);
  const Matrix of_event = targets.array() * p.log();
  if (output == Activation::softmax) return -of_event.rowwise().sum();
  return -(of_event.array() + (1 - targets.array()) * (1 - p).log()).rowwise().sum();
}

namespace {

// The mean of all but the fortieth of the weight that is largest.
double mean_without_largest(const Vector& losses, const Vector& weights) {
  std::vector<std::pair<double, double>> ranked;
  for (Index row = 0; row < losses.size(); ++row) ranked.emplace_back(losses[row], weights[row]);
  std::sort(ranked.begin(), ranked.end());
  const double kept = weights.sum() * 39 / 40;
  double sum = 0, weight = 0;
  for (const auto& [loss, of_row] : ranked) {
    const double taken = std::min(of_row, kept - weight);
    if (taken > 0) sum += taken * loss;
    weight += std::max(0.0, taken);
  }
  return sum / kept;
}

}  // namespace

double noise_of(const HeldOutLoss& loss) {
  Vector losses = loss.by_row();
  if (loss.weights.size() > 0) return mean_without_largest(losses, loss.weights);
  const Index kept = losses.size() - losses.size() / 40;
  std::nth_element(losses.data(), losses.data() + kept - 1, losses.data() + losses.size());
  return losses.head(kept).mean();
}

Vector without_extremes(const Vector& numbers) {
  std::vector<double> sorted(numbers.begin(), numbers.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t cut = sorted.size() / 40;
  return numbers.cwiseMax(sorted[cut]).cwiseMin(sorted[sorted.size() - 1 - cut]);
}

Paired mean_of_rows(const Vector& numbers, const std::vector<std::vector<Index>>& clusters, const Vector& weights) {
  const double mean = nninterp::mean(numbers, weights);
  double squares = 0, count = 0;
  for (const std::vector<Index>& cluster : clusters) {
    double sum = 0;
    bool counts = false;
    for (const Index row : cluster) {
      const double weight = weight_of(weights, row);
      sum += weight * (numbers[row] - mean);
      counts = counts || weight > 0;
    }
    squares += sum * sum;
    if (counts) ++count;
  }
  const double rows = total_weight(weights, numbers.size());
  return {mean, count < 2 ? nan : std::sqrt(count / (count - 1) * squares) / rows};
}

}  // namespace nninterp
