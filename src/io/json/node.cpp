#include "node.hpp"

#include <cmath>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

std::string kind_of(const nlohmann::json& value) {
  if (value.is_null()) return "null";
  return (value.is_array() || value.is_object() ? "an " : "a ") + std::string(value.type_name());
}

bool is_plain_word(const std::string& key) {
  return !key.empty() && key.size() <= 60 &&
         key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
}

}  // namespace

void Node::refuse(const std::string& what, const std::string& hint) const {
  throw InputError(*file_ + ": " + (path_.empty() ? "" : path_ + ": ") + what, hint);
}

void Node::expect(bool right, const char* wanted) const {
  if (!right) refuse("must be " + std::string(wanted) + ", and is " + kind_of(*value_));
}

std::optional<Node> Node::optional(const std::string& key) const {
  expect(value_->is_object(), "an object");
  const auto member = value_->find(key);
  if (member == value_->end() || member->is_null()) return std::nullopt;
  const std::string dot = path_.empty() ? "" : ".";
  return Node(*member, *file_, path_ + (is_plain_word(key) ? dot + key : "[" + in_quotes(key) + "]"));
}

Node Node::required(const std::string& key) const {
  const std::optional<Node> member = optional(key);
  if (!member) refuse(in_quotes(key) + " is missing");
  return *member;
}

std::vector<std::string> Node::keys() const {
  expect(value_->is_object(), "an object");
  std::vector<std::string> keys;
  for (const auto& member : value_->items()) keys.push_back(member.key());
  return keys;
}

std::size_t Node::size() const {
  expect(value_->is_array(), "an array");
  return value_->size();
}

Node Node::operator[](std::size_t index) const {
  return Node((*value_)[index], *file_, path_ + "[" + std::to_string(index) + "]");
}

std::string Node::text() const {
  expect(value_->is_string(), "a text");
  return value_->get<std::string>();
}

bool Node::boolean() const {
  expect(value_->is_boolean(), "true or false");
  return value_->get<bool>();
}

double Node::number() const {
  expect(value_->is_number(), "a number");
  return value_->get<double>();
}

std::int64_t Node::whole(std::int64_t low, std::int64_t high) const {
  const double number = this->number();
  if (!(number >= static_cast<double>(low) && number <= static_cast<double>(high) && std::floor(number) == number)) {
    refuse("must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return static_cast<std::int64_t>(number);
}

std::vector<std::string> Node::texts() const {
  std::vector<std::string> texts;
  texts.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) texts.push_back((*this)[i].text());
  return texts;
}

std::vector<double> Node::numbers() const {
  std::vector<double> numbers;
  numbers.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const nlohmann::json& element = (*value_)[i];
    numbers.push_back(element.is_number() ? element.get<double>() : (*this)[i].number());
  }
  return numbers;
}

std::string in_quotes(const std::string& text) { return "'" + one_line(text, 60) + "'"; }

std::string suggest(const std::string& name, const Names& names, const char* what) {
  const std::string suggestion = did_you_mean(name, names);
  return suggestion.empty() ? std::string(what) + " " + list_some(names, 10) : suggestion;
}

}  // namespace nninterp
