#pragma once

#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// Variables that are not what they seem, or tell nothing: constant_column, many_levels, similar_levels,
/// extreme_value. `inputs` rows × inputs as the network has them, in the order of the table.
std::vector<Warning> check_variables(const Design& design, const Matrix& inputs);

}  // namespace nninterp
