#pragma once

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// How numbers read from a network change with its weights: what the delta method needs. All in the network's own
/// units, inputs rows × inputs, `row_weights` one a row. Exact differentiation, backwards through the forward pass.

/// Gradient by the flat weights of Σ over the rows of row_weights times one output.
Vector output_gradient(const Network& network, const Matrix& inputs, const Vector& row_weights, Index output,
                       OutputScale scale = OutputScale::response);

/// Gradient by the flat weights of Σ over the rows of row_weights times the derivative of one output by one input: the
/// R-operator of Pearlmutter (1994, Neural Computation 6, 147-160) along that input.
Vector slope_gradient(const Network& network, const Matrix& inputs, const Vector& row_weights, Index output,
                      Index input, OutputScale scale = OutputScale::response);

}  // namespace nninterp
