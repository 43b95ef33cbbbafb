#pragma once

#include <vector>

#include "nninterp/nn/activation.hpp"

namespace nninterp {

// Which decays there are to choose from.

/// Powers and half powers of ten, descending: from where a network that learned from noise alone falls silent (about
/// sqrt(rows * inputs) / 4 for standardized data, at least 10) to 1e-6, and for ten times 1,000 rows a hundred times
/// that, where so little does nothing; all times `copies`. `rows` are those that differ.
std::vector<double> decay_grid(Index rows, Index inputs, double copies);

/// The least decay that may be chosen where the held-out error of an output is `error`. For sse it is 0.002 times that
/// error, which is the noise's variance in the network's units: weights then have a prior standard deviation of 22. For
/// ce, whose noise is fixed, 0.01: of 10.
double decay_floor(ErrorFunction error, double held_out_error);

}  // namespace nninterp
