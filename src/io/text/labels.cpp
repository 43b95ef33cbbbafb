#include "labels.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include "width.hpp"

namespace nninterp {

namespace {

using Labels = std::map<std::string, std::string>;  // by name

// How many bytes the names have in common at their beginnings, whole characters.
std::size_t common_beginning(const std::vector<std::string>& names) {
  const std::string& first = names.front();
  std::size_t common = first.size();
  for (const std::string& name : names) {
    const auto end = first.begin() + static_cast<std::ptrdiff_t>(std::min(common, name.size()));
    common = static_cast<std::size_t>(std::mismatch(first.begin(), end, name.begin()).first - first.begin());
  }
  const auto within_character = [&](std::size_t at) {
    return at < first.size() && (static_cast<unsigned char>(first[at]) & 0xc0U) == 0x80U;
  };
  while (within_character(common)) --common;
  return common;
}

// Where the word begins that the name goes on with at `end`.
std::size_t begin_of_word(const std::string& name, std::size_t end) {
  const auto in_word = [](char c) { return (c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  while (end > 0 && in_word(name[end - 1])) --end;
  return end;
}

std::string without_beginning(const std::string& name, std::size_t begin, std::size_t width) {
  return begin == 0 ? fit_width(name, width)
                    : ".." + fit_width(name.substr(begin), width - std::min<std::size_t>(width, 2));
}

// The ways to cut names that look alike when their ends are cut, best first.
std::vector<std::function<std::string(const std::string&)>> cuts(const std::vector<std::string>& alike,
                                                                 std::size_t width) {
  const std::size_t common = common_beginning(alike);
  return {[=](const std::string& name) { return fit_width_inside(name, width); },
          [=](const std::string& name) { return without_beginning(name, begin_of_word(name, common), width); },
          [=](const std::string& name) { return without_beginning(name, common, width); }};
}

// Whether they differ from each other and from the labels of all other names.
bool differ(const Labels& some, const Labels& all) {
  std::set<std::string> taken;
  for (const auto& [name, label] : all) {
    if (some.count(name) == 0) taken.insert(label);
  }
  return std::all_of(some.begin(), some.end(), [&](const auto& one) { return taken.insert(one.second).second; });
}

bool tell_apart(const std::vector<std::string>& alike, std::size_t width, Labels& labels) {
  for (const auto& cut : cuts(alike, width)) {
    Labels tried;
    for (const std::string& name : alike) tried[name] = cut(name);
    if (!differ(tried, labels)) continue;
    for (const auto& [name, label] : tried) labels[name] = label;
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> told_apart(const std::vector<std::string>& names, std::size_t width) {
  Labels labels;
  std::map<std::string, std::vector<std::string>> by_label;
  std::size_t longest = 0;
  for (const std::string& name : names) {
    if (!labels.emplace(name, fit_width(name, width)).second) continue;
    by_label[labels[name]].push_back(name);
    longest = std::max(longest, display_width(name));
  }
  bool different = true;
  for (const auto& [label, alike] : by_label) {
    different = (alike.size() == 1 || tell_apart(alike, width, labels)) && different;
  }
  if (!different && width < longest) return told_apart(names, width + 1);
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.push_back(labels[name]);
  return shown;
}

}  // namespace nninterp
