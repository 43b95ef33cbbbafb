#include "rows.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

void write_rows(Index rows, int threads, const RowsText& text, const Sink& sink) {
  constexpr Index block = 2048;
  // Some blocks a thread, as threads are started anew each time.
  const Index at_once = block * std::clamp(4 * thread_count(threads), 1, 64);
  std::vector<std::string> texts;
  for (Index begin = 0; begin < rows; begin += at_once) {
    const Index end = std::min(rows, begin + at_once);
    texts.assign(static_cast<std::size_t>((end - begin + block - 1) / block), {});
    parallel_for(texts.size(), threads, [&](std::size_t i) {
      const Index first = begin + static_cast<Index>(i) * block;
      texts[i] = text(first, std::min(block, end - first));
    });
    for (const std::string& part : texts) sink(part);
  }
}

}  // namespace nninterp
