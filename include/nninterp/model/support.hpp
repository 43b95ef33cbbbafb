#pragma once

#include <functional>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// Where the rows of a training lie, in the network's inputs: what is far from all of them is extrapolation, even where
/// each variable by itself stays inside its range.
struct Support {
  Vector center;      ///< means of the inputs
  Matrix covariance;  ///< inputs × inputs, shrunk towards its diagonal and so of full rank
  double limit = 0;   ///< Mahalanobis distance that 99 in 100 training rows do not exceed
};

/// Inputs of the rows from `first` on, `count` × inputs.
using InputsOf = std::function<Matrix(Index first, Index count)>;

/// From the inputs of at least two rows, asked for some at a time. The covariance S becomes (1 - s) S + s diag(S) with
/// s = inputs / (inputs + rows); an input that does not vary counts with variance 1.
Support learn_support(Index rows, const InputsOf& inputs);
Support learn_support(const Matrix& inputs);

/// Mahalanobis distance of each row from the center (Mahalanobis 1936), in standard deviations.
Vector distances(const Support& support, const Matrix& inputs);

}  // namespace nninterp
