#pragma once

#include <string>
#include <vector>

#include "nninterp/io/page/source.hpp"

namespace nninterp {

/// What a page's numbers are to be cited by: the program, then where its methods come from, those that are on it.
std::vector<std::string> page_citations(const PageSource& source);

}  // namespace nninterp
