#pragma once

#include <string>
#include <string_view>

namespace nninterp {

/// The bytes of a file, or of standard input for "-". InputError with the system's reason; a folder is none.
std::string read_file(const std::string& path);

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// InputError unless write_file could write there; leaves nothing behind.
void check_writable(const std::string& path);

/// The file holds all of `bytes` afterwards, or is as it was: temporary file beside it, fsync, rename.
/// What is no regular file (a device, a pipe) is written directly. InputError with the system's reason.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace nninterp
