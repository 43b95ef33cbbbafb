#include "nninterp/nn/rprop.hpp"

#include <algorithm>

namespace nninterp {

namespace {

double sign(double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

}  // namespace

Rprop::Rprop(Index weights, const RpropOptions& options)
    : options_(options), step_(Vector::Constant(weights, 0.1)), last_sign_(Vector::Zero(weights)) {}

void Rprop::update(const Vector& gradient, Vector& weights) {
  for (Index i = 0; i < weights.size(); ++i) {
    const double now = sign(gradient[i]), agreement = now * last_sign_[i];
    if (agreement < 0) {
      weights[i] += last_sign_[i] * step_[i];  // undo the last move
      step_[i] = std::max(step_[i] * options_.minus, options_.min);
      last_sign_[i] = 0;
      continue;
    }
    if (agreement > 0) step_[i] = std::min(step_[i] * options_.plus, options_.max);
    weights[i] -= now * step_[i];
    last_sign_[i] = now;
  }
}

}  // namespace nninterp
