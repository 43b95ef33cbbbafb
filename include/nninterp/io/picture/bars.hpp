#pragma once

#include <string>

#include "nninterp/analysis/importance.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Bars of one target, the largest first: permutation importance with its spread, or without it the slopes' rms per
/// standard deviation.
Picture importance_picture(const Importances& importances, const std::string& target, const std::string& caption,
                           PictureFormat format, PictureSize size);
/// The same as plain text: numbers, and bars of signs.
std::string importance_text(const Importances& importances, const std::string& target, const std::string& caption);
/// H² of one target's pairs as a map of variables by variables.
Picture interactions_picture(const Interactions& interactions, const std::string& target, const std::string& caption,
                             PictureFormat format, PictureSize size);
/// The same as plain text: the numbers.
std::string interactions_text(const Interactions& interactions, const std::string& target, const std::string& caption);

}  // namespace nninterp
