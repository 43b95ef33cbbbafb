#pragma once

#include <vector>

#include "nninterp/io/picture/request.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// A swarm of all rows, or the waterfall of the only one that is asked for.
Picture compose_shapley(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings);

}  // namespace nninterp
