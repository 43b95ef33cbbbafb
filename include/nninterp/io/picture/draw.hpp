#pragma once

#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// What the program draws. InputError in one line where it is not installed, or fails: its first words. A warning if
/// letters are missing because no font has them.
std::string draw(const Picture& picture, std::vector<Warning>& warnings);

}  // namespace nninterp
