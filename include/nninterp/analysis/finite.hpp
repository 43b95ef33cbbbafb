#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// "not_finite", if `count` is not 0: "the prediction is not finite at 3 of 100 rows".
std::vector<Warning> warn_of_not_finite(const std::string& what, std::size_t count, std::size_t all,
                                        const std::string& unit = "row");

/// The same of all rows, where numbers(first, count) gives what there is at some of them, rows × any.
std::vector<Warning> warn_of_not_finite(const std::string& what, Index rows, int threads,
                                        const std::function<Matrix(Index first, Index count)>& numbers);

}  // namespace nninterp
