#pragma once

#include <string>
#include <vector>

#include "nninterp/io/picture/request.hpp"
#include "nninterp/model/model.hpp"

// What pictures are composed with, whatever they show.
namespace nninterp {

constexpr std::size_t most_targets = 8;  ///< that colours tell apart

PictureLooks looks_of(const PictureRequest& request);

/// The picture's own, or what is asked for in their place; and the verdict of the fit, which nothing takes away.
PictureTexts asked_texts(const Model& model, const PictureRequest& request, PictureTexts own);

/// The one asked for; else the first, and a warning if there are more. InputError for another.
Index one_output(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings);
/// Its name.
std::string one_target(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings);

void warn_of_others(std::size_t shown, std::size_t all, std::vector<Warning>& warnings);

}  // namespace nninterp
