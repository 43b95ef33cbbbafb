#pragma once

#include <cstddef>

namespace nninterp {

/// Asks the system for large pages (2 MiB) wherever a whole one lies in these bytes: memory that is written for the
/// first time costs a fault a page, which can take longer than what is written. Changes nothing else; best before
/// anything is written.
void prefer_large_pages(void* begin, std::size_t size);

}  // namespace nninterp
