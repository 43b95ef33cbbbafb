#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include "io/bytes/byte_source.hpp"

namespace nninterp::test {

/// The bytes of a text, which is held on to.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  int read(char* to, int size) override {
    const std::size_t count = std::min(text_.size(), static_cast<std::size_t>(size));
    std::memcpy(to, text_.data(), count);
    text_.remove_prefix(count);
    return static_cast<int>(count);
  }

 private:
  std::string_view text_;
};

}  // namespace nninterp::test
