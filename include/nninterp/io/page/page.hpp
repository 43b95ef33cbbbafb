#pragma once

#include <string>

#include "nninterp/io/page/source.hpp"

namespace nninterp {

/// A page of HTML that needs nothing beside itself, and asks for nothing: script and style are its own, and its
/// Content-Security-Policy allows no other. Names are data: nothing in them becomes markup or code.
std::string write_page(const PageSource& source);

/// All that is on the page, but for its networks: "nninterp/report/1".
std::string write_page_json(const PageSource& source);

}  // namespace nninterp
