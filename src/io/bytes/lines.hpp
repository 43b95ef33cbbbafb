#pragma once

#include <memory>

#include "byte_source.hpp"
#include "nninterp/io/bytes/sink.hpp"
#include "spool.hpp"

namespace nninterp {

/// Reads to the end, line by line by fast-cpp-csv-parser's LineReader, which reads and unpacks ahead in a thread of its
/// own. Every byte comes through as it is: line breaks of any kind, NUL, a byte order mark, lines of any length.
/// `blocks`: told of them as they come, if there are several.
void read_lines(std::unique_ptr<ByteSource> bytes, Spool& spool, const BlockSink& blocks = {});

}  // namespace nninterp
