#pragma once

#include "nninterp/core/matrix.hpp"
#include "nninterp/core/words.hpp"

namespace nninterp {

/// What a unit does with its weighted sum z. softmax is for output layers alone.
enum class Activation { logistic, tanh, relu, softplus, linear, softmax };

/// The error that training makes small, as neuralnet defines it: sse is 1/2 sum (y - o)^2, ce is
/// -sum (y log o + (1 - y) log(1 - o)) for logistic and -sum y log o for softmax outputs; over all rows and outputs.
enum class ErrorFunction { sse, ce };

constexpr Words<Activation, 6> words_of(Activation) {
  return {{{Activation::logistic, "logistic"},
           {Activation::tanh, "tanh"},
           {Activation::relu, "relu"},
           {Activation::softplus, "softplus"},
           {Activation::linear, "linear"},
           {Activation::softmax, "softmax"}}};
}
/// Whether outputs are probabilities.
constexpr bool is_probability(Activation output) {
  return output == Activation::logistic || output == Activation::softmax;
}
/// Those of hidden units, and those of outputs, in the order in which people are told of them.
inline const std::vector<Activation> hidden_activations{Activation::logistic, Activation::tanh, Activation::relu,
                                                        Activation::softplus, Activation::linear};
inline const std::vector<Activation> output_activations{Activation::linear, Activation::logistic,
                                                        Activation::tanh,   Activation::softmax,
                                                        Activation::relu,   Activation::softplus};

constexpr Words<ErrorFunction, 2> words_of(ErrorFunction) {
  return {{{ErrorFunction::sse, "sse"}, {ErrorFunction::ce, "ce"}}};
}

using Block = Eigen::Ref<Matrix>;
using ConstBlock = Eigen::Ref<const Matrix>;

/// z becomes the activation a(z), in place: rows × units.
void activate(Activation activation, Block z);

/// The same, and `slopes` becomes a'(z), with all its digits also where a unit is saturated. relu's slope at 0 is 0.
/// Softmax has no slopes of single units: they stay as they are.
void activate(Activation activation, Block z, Block slopes);

/// d becomes d * a'(z), given both of activate(), elementwise (for softmax the product with its Jacobian, row by row).
void multiply_by_slope(Activation activation, const ConstBlock& a, const ConstBlock& slopes, Block d);

/// d becomes the change of d * a'(z) when z moves by dz: d * a''(z) * dz, given both of activate(), elementwise (for
/// softmax the same of the product with its Jacobian, row by row). relu has no curvature, at 0 neither.
void multiply_by_curvature(Activation activation, const ConstBlock& a, const ConstBlock& slopes, const ConstBlock& dz,
                           Block d);

/// The position of the largest number of a row. Sums of differences from it keep digits that p (1 - p) loses.
Index most_probable(const ConstBlock& shares, Index row);

/// log(1 + exp(z)) without overflow.
double softplus(double z);

}  // namespace nninterp
