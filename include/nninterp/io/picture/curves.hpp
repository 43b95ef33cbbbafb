#pragma once

#include <string>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Curves of one variable with the intervals that they have. `values`: the variable in the data, for the rug.
Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const std::string& caption,
                       PictureFormat format, PictureSize size);

}  // namespace nninterp
