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
  double*
      slopes;  ///< of the activations by the weighted sums, with all their digits; null for a gradient, see slope_at
};

/// A block of rows to go forward and back.
struct KernelBlock {
  const KernelLayer* layers;
  std::size_t layer_count;
  Index groups;
  const double* inputs;
  const double*
      ahead;  ///< the inputs of the block after this, of as many rows, to be fetched meanwhile by run_gradient; or null
  double* sums;  ///< of the output layer before its activation; may be null if not softmax
};

/// What the outputs of a block are compared with.
struct KernelTargets {
  ErrorFunction error;  ///< ce needs the block's sums
  Index rows;           ///< rows beyond these do not count
  const double* values;
  const double* weights;  ///< how often each row counts; null: once
  double* lane_error;     ///< 8 numbers, to which the rows' errors are added
};

// All by the best vector instructions that the processor has.

/// Fills the activations of all layers, and their slopes where there is room for them.
void run_forward(const KernelBlock& block);

/// Runs forward, and adds the block's errors and gradients.
void run_gradient(const KernelBlock& block, const KernelTargets& targets);

/// Fills `log_odds`, grouped as the outputs are, with log(p / (1 - p)) of each of softmax's outputs, from their sums.
void take_log_odds(const KernelBlock& block, double* log_odds);

/// Carries the last layer's deltas, derivatives by its sums, back to the inputs by the layers' slopes: slopes, grouped
/// as the inputs are.
void carry_to_inputs(const KernelBlock& block, double* slopes);

/// Applies an activation (softmax excepted) in place; count is a multiple of 8.
void activate(Activation activation, double* values, Index count);

}  // namespace nninterp
