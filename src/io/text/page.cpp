#include "page.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"
#include "width.hpp"

namespace nninterp {

std::string joined(const std::vector<std::string>& words, const std::string& glue) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : glue) + word;
  return text;
}

bool any_known(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

std::string level_text(double level) { return format_number(100 * level, 6) + "%"; }

std::string wrapped(const std::string& begin, const std::string& text, std::size_t indent, std::size_t width) {
  std::string result, line = begin;
  std::size_t at = 0;
  bool first = true;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!first && display_width(line) + 1 + display_width(word) > width) {
      result += line + '\n';
      line = std::string(indent, ' ');
      first = true;
    }
    line += (first ? "" : " ") + word;
    first = false;
    at = end + 1;
  }
  return result + line + '\n';
}

std::string title(const std::string& text, std::size_t width) { return wrapped("", text, 0, width) + '\n'; }

std::string Paragraphs::operator()(const std::string& label, const std::string& text) const {
  constexpr std::size_t indent = 10;
  return wrapped(label + std::string(indent - std::min(indent, label.size()), ' '), text, indent, width_);
}

}  // namespace nninterp
