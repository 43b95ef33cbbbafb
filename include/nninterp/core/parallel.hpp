#pragma once

#include <cstddef>
#include <functional>

namespace nninterp {

/// The number of threads to use: `requested`, or every core if it is 0.
int thread_count(int requested);

/// Calls body(0) .. body(count - 1) on at most `threads` threads (0: every core), each index once, in no fixed order.
/// Which thread takes an index must not matter to the result. The exception of the lowest failing index is rethrown.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

}  // namespace nninterp
