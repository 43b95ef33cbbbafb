#pragma once

#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// neuralnet's names of the flat weights: "Intercept.to.1layhid1", "X1.to.1layhid1", "1layhid1.to.Y"; with one output a
/// class "1layhid1.to.setosa".
std::vector<std::string> weight_names(const Model& model);

}  // namespace nninterp
