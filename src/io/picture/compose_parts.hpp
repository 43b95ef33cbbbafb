#pragma once

#include <vector>

#include "nninterp/io/picture/compose.hpp"

// What pictures take from a request, whatever they show.
namespace nninterp {

PictureLooks looks_of(const PictureRequest& request);
/// The picture's own, or what is asked for in their place; and the verdict of the fit, which nothing takes away.
PictureTexts asked_texts(const Model& model, const PictureRequest& request, PictureTexts own);
/// The one asked for; else the first, and a warning if there are more. InputError for another.
Index one_output(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings);

}  // namespace nninterp
