#include "nninterp/core/pages.hpp"

#include <cstdint>

#include <sys/mman.h>

namespace nninterp {

void prefer_large_pages(void* begin, std::size_t size) {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t page = std::size_t{1} << 21;
  const std::size_t behind = reinterpret_cast<std::uintptr_t>(begin) % page;
  const std::size_t to_first = behind == 0 ? 0 : page - behind;
  if (size < to_first + page) return;
  ::madvise(static_cast<char*>(begin) + to_first, (size - to_first) / page * page, MADV_HUGEPAGE);
#else
  static_cast<void>(begin);
  static_cast<void>(size);
#endif
}

}  // namespace nninterp
