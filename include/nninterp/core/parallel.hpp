#pragma once

#include <cstddef>
#include <functional>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// The number of threads to use: `requested`, or every core if it is 0.
int thread_count(int requested);

/// Calls body(0) .. body(count - 1) on at most `threads` threads (0: every core), each index once, in no fixed order.
/// Which thread takes an index must not matter to the result. The exception of the lowest failing index is rethrown.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

/// Calls body(first, rows) for consecutive blocks of at most 2,048 of the rows, so that what is made of all of them is
/// never there at once. As parallel_for otherwise.
void parallel_blocks(Index rows, int threads, const std::function<void(Index first, Index rows)>& body);

/// Calls body(first, rows) for consecutive parts of at most 32,768 of the rows, one after the other: long enough for
/// threads within each, and what is made of all rows is never there at once.
void in_parts(Index rows, const std::function<void(Index first, Index rows)>& body);

}  // namespace nninterp
