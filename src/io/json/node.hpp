#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json.hpp"
#include "nninterp/core/words.hpp"

namespace nninterp {

/// A value inside a JSON document together with its place, so that whoever reads it can refuse it by name:
/// "model.json: inputs[2].scale: must be a number, and is a string". Refers to the document and the file's name.
class Node {
 public:
  Node(const nlohmann::json& document, const std::string& file) : value_(&document), file_(&file) {}

  /// InputError "FILE: PATH: WHAT".
  [[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) const;

  /// Members of an object. An optional member that is null counts as absent.
  Node required(const std::string& key) const;
  std::optional<Node> optional(const std::string& key) const;
  std::vector<std::string> keys() const;

  /// Elements of an array.
  bool is_array() const { return value_->is_array(); }
  std::size_t size() const;
  Node operator[](std::size_t index) const;

  std::string text() const;
  bool boolean() const;
  double number() const;
  /// A whole number, also one written as 1e5 or 3.0.
  std::int64_t whole(std::int64_t low, std::int64_t high) const;
  std::vector<std::string> texts() const;
  std::vector<double> numbers() const;

 private:
  Node(const nlohmann::json& value, const std::string& file, std::string path)
      : value_(&value), file_(&file), path_(std::move(path)) {}
  void expect(bool right, const char* wanted) const;

  const nlohmann::json* value_;
  const std::string* file_;
  std::string path_;
};

using Names = std::vector<std::string>;

/// 'text' for a message, on one line and not long.
std::string in_quotes(const std::string& text);

/// A hint for a name that is none of `names`: the nearest of them, or "WHAT a, b and c".
std::string suggest(const std::string& name, const Names& names, const char* what);

/// One of a few words; `named` finds its meaning.
template <typename Named>
auto word(const Node& node, const Names& words, const Named& named) {
  const std::string text = node.text();
  const bool listed = std::find(words.begin(), words.end(), text) != words.end();
  if (!listed) node.refuse("there is no " + in_quotes(text) + " here", suggest(text, words, "it is one of"));
  return *named(text);
}

/// One of an enumeration's words, or of some of them.
template <typename Value>
Value word(const Node& node, const std::vector<Value>& values = values_of<Value>()) {
  return word(node, names_of(values), named<Value>);
}

}  // namespace nninterp
