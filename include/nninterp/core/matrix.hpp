#pragma once

#include <limits>
#include <vector>

#include <Eigen/Core>

namespace nninterp {

using Index = Eigen::Index;

/// One row is one observation. Column-major: a variable over all rows is contiguous.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The given rows, in their order.
inline Matrix rows_of(const Eigen::Ref<const Matrix>& matrix, const std::vector<Index>& rows) {
  return matrix(rows, Eigen::all);
}

/// What is not known.
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace nninterp
