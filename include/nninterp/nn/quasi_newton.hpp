#pragma once

#include <functional>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// A function to be made small: returns its value at `x` and fills `gradient`. Both may be infinite or NaN where it
/// cannot be computed.
using SmoothFunction = std::function<double(const Vector& x, Vector& gradient)>;

struct QuasiNewtonOptions {
  double threshold = 0.01;  ///< for max |gradient|: converged
  double goal = 0;          ///< for the same: once converged it goes on to this where it can,
  long goal_steps = 0;      ///< by at most so many steps
  long max_steps = 100000;
  Index dense_limit = 400;  ///< up to so many unknowns the inverse Hessian is kept as a matrix (BFGS), else as
  Index memory = 30;        ///< the last so many steps (L-BFGS)
  /// Gives up if the value fell by less than `tolerance` (relative) over the last `window` steps; 0 never does.
  long window = 100;
  double tolerance = 1e-4;
};

/// Why minimize() ended. `flat`: no step makes the value smaller any more, or the window's rule.
enum class MinimizeStop { threshold, max_steps, flat, observer };

struct Minimum {
  Vector x, gradient;
  double value;
  long steps = 0;
  MinimizeStop stopped = MinimizeStop::max_steps;
};

/// Called once a step with the number of steps so far and where they led; false ends the minimisation.
using MinimizeObserver = std::function<bool(const Minimum&)>;

/// Quasi-Newton minimisation by BFGS, of limited memory for many unknowns (Nocedal and Wright 2006, algorithms 6.1 and
/// 7.5), with a bracketing line search for the weak Wolfe conditions (Lewis and Overton 2013), which copes with kinks
/// and points where the function is not finite. The value never ends above the one at `start`. Unknowns whose gradient
/// is always 0 do not move. If the function is not finite at `start` it comes back as it is, `flat`.
Minimum minimize(const SmoothFunction& function, const Vector& start, const QuasiNewtonOptions& options,
                 const MinimizeObserver& observer = {});

}  // namespace nninterp
