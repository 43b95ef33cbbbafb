#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nninterp {

/// Names cut to `width` columns, such that different ones stay different: those that would look alike lose their middle
/// or the beginning that they share, and all are wider where that does not help either.
std::vector<std::string> told_apart(const std::vector<std::string>& names, std::size_t width);

}  // namespace nninterp
