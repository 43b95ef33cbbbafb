#include "nninterp/nn/quasi_newton.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace nninterp {

namespace {

// What the steps so far tell of the inverse of the Hessian.
class Curvature {
 public:
  virtual ~Curvature() = default;
  virtual void forget() = 0;
  virtual bool fresh() const = 0;
  /// Takes in a step s and the change y of the gradient along it; s'y > 0.
  virtual void learn(const Vector& s, const Vector& y) = 0;
  /// The inverse times a gradient; not while fresh.
  virtual Vector apply(const Vector& gradient) const = 0;
};

// BFGS: H <- (I - s y'/s'y) H (I - y s'/s'y) + s s'/s'y, first scaled to the curvature along the first step. Both
// triangles are kept: products with whole columns are the faster ones.
class DenseCurvature final : public Curvature {
 public:
  void forget() override { inverse_.resize(0, 0); }
  bool fresh() const override { return inverse_.size() == 0; }

  void learn(const Vector& s, const Vector& y) override {
    const double sy = s.dot(y);
    if (fresh()) inverse_ = Matrix::Identity(s.size(), s.size()) * (sy / y.squaredNorm());
    hy_.noalias() = inverse_ * y;
    u_ = ((1 + y.dot(hy_) / sy) / (2 * sy)) * s - hy_ / sy;
    for (Index k = 0; k < s.size(); ++k) inverse_.col(k) += u_[k] * s + s[k] * u_;
  }

  Vector apply(const Vector& gradient) const override { return inverse_ * gradient; }

 private:
  Matrix inverse_;
  Vector hy_, u_;
};

// L-BFGS: the same from the last steps alone, by the two-loop recursion.
class LimitedCurvature final : public Curvature {
 public:
  explicit LimitedCurvature(Index memory) : memory_(static_cast<std::size_t>(memory)) {}
  void forget() override { steps_.clear(); }
  bool fresh() const override { return steps_.empty(); }

  void learn(const Vector& s, const Vector& y) override {
    if (steps_.size() == memory_) steps_.pop_front();
    steps_.push_back({s, y, s.dot(y)});
  }

  Vector apply(const Vector& gradient) const override {
    Vector result = gradient;
    std::vector<double> along(steps_.size());
    for (std::size_t i = steps_.size(); i-- > 0;) {
      along[i] = steps_[i].s.dot(result) / steps_[i].sy;
      result -= along[i] * steps_[i].y;
    }
    result *= steps_.back().sy / steps_.back().y.squaredNorm();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      result += (along[i] - steps_[i].y.dot(result) / steps_[i].sy) * steps_[i].s;
    }
    return result;
  }

 private:
  struct Step {
    Vector s, y;
    double sy;
  };
  std::size_t memory_;
  std::deque<Step> steps_;
};

bool usable(double value, const Vector& gradient) { return std::isfinite(value) && gradient.allFinite(); }

// One end of the bracket: how far along the direction, the value and the slope there.
struct Trial {
  double length, value, slope;
};

// Where the cubic through both ends is least, kept off the ends; the middle where it cannot be had.
double between(const Trial& low, const Trial& high) {
  const double width = high.length - low.length, middle = low.length + width / 2;
  if (!std::isfinite(high.value) || !std::isfinite(high.slope)) return low.length + width / 10;
  const double d = low.slope + high.slope - 3 * (high.value - low.value) / width;
  const double root = d * d - low.slope * high.slope;
  if (!(root >= 0)) return middle;
  const double e = std::sqrt(root);
  const double cubic = high.length - width * (high.slope + e - d) / (high.slope - low.slope + 2 * e);
  if (!std::isfinite(cubic)) return middle;
  return std::clamp(cubic, low.length + width / 10, high.length - width / 10);
}

// Looks along a direction for a point that is lower and where the slope has become flatter (weak Wolfe conditions).
class LineSearch {
 public:
  explicit LineSearch(const SmoothFunction& function, double ceiling) : function_(function), ceiling_(ceiling) {}

  // Empty if there is none: the direction does not lead down, or not beyond rounding.
  std::optional<Minimum> run(const Minimum& from, const Vector& direction, double length) const {
    const Trial start{0, from.value, from.gradient.dot(direction)};
    if (!(start.slope < 0)) return std::nullopt;
    Trial low = start, high{std::numeric_limits<double>::infinity(), 0, 0};
    Minimum to;
    for (int trial = 0; trial < 60; ++trial) {
      to.x = from.x + length * direction;
      to.value = function_(to.x, to.gradient);
      const Trial now{length, to.value, to.gradient.dot(direction)};
      if (!usable(to.value, to.gradient) || !falls_enough(start, now)) {
        high = now;
      } else if (now.slope < least_slope * start.slope) {
        low = now;
      } else {
        return to;
      }
      length = std::isinf(high.length) ? 4 * low.length : between(low, high);
      if (std::isfinite(high.length) && high.length - low.length <= 1e-15 * high.length) break;
    }
    if (!(low.value < start.value)) return std::nullopt;
    to.x = from.x + low.length * direction;  // lower at least, where a kink leaves no flatter point
    to.value = function_(to.x, to.gradient);
    return to;
  }

 private:
  static constexpr double least_fall = 1e-4, least_slope = 0.9;

  // Armijo's condition, or where the values differ only by rounding the same by slopes (Hager and Zhang 2005).
  bool falls_enough(const Trial& start, const Trial& now) const {
    if (now.value <= start.value + least_fall * now.length * start.slope) return true;
    return now.value <= start.value + 1e-13 * std::fabs(start.value) && now.value <= ceiling_ &&
           now.slope <= (2 * least_fall - 1) * start.slope;
  }

  const SmoothFunction& function_;
  double ceiling_;
};

double largest_slope(const Minimum& at) { return at.gradient.lpNorm<Eigen::Infinity>(); }

// Along the quasi-Newton direction, or where that leads nowhere down the gradient, with what was learned forgotten.
std::optional<Minimum> step(const LineSearch& search, Curvature& curvature, const Minimum& at) {
  if (!curvature.fresh()) {
    if (auto next = search.run(at, -curvature.apply(at.gradient), 1)) return next;
    curvature.forget();
  }
  return search.run(at, -at.gradient, std::min(1.0, 1 / at.gradient.stableNorm()));
}

}  // namespace

Minimum minimize(const SmoothFunction& function, const Vector& start, const QuasiNewtonOptions& options,
                 const MinimizeObserver& observer) {
  Minimum at;
  at.x = start;
  at.value = function(at.x, at.gradient);
  at.stopped = MinimizeStop::flat;
  if (!usable(at.value, at.gradient)) return at;
  const auto end = [&](MinimizeStop why) {
    at.stopped = why;
    return at;
  };
  std::unique_ptr<Curvature> curvature;
  if (start.size() <= options.dense_limit) {
    curvature = std::make_unique<DenseCurvature>();
  } else {
    curvature = std::make_unique<LimitedCurvature>(options.memory);
  }
  const LineSearch search(function, at.value);
  double value_before = at.value;
  // Whether there was a step to take; then `at` is where it leads.
  const auto advance = [&] {
    std::optional<Minimum> next = step(search, *curvature, at);
    if (!next) return false;
    const Vector s = next->x - at.x, y = next->gradient - at.gradient;
    if (s.dot(y) > 1e-14 * s.norm() * y.norm()) curvature->learn(s, y);
    next->steps = at.steps + 1;
    next->stopped = at.stopped;
    at = std::move(*next);
    return true;
  };
  while (largest_slope(at) > options.threshold) {
    if (at.steps >= options.max_steps) return end(MinimizeStop::max_steps);
    if (observer && !observer(at)) return end(MinimizeStop::observer);
    if (options.window > 0 && at.steps > 0 && at.steps % options.window == 0) {
      if (value_before - at.value < options.tolerance * std::fabs(value_before)) return end(MinimizeStop::flat);
      value_before = at.value;
    }
    if (!advance()) return end(MinimizeStop::flat);
  }
  at.stopped = MinimizeStop::threshold;
  Minimum best = at;
  for (long left = options.goal_steps; left > 0 && largest_slope(best) > options.goal; --left) {
    if (at.steps >= options.max_steps || (observer && !observer(at)) || !advance()) break;
    if (largest_slope(at) < largest_slope(best)) best = at;
  }
  return best;
}

}  // namespace nninterp
