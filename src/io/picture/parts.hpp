#pragma once

#include <string>
#include <vector>

#include "nninterp/io/picture/picture.hpp"

// What the writers of pictures share.
namespace nninterp {

/// The head of a picture that is plain text: title and caption, and an empty line.
std::string plain_heading(const PictureTexts& texts);

/// On one line of at most so many columns.
std::string shortened(const std::string& name, std::size_t columns);

}  // namespace nninterp
