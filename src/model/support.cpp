#include "nninterp/model/support.hpp"

#include <algorithm>
#include <vector>

#include <Eigen/Cholesky>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"

namespace nninterp {

Support learn_support(Index rows, const InputsOf& inputs) {
  Support support;
  Vector least, most;
  for_rows(rows, part_rows, [&](Index first, Index count) {
    const Matrix part = inputs(first, count);
    const Vector sums = part.colwise().sum(), low = part.colwise().minCoeff(), high = part.colwise().maxCoeff();
    support.center = first == 0 ? sums : support.center + sums;
    least = first == 0 ? low : least.cwiseMin(low);
    most = first == 0 ? high : most.cwiseMax(high);
  });
  support.center /= static_cast<double>(rows);
  const Index columns = support.center.size();
  support.covariance.setZero(columns, columns);
  for_rows(rows, part_rows, [&](Index first, Index count) {
    const Matrix centered = inputs(first, count).rowwise() - support.center.transpose();
    support.covariance.noalias() += centered.transpose() * centered;
  });
  const double shrinkage = static_cast<double>(columns) / static_cast<double>(columns + rows);
  support.covariance *= (1 - shrinkage) / static_cast<double>(rows - 1);
  support.covariance.diagonal() /= 1 - shrinkage;
  for (Index k = 0; k < columns; ++k) {
    if (least[k] != most[k]) continue;
    support.covariance.row(k).setZero();
    support.covariance.col(k).setZero();
    support.covariance(k, k) = 1;
  }
  Vector of_rows(rows);
  for_rows(rows, part_rows,
           [&](Index first, Index count) { of_rows.segment(first, count) = distances(support, inputs(first, count)); });
  std::vector<double> sorted(of_rows.begin(), of_rows.end());
  std::sort(sorted.begin(), sorted.end());
  support.limit = quantile_sorted(sorted, 0.99);
  return support;
}

Support learn_support(const Matrix& inputs) {
  return learn_support(inputs.rows(), [&](Index first, Index count) { return inputs.middleRows(first, count); });
}

Vector distances(const Support& support, const Matrix& inputs) {
  const Eigen::LLT<Matrix> cholesky(support.covariance);
  const Matrix standardized = cholesky.matrixL().solve((inputs.rowwise() - support.center.transpose()).transpose());
  return standardized.colwise().norm();
}

}  // namespace nninterp
