#include "nninterp/nn/activation.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

namespace {

template <typename Function>
void apply(Block z, Function function) {
  for (Index column = 0; column < z.cols(); ++column) {
    for (Index row = 0; row < z.rows(); ++row) z(row, column) = function(z(row, column));
  }
}

struct ValueAndSlope {
  double value, slope;
};

template <typename Function>
void apply(Block z, Block slopes, Function function) {
  for (Index column = 0; column < z.cols(); ++column) {
    for (Index row = 0; row < z.rows(); ++row) {
      const ValueAndSlope both = function(z(row, column));
      z(row, column) = both.value;
      slopes(row, column) = both.slope;
    }
  }
}

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

// The slope s(z) s(-z), and s(-z) = e^-z s(z). By the value alone, s - s^2, it would have no digits where s is all
// but 1.
ValueAndSlope sloped_logistic(double z) {
  const double e = std::exp(-z), s = 1 / (1 + e);
  return {s, std::isinf(e) ? 0 : s * (e * s)};
}

// The slope 1 / cosh^2.
ValueAndSlope sloped_tanh(double z) {
  const double e = std::exp(-2 * std::fabs(z));
  return {std::tanh(z), 4 * e / ((1 + e) * (1 + e))};
}

void softmax_rows(Block z) {
  for (Index row = 0; row < z.rows(); ++row) {
    const double largest = z.row(row).maxCoeff();
    double sum = 0;
    for (Index k = 0; k < z.cols(); ++k) sum += z(row, k) = std::exp(z(row, k) - largest);
    z.row(row) /= sum;
  }
}

// The Jacobian makes 0 of what all classes have alike, and the most probable one's own products would cancel.
void subtract_most_probable(const ConstBlock& a, Block d) {
  for (Index row = 0; row < d.rows(); ++row) d.row(row).array() -= double{d(row, most_probable(a, row))};
}

// The Jacobian of softmax is diag(a) - a a'.
void multiply_by_softmax_jacobian(const ConstBlock& a, Block d) {
  subtract_most_probable(a, d);
  for (Index row = 0; row < d.rows(); ++row) {
    double weighted = 0;
    for (Index k = 0; k < d.cols(); ++k) weighted += a(row, k) * d(row, k);
    for (Index k = 0; k < d.cols(); ++k) d(row, k) = a(row, k) * (d(row, k) - weighted);
  }
}

// With da = a (dz - a'dz) the Jacobian's change times d is da (d - a'd) - a (da'd).
void multiply_by_softmax_curvature(const ConstBlock& a, const ConstBlock& dz, Block d) {
  Matrix da = dz;
  multiply_by_softmax_jacobian(a, da);
  subtract_most_probable(a, d);
  for (Index row = 0; row < d.rows(); ++row) {
    double weighted = 0, change = 0;
    for (Index k = 0; k < d.cols(); ++k) {
      weighted += a(row, k) * d(row, k);
      change += da(row, k) * d(row, k);
    }
    for (Index k = 0; k < d.cols(); ++k) d(row, k) = da(row, k) * (d(row, k) - weighted) - a(row, k) * change;
  }
}

}  // namespace

Index most_probable(const ConstBlock& shares, Index row) {
  Index top = 0;
  for (Index k = 1; k < shares.cols(); ++k) top = shares(row, k) > shares(row, top) ? k : top;
  return top;
}

double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); }

void activate(Activation activation, Block z) {
  switch (activation) {
    case Activation::logistic:
      return apply(z, logistic);
    case Activation::tanh:
      return apply(z, [](double x) { return std::tanh(x); });
    case Activation::relu:
      return apply(z, [](double x) { return x < 0 ? 0 : x; });
    case Activation::softplus:
      return apply(z, softplus);
    case Activation::linear:
      return;
    case Activation::softmax:
      return softmax_rows(z);
  }
}

void activate(Activation activation, Block z, Block slopes) {
  switch (activation) {
    case Activation::logistic:
      return apply(z, slopes, sloped_logistic);
    case Activation::tanh:
      return apply(z, slopes, sloped_tanh);
    case Activation::relu:
      return apply(z, slopes, [](double x) { return ValueAndSlope{x < 0 ? 0 : x, x > 0 ? 1.0 : 0.0}; });
    case Activation::softplus:
      return apply(z, slopes, [](double x) { return ValueAndSlope{softplus(x), logistic(x)}; });
    case Activation::linear:
      slopes.setOnes();
      return;
    case Activation::softmax:
      return softmax_rows(z);
  }
}

void multiply_by_slope(Activation activation, const ConstBlock& a, const ConstBlock& slopes, Block d) {
  if (activation == Activation::softmax) return multiply_by_softmax_jacobian(a, d);
  d.array() *= slopes.array();
}

void multiply_by_curvature(Activation activation, const ConstBlock& a, const ConstBlock& slopes, const ConstBlock& dz,
                           Block d) {
  switch (activation) {
    case Activation::logistic:
      d.array() *= dz.array() * slopes.array() * (1 - 2 * a.array());
      return;
    case Activation::tanh:
      d.array() *= dz.array() * slopes.array() * (-2 * a.array());
      return;
    case Activation::softplus:  // s(z) s(-z), and s(-z) = e^-a
      d.array() *= dz.array() * slopes.array() * (-a.array()).exp();
      return;
    case Activation::softmax:
      return multiply_by_softmax_curvature(a, dz, d);
    default:
      d.setZero();
  }
}

}  // namespace nninterp
