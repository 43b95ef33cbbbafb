#pragma once

#include <string>

#include "nninterp/io/page/source.hpp"

namespace nninterp {

/// At most so many rows are on a page, drawn at random but the same each time; all others are summed.
constexpr Index page_rows = 1000;

/// What the page's script reads: one JSON object, "nninterp/report/1", in which nothing can end a script element.
std::string page_data(const PageSource& source);

/// "target, by a network".
std::string page_title(const Model& model);

}  // namespace nninterp
