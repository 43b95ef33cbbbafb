#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace nninterp {

/// The words that stand for the values of an enumeration, each value once.
template <typename Value, std::size_t N>
struct WordTable {
  std::array<std::pair<Value, std::string_view>, N> entries;

  std::string_view of(Value value) const {
    return std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == value; })
        ->second;
  }
  std::optional<Value> named(std::string_view name) const {
    for (const auto& [value, text] : entries) {
      if (text == name) return value;
    }
    return std::nullopt;
  }
};

}  // namespace nninterp
