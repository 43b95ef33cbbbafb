#pragma once

#include <optional>
#include <string>

#include "nninterp/io/picture/picture.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// The network in layers, bias nodes included; weights as labels where there are at most 30, else as width and colour.
/// `size`: as large as fits there; without it as large as it has to be.
Picture network_picture(const Model& model, const std::string& caption, PictureFormat format,
                        const std::optional<PictureSize>& size);
/// The same as plain text: the units of each layer, and the weights into each.
std::string network_text(const Model& model, const std::string& caption);

}  // namespace nninterp
