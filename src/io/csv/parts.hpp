#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace nninterp {

/// How a text is read. Neither number changes the table or an error.
struct CsvWork {
  int threads;
  std::size_t part_size = std::size_t{1} << 20;  ///< bytes that a thread takes at a time, and then the rest of the line
  /// Told when a part need not stay in memory, though it may be looked at again.
  std::function<void(std::string_view)> release = [](std::string_view) {};
};

}  // namespace nninterp
