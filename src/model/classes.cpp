#include "nninterp/model/classes.hpp"

#include <algorithm>

#include "nninterp/core/statistics.hpp"

namespace nninterp {

std::vector<Index> most_probable(const Target& target, const Matrix& outputs) {
  std::vector<Index> classes(static_cast<std::size_t>(outputs.rows()));
  for (Index row = 0; row < outputs.rows(); ++row) {
    Index best = outputs(row, 0) >= 0.5 ? 1 : 0;
    if (target.one_output_a_class()) outputs.row(row).maxCoeff(&best);
    classes[row] = outputs.row(row).hasNaN() ? -1 : best;
  }
  return classes;
}

std::vector<Index> known_classes(const Target& target, const Table& table, const std::vector<Index>& rows) {
  std::vector<Index> classes(rows.size(), -1);
  const Column* column = table.find(target.name);
  if (column == nullptr || column->kind != ColumnKind::text) return classes;
  std::vector<Index> of_code;
  for (const std::string& level : column->levels) {
    const auto found = std::find(target.levels.begin(), target.levels.end(), level);
    of_code.push_back(found == target.levels.end() ? -1 : found - target.levels.begin());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!column->missing(rows[i])) classes[i] = of_code[column->codes[rows[i]]];
  }
  return classes;
}

Confusion count_confusions(const Target& target, const std::vector<Index>& truth, const std::vector<Index>& predicted,
                           const Vector& weights) {
  const auto levels = static_cast<Index>(target.levels.size());
  Matrix counts = Matrix::Zero(levels, levels);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i] >= 0 && predicted[i] >= 0) counts(truth[i], predicted[i]) += weight_of(weights, static_cast<Index>(i));
  }
  return {target.levels, counts};
}

}  // namespace nninterp
