#pragma once

#include <vector>

#include "nninterp/io/picture/request.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// The picture of curves, as compose() has it.
Picture compose_curves(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings);

}  // namespace nninterp
