#pragma once

#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// A line a row, for people: its number, then its `values`, rows × names.
std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values);

}  // namespace nninterp
