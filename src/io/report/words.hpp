#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/paths.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

// What the documents call things.

/// "1layhid3 > 2layhid1"; empty without a hidden layer.
std::string path_name(const Path& path);

/// "10-4-1, logistic units, linear output".
std::string architecture_text(const Architecture& architecture);

/// "442 rows (10-4-1, logistic units, linear output)".
std::string rows_text(std::size_t rows, const Architecture& architecture);

/// The target as a title calls it: "y", "the log-odds of y".
std::string on_scale(OutputScale scale, const std::string& target);

}  // namespace nninterp
