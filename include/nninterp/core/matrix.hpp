#pragma once

#include <limits>

#include <Eigen/Core>

namespace nninterp {

using Index = Eigen::Index;

/// One row is one observation. Column-major: a variable over all rows is contiguous.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// What is not known.
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace nninterp
