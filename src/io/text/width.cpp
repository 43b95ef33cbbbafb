#include "width.hpp"

#include <algorithm>

namespace nninterp {

namespace {

std::size_t width_of(char32_t code) {
  const auto within = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
  if (within(0x300, 0x36f) || within(0x200b, 0x200f) || code == 0xfeff) return 0;
  const bool wide = within(0x1100, 0x115f) || within(0x2e80, 0xa4cf) || within(0xac00, 0xd7a3) ||
                    within(0xf900, 0xfaff) || within(0xfe30, 0xfe6f) || within(0xff00, 0xff60) ||
                    within(0x1f300, 0x1faff) || within(0x20000, 0x3fffd);
  return wide ? 2 : 1;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  char32_t code = lead & (0x3fu >> more);
  for (int i = 0; i < more && position < text.size(); ++i) {
    code = (code << 6) | (static_cast<unsigned char>(text[position++]) & 0x3fu);
  }
  return code;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t position = 0; position < text.size();) width += width_of(next_code_point(text, position));
  return width;
}

std::string fit_width(std::string_view text, std::size_t width) {
  std::string shown;  // a line break or tab inside a name would tear the table apart
  std::size_t used = 0;
  const bool cut = display_width(text) > width;
  const std::size_t room = cut ? width - std::min<std::size_t>(width, 2) : width;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t code = next_code_point(text, position);
    if (used + width_of(code) > room) break;
    used += width_of(code);
    if (code < 0x20 || code == 0x7f) {
      shown += ' ';
    } else {
      shown += text.substr(begin, position - begin);
    }
  }
  return cut ? shown + ".." : shown;
}

std::string fit_width_inside(std::string_view text, std::size_t width) {
  if (display_width(text) <= width || width < 8) return fit_width(text, width);
  const std::size_t end = (width - 2) / 3;
  std::size_t rest = 0;  // where the end begins
  while (display_width(text.substr(rest)) > end) next_code_point(text, rest);
  return fit_width(text, width - end) + fit_width(text.substr(rest), end);
}

}  // namespace nninterp
