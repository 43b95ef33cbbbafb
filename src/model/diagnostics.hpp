#pragma once

#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// What a reader of the fitted model should know before believing it. `inputs` and `targets` are those it was trained
/// on, in the network's units.
std::vector<Warning> diagnose(const Model& model, const Matrix& inputs, const Matrix& targets, Index parameters);

}  // namespace nninterp
