#pragma once

#include <memory>
#include <string>
#include <string_view>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-truncation"  // it cuts long names of files in its messages
#endif
#include <libfccp/csv.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

namespace nninterp {

/// Where bytes come from, piece by piece: read() fills the room that it is given, but at the end.
using ByteSource = io::ByteSourceBase;

/// Whether a file that begins so is compressed by gzip or zstd.
bool is_compressed(std::string_view begin);

/// The bytes of an open file. InputError with the system's reason.
std::unique_ptr<ByteSource> bytes_of(int fd, const std::string& name);

/// The bytes, unpacked where they are compressed by gzip or zstd. InputError for compressed bytes that are damaged, or
/// not all there.
std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> bytes, const std::string& name);

}  // namespace nninterp
