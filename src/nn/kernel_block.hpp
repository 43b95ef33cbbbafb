#pragma once

#include <cstddef>

#include "nninterp/core/matrix.hpp"
#include "nninterp/nn/activation.hpp"

namespace nninterp {

/// A layer during a pass. What belongs to rows stands group by group, unit by unit, 8 rows each (RowGroups).
struct KernelLayer {
  Index inputs, units;
  Activation activation;
  const double* weights;           ///< unit by unit, each its bias and its inputs
  const double* weights_by_input;  ///< the biases of all units, then input by input
  double* lane_gradient;           ///< 8 numbers a weight, to which the rows' gradients are added, lane by lane
  double* activations;
  double* deltas;  ///< derivatives of the error by the weighted sums
};

/// A block of rows to go forward and back.
struct KernelBlock {
  const KernelLayer* layers;
  std::size_t layer_count;
  ErrorFunction error;
  Index groups, rows;  ///< rows beyond `rows` do not count
  const double* inputs;
  const double* ahead;  ///< the inputs of the block after this, or null: to be in the cache by then
  const double* targets;
  double* sums;        ///< of the output layer before its activation
  double* lane_error;  ///< 8 numbers, to which the rows' errors are added
};

/// Adds the block's errors and gradients, by the best vector instructions that the processor has.
void run_block(const KernelBlock& block);

/// Applies an activation (softmax excepted) in place; count is a multiple of 8.
void activate(Activation activation, double* values, Index count);

}  // namespace nninterp
