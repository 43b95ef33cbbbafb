#include "nninterp/nn/step_rule.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace nninterp {

namespace {

// Without a branch: signs of gradients are hard to foretell.
double sign(double value) { return static_cast<double>(value > 0) - static_cast<double>(value < 0); }

}  // namespace

StepRule::StepRule(Index weights, const StepOptions& options)
    : options_(options), size_(Vector::Constant(weights, 0.1)), last_(Vector::Zero(weights)) {
  if (options.algorithm == Algorithm::backprop && !options.learning_rate) {
    throw std::invalid_argument("backprop needs a learning rate");
  }
}

void StepRule::update(const Vector& gradient, Vector& weights) {
  switch (options_.algorithm) {
    case Algorithm::rprop_plus:
      return move_with_undoing(gradient, weights);
    case Algorithm::backprop:
      weights -= gradient * *options_.learning_rate;
      return;
    case Algorithm::rprop_minus:
      adapt(gradient);
      break;
    case Algorithm::sag:
    case Algorithm::slr:
      adapt(gradient);
      balance(gradient);
      break;
  }
  for (Index i = 0; i < weights.size(); ++i) weights[i] -= sign(gradient[i]) * size_[i];
  last_ = gradient;
}

void StepRule::move_with_undoing(const Vector& gradient, Vector& weights) {
  double *size = size_.data(), *last = last_.data(), *weight = weights.data();
  for (Index i = 0; i < weights.size(); ++i) {
    const double now = sign(gradient[i]), agreement = now * last[i], before = size[i];
    const double shrunk = std::max(before * options_.minus, options_.min);
    const double grown = std::min(before * options_.plus, options_.max);
    const bool undo = agreement < 0;
    size[i] = undo ? shrunk : agreement > 0 ? grown : before;
    weight[i] += undo ? last[i] * before : -now * size[i];
    last[i] = undo ? 0 : now;
  }
}

void StepRule::adapt(const Vector& gradient) {
  for (Index i = 0; i < gradient.size(); ++i) {
    const double agreement = last_[i] * gradient[i];
    if (agreement > 0) size_[i] = std::min(size_[i] * options_.plus, options_.max);
    if (agreement < 0) size_[i] = std::max(size_[i] * options_.minus, options_.min);
  }
}

// The first of those with the least |gradient| or size, among the weights that move; -1 if none does.
Index StepRule::balanced_weight(const Vector& gradient) const {
  const auto key = [&](Index i) { return options_.algorithm == Algorithm::sag ? std::fabs(gradient[i]) : size_[i]; };
  Index chosen = -1;
  for (Index i = 0; i < gradient.size(); ++i) {
    if (gradient[i] == 0) continue;
    if (chosen < 0 || key(i) < key(chosen)) chosen = i;
  }
  return chosen;
}

void StepRule::balance(const Vector& gradient) {
  const Index chosen = balanced_weight(gradient);
  if (chosen < 0) return;
  long double sum = 0;  // as R sums
  for (Index i = 0; i < gradient.size(); ++i) {
    if (i != chosen) sum += size_[i] * gradient[i];
  }
  const double moved = static_cast<double>(sum) + 1e-6;
  size_[chosen] = std::min(std::max(-moved / gradient[chosen], options_.min), options_.max);
}

}  // namespace nninterp
