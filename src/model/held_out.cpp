#include "held_out.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

Vector row_losses(ErrorFunction error, Activation output, const Matrix& predictions, const Matrix& targets) {
  if (error == ErrorFunction::sse) return (predictions - targets).rowwise().squaredNorm();
  const auto p = predictions.array().max(1e-15).min(1 - 1e-15);
  const Matrix of_event = targets.array() * p.log();
  if (output == Activation::softmax) return -of_event.rowwise().sum();
  return -(of_event.array() + (1 - targets.array()) * (1 - p).log()).rowwise().sum();
}

double noise_of(const HeldOutLoss& loss) {
  Vector losses = loss.by_row();
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

Paired mean_of_rows(const Vector& numbers, const std::vector<std::vector<Index>>& clusters) {
  const double mean = numbers.mean();
  double squares = 0;
  for (const std::vector<Index>& cluster : clusters) {
    double sum = 0;
    for (const Index row : cluster) sum += numbers[row] - mean;
    squares += sum * sum;
  }
  const auto count = static_cast<double>(clusters.size());
  return {mean, count < 2 ? nan : std::sqrt(count / (count - 1) * squares) / static_cast<double>(numbers.size())};
}

}  // namespace nninterp
