#pragma once

#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Shapley values at many rows: a band of points a variable, from the one of the largest mean size on.
struct SwarmPicture {
  PictureTexts texts;
  std::vector<std::string> names;  ///< of the variables
  Matrix values;                   ///< rows × variables
  Matrix places;                   ///< of the variables' own values from the least, 0, to the largest, 1: the colour
};

Picture swarm_picture(const SwarmPicture& swarm, const PictureLooks& looks);

/// Those of one row: from the base to the prediction, the largest on top.
struct WaterfallPicture {
  PictureTexts texts;
  std::vector<std::string> names;  ///< of the variables with their values, "bmi = 30.3"
  std::vector<double> values;      ///< one a variable
  double base;
};

Picture waterfall_picture(const WaterfallPicture& waterfall, const PictureLooks& looks);
/// The same as plain text: numbers, and bars of signs.
std::string waterfall_text(const WaterfallPicture& waterfall);

}  // namespace nninterp
