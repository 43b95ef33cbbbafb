#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Of so many rows those whose curves of ice are worth computing: at most 100, at random but the same each time.
std::vector<Index> rows_of_curves(Index rows);

/// Curves of one variable, of each group in a colour, with the intervals that they have; of ice as rows_of_curves says.
/// `values`: the variable in the data, for the rug.
Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const PictureTexts& texts,
                       const PictureLooks& looks);
/// Curves of several variables, a panel each, which share the axis of what is predicted. `variables`: the rows in their
/// own units, for the rugs. As text below each other.
Picture curve_panels(const Design& design, const std::vector<Curves>& curves, const Matrix& variables,
                     const PictureTexts& texts, const PictureLooks& looks);

}  // namespace nninterp
