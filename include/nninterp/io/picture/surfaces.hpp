#pragma once

#include <string>

#include "nninterp/analysis/surfaces.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// A surface along two variables as bands of colour between round numbers, pale where no rows are near, with rows as
/// points; of several surfaces the first. `variables`: the rows, in their own units. `of`: what the colours tell.
Picture surface_picture(const Design& design, const Surfaces& surfaces, const Matrix& variables, const std::string& of,
                        const PictureTexts& texts, const PictureLooks& looks);
/// The same as plain text: a digit a point, from low to high, a dot where no rows are near.
std::string surface_text(const Design& design, const Surfaces& surfaces, const PictureTexts& texts);

}  // namespace nninterp
