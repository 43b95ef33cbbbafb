#include "parts.hpp"

#include <cstring>

#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string plain_heading(const PictureTexts& texts) {
  std::string text = texts.title.empty() ? "" : shortened(texts.title, 1000) + '\n';
  for (const std::string& line : texts.caption) text += shortened(line, 1000) + '\n';
  return text.empty() ? text : text + '\n';
}

std::string shortened(const std::string& name, std::size_t columns) {
  std::string line = one_line(name, 1000);
  // Signs that turn the direction of all that follows: U+202A to U+202E and U+2066 to U+2069.
  for (const char* sign : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    for (std::size_t at = 0; (at = line.find(sign, at)) != std::string::npos;) line.erase(at, std::strlen(sign));
  }
  return fit_width_inside(line, columns);
}

}  // namespace nninterp
