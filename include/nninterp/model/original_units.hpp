#pragma once

#include "nninterp/model/model.hpp"

namespace nninterp {

/// Takes a numeric variable's center and scale into the weights of its input:
/// w (x - center) / scale = (w / scale) x - w center / scale.
void unscale_input(const Variable& variable, Index input, Network& network);

/// The same network for inputs and targets in their own units: centers and scales worked into the first layer and, of
/// linear outputs, into the last. A model without scaling comes back with the same weights, bit for bit. InputError for
/// a scaled target behind another activation than linear, which no weights can undo.
Network in_original_units(const Model& model);

}  // namespace nninterp
