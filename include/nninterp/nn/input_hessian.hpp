#pragma once

#include <vector>

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Second derivatives of every output by every pair of the inputs `by`, in the network's own units: one matrix an
/// output, rows × pairs, in the order (0, 0), (0, 1), .., (1, 1), .. of positions in `by`. The exact chain rule; relu
/// has no curvature, at its kink neither. std::invalid_argument as above. Equal for every number of threads.
std::vector<Matrix> input_hessians(const Network& network, const Matrix& inputs, const std::vector<Index>& by,
                                   int threads, OutputScale scale = OutputScale::response);

}  // namespace nninterp
