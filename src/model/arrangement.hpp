#pragma once

#include <vector>

#include "training.hpp"

namespace nninterp {

/// The order in which a fit takes rows and inputs, as positions in the sample: rows by their targets, then by their
/// inputs and weights, inputs by their names. So a fit does not depend on the order in which a table has them.
struct Arrangement {
  std::vector<Index> rows, inputs;
};

Arrangement arrange(const Design& design, const Sample& sample);

/// Nothing moves.
Arrangement as_they_are(const Sample& sample);

/// The sample in this order, its numbers rounded to 2^-30: the last bits, which other units of a variable or of the
/// target change, must not decide between starts.
Sample arranged(const Sample& sample, const Arrangement& arrangement);

/// Weights for arranged inputs as weights for the inputs in their own order.
Vector restored(const Architecture& architecture, const Vector& weights, const Arrangement& arrangement);

}  // namespace nninterp
