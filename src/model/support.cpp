#include "nninterp/model/support.hpp"

#include <algorithm>
#include <vector>

#include <Eigen/Cholesky>

#include "nninterp/core/statistics.hpp"

namespace nninterp {

Support learn_support(const Matrix& inputs) {
  const auto rows = static_cast<double>(inputs.rows()), columns = static_cast<double>(inputs.cols());
  Support support;
  support.center = inputs.colwise().mean();
  const Matrix centered = inputs.rowwise() - support.center.transpose();
  const double shrinkage = columns / (columns + rows);
  support.covariance = centered.transpose() * centered * ((1 - shrinkage) / (rows - 1));
  support.covariance.diagonal() /= 1 - shrinkage;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const bool constant = inputs.col(k).minCoeff() == inputs.col(k).maxCoeff();
    if (!constant) continue;
    support.covariance.row(k).setZero();
    support.covariance.col(k).setZero();
    support.covariance(k, k) = 1;
  }
  const Vector of_rows = distances(support, inputs);
  std::vector<double> sorted(of_rows.begin(), of_rows.end());
  std::sort(sorted.begin(), sorted.end());
  support.limit = quantile_sorted(sorted, 0.99);
  return support;
}

Vector distances(const Support& support, const Matrix& inputs) {
  const Eigen::LLT<Matrix> cholesky(support.covariance);
  const Matrix standardized = cholesky.matrixL().solve((inputs.rowwise() - support.center.transpose()).transpose());
  return standardized.colwise().norm();
}

}  // namespace nninterp
