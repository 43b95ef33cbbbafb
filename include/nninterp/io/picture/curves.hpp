#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Of so many rows those whose curves of ice are worth computing: at most 100, at random but the same each time.
std::vector<Index> rows_of_curves(Index rows);

/// Curves of one variable with the intervals that they have; of ice as rows_of_curves says. `values`: the variable in
/// the data, for the rug.
Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const PictureTexts& texts,
                       const PictureLooks& looks);

}  // namespace nninterp
