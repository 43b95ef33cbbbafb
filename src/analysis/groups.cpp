#include "groups.hpp"

namespace nninterp {

std::vector<std::vector<Index>> rows_of_groups(const std::optional<Grouping>& grouping, Index first, Index count) {
  std::vector<std::vector<Index>> groups(grouping ? grouping->levels.size() : 1);
  for (Index i = 0; i < count; ++i) {
    groups[grouping ? static_cast<std::size_t>(grouping->codes[static_cast<std::size_t>(first + i)]) : 0].push_back(i);
  }
  return groups;
}

Matrix pick(const Eigen::Ref<const Matrix>& values, const std::vector<Index>& rows) {
  Matrix picked(static_cast<Index>(rows.size()), values.cols());
  for (Index column = 0; column < values.cols(); ++column) {
    for (Index i = 0; i < picked.rows(); ++i) picked(i, column) = values(rows[static_cast<std::size_t>(i)], column);
  }
  return picked;
}

}  // namespace nninterp
