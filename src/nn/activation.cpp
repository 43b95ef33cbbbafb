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

template <typename Function>
void multiply(const ConstBlock& a, Block d, Function function) {
  for (Index column = 0; column < d.cols(); ++column) {
    for (Index row = 0; row < d.rows(); ++row) d(row, column) *= function(a(row, column));
  }
}

void softmax_rows(Block z) {
  for (Index row = 0; row < z.rows(); ++row) {
    const double largest = z.row(row).maxCoeff();
    double sum = 0;
    for (Index k = 0; k < z.cols(); ++k) sum += z(row, k) = std::exp(z(row, k) - largest);
    z.row(row) /= sum;
  }
}

// The Jacobian of softmax is diag(a) - a a'.
void multiply_by_softmax_jacobian(const ConstBlock& a, Block d) {
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

double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); }

void activate(Activation activation, Block z) {
  switch (activation) {
    case Activation::logistic:
      return apply(z, [](double x) { return 1 / (1 + std::exp(-x)); });
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

void multiply_by_slope(Activation activation, const ConstBlock& a, Block d) {
  switch (activation) {
    case Activation::logistic:
      return multiply(a, d, [](double x) { return x * (1 - x); });
    case Activation::tanh:
      return multiply(a, d, [](double x) { return 1 - x * x; });
    case Activation::relu:
      return multiply(a, d, [](double x) { return x > 0 ? 1.0 : 0.0; });
    case Activation::softplus:
      return multiply(a, d, [](double x) { return -std::expm1(-x); });  // logistic(z) by a
    case Activation::linear:
      return;
    case Activation::softmax:
      return multiply_by_softmax_jacobian(a, d);
  }
}

void multiply_by_curvature(Activation activation, const ConstBlock& a, const ConstBlock& dz, Block d) {
  if (activation == Activation::softmax) return multiply_by_softmax_curvature(a, dz, d);
  d.array() *= dz.array();
  switch (activation) {
    case Activation::logistic:
      return multiply(a, d, [](double x) { return x * (1 - x) * (1 - 2 * x); });
    case Activation::tanh:
      return multiply(a, d, [](double x) { return -2 * x * (1 - x * x); });
    case Activation::softplus:
      return multiply(a, d, [](double x) { return -std::expm1(-x) * std::exp(-x); });  // p(1-p) with p = logistic(z)
    default:
      d.setZero();
  }
}

}  // namespace nninterp
