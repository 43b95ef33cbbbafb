#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nninterp {

/// The next code point of valid UTF-8 from `position` on, which moves past it.
char32_t next_code_point(std::string_view text, std::size_t& position);

/// Columns that a terminal needs for UTF-8 text: wide characters of East Asia take two, combining ones none.
std::size_t display_width(std::string_view text);

/// `text` cut to `width` columns, with ".." at the end where something was cut.
std::string fit_width(std::string_view text, std::size_t width);

/// The same with ".." before the last third, so that names that differ at their ends stay apart.
std::string fit_width_inside(std::string_view text, std::size_t width);

}  // namespace nninterp
