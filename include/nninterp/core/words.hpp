#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nninterp {

/// The word that a value of an enumeration has in options, model files and documents. Beside an enumeration stands
/// `words_of`, which lists all its values in the order in which people are told of them; everything else follows.
template <typename Value>
struct Word {
  Value value;
  std::string_view text;
};

template <typename Value, std::size_t Count>
using Words = std::array<Word<Value>, Count>;

/// The word of a value.
template <typename Value, typename = decltype(words_of(Value{}))>
constexpr std::string_view name_of(Value value) {
  for (const Word<Value>& word : words_of(Value{})) {
    if (word.value == value) return word.text;
  }
  return {};
}

/// The value of a word, nothing if it is none of them.
template <typename Value>
std::optional<Value> named(std::string_view text) {
  for (const Word<Value>& word : words_of(Value{})) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

/// Every value in its order.
template <typename Value>
std::vector<Value> values_of() {
  std::vector<Value> values;
  for (const Word<Value>& word : words_of(Value{})) values.push_back(word.value);
  return values;
}

/// The words of some values, in this order.
template <typename Value>
std::vector<std::string> names_of(const std::vector<Value>& values) {
  std::vector<std::string> names;
  for (const Value value : values) names.emplace_back(name_of(value));
  return names;
}

}  // namespace nninterp
