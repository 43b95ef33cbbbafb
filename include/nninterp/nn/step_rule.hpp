#pragma once

#include <optional>

#include "nninterp/core/matrix.hpp"
#include "nninterp/core/words.hpp"

namespace nninterp {

/// How the gradient moves the weights. All but backprop are resilient: every weight has its own step size, first 0.1,
/// and moves against the sign of its gradient. rprop+ (Riedmiller and Braun 1993) undoes a move that went too far,
/// rprop- (Riedmiller 1994) does not. sag and slr (Anastasiadis, Magoulas and Vrahatis 2005) are rprop- with one size
/// set so that the moves together go downhill: that of the smallest gradient, or the smallest size.
enum class Algorithm { rprop_plus, rprop_minus, sag, slr, backprop };

constexpr Words<Algorithm, 5> words_of(Algorithm) {
  return {{{Algorithm::rprop_plus, "rprop+"},
           {Algorithm::rprop_minus, "rprop-"},
           {Algorithm::sag, "sag"},
           {Algorithm::slr, "slr"},
           {Algorithm::backprop, "backprop"}}};
}

/// Limits and factors of the step sizes; the defaults are neuralnet's.
struct StepOptions {
  Algorithm algorithm = Algorithm::rprop_plus;
  double min = 1e-10, max = 0.1;
  double minus = 0.5, plus = 1.2;
  std::optional<double> learning_rate;  ///< of backprop alone, which needs it
};

/// One step after the other, in the arithmetic of R's neuralnet.
class StepRule {
 public:
  /// std::invalid_argument for backprop without a learning rate.
  StepRule(Index weights, const StepOptions& options);

  /// One update of the weights, given the gradient at them. A weight whose gradient is 0 stays where it is.
  void update(const Vector& gradient, Vector& weights);

 private:
  void move_with_undoing(const Vector& gradient, Vector& weights);
  void adapt(const Vector& gradient);
  void balance(const Vector& gradient);
  Index balanced_weight(const Vector& gradient) const;

  StepOptions options_;
  Vector size_;  ///< of the next move of each weight
  Vector last_;  ///< gradient at the last update; of rprop+ its sign, and 0 after a move was undone
};

}  // namespace nninterp
