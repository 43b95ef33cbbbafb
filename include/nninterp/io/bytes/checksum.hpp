#pragma once

#include <string>
#include <string_view>

#include "nninterp/io/bytes/files.hpp"

namespace nninterp {

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
std::string sha256(const FileBytes& file);
/// The same in base 64, as pages of HTML have it.
std::string sha256_base64(std::string_view bytes);

}  // namespace nninterp
