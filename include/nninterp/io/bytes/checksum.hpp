#pragma once

#include <string>
#include <string_view>

#include "nninterp/io/bytes/files.hpp"

namespace nninterp {

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
std::string sha256(const FileBytes& file);

}  // namespace nninterp
