#pragma once

#include <string>

#include "nninterp/io/picture/picture.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// The network in layers, with bias nodes if asked for; weights as labels where there are at most 30, else as width and
/// colour. As large as fits into the size; without one as large as it has to be.
Picture network_picture(const Model& model, bool biases, const PictureTexts& texts, const PictureLooks& looks);
/// The same as plain text: the units of each layer, and the weights into each.
std::string network_text(const Model& model, bool biases, const PictureTexts& texts);

}  // namespace nninterp
