#pragma once

#include <string>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Which effects a forest plot is of.
struct ForestSubject {
  std::string target;
  double level = 0.95;                           ///< of the regression's intervals
  std::string regression = "linear regression";  ///< what the one beside is called
};

/// The average effects of a target, a line an effect in their order: the average with its interval, the debiased one
/// where there is one and then the network's own as a hollow mark, and the regression's coefficient times the step
/// beside it. It is as high as its lines need.
Picture forest_picture(const Effects& effects, const ForestSubject& of, const PictureTexts& texts,
                       const PictureLooks& looks);
/// The same as plain text: the numbers, and intervals of signs.
std::string forest_text(const Effects& effects, const ForestSubject& of, const PictureTexts& texts,
                        const PictureLooks& looks);

}  // namespace nninterp
