#pragma once

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Outputs in the network's own units, rows × outputs. Equal for every number of threads.
Matrix run_network(const Network& network, const Matrix& inputs, int threads,
                   OutputScale scale = OutputScale::response);

/// Partial derivatives of one output by every input at every row, in the network's own units, rows × inputs: the exact
/// chain rule, backwards from the output.
Matrix input_slopes(const Network& network, const Matrix& inputs, Index output, int threads,
                    OutputScale scale = OutputScale::response);

}  // namespace nninterp
