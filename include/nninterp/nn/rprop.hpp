#pragma once

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// Limits and factors of the step sizes; the defaults are neuralnet's.
struct RpropOptions {
  double min = 1e-10, max = 0.1;
  double minus = 0.5, plus = 1.2;
};

/// Resilient backpropagation with weight backtracking (rprop+): Riedmiller (1994), as R's neuralnet runs it.
/// Every weight has its own step size, first 0.1, and moves against the sign of its gradient alone.
class Rprop {
 public:
  Rprop(Index weights, const RpropOptions& options);

  /// One update of the weights, given the gradient at them.
  void update(const Vector& gradient, Vector& weights);

 private:
  RpropOptions options_;
  Vector step_;       ///< size of the next move of each weight
  Vector last_sign_;  ///< of the gradient at the last update: -1, 0, 1; 0 after a move was undone
};

}  // namespace nninterp
