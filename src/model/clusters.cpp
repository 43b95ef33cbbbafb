#include "clusters.hpp"

#include <algorithm>
#include <map>

#include "nninterp/core/error.hpp"

namespace nninterp {

namespace {

// Of the different rows, such a share must differ in one column for equal rows to be copies; and at least so many.
constexpr double nearly_all = 0.9;
constexpr Index few_values = 10;

bool equal_rows(const Sample& sample, Index a, Index b) {
  return sample.targets.row(a) == sample.targets.row(b) && sample.inputs.row(a) == sample.inputs.row(b);
}

Index distinct(const Vector& values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return std::unique(sorted.begin(), sorted.end()) - sorted.begin();
}

}  // namespace

Clusters clusters_of(const Table& table, const std::string& column, const std::vector<Index>& rows) {
  const Column& names = table.at(column);
  std::map<double, Index> numbers;
  Clusters clusters;
  for (const Index row : rows) {
    if (names.missing(row)) {
      throw InputError(
          cell_place(table, table.lines[row], column) + ": is missing, so it is not known what the row belongs to",
          "⟨na⟩ drop leaves such rows out");
    }
    const auto at = static_cast<std::size_t>(row);
    const double name = names.kind == ColumnKind::text ? names.codes[at] : names.numbers[at];
    clusters.push_back(numbers.emplace(name, static_cast<Index>(numbers.size())).first->second);
  }
  return clusters;
}

Clusters copies(const Sample& sample) {
  const std::vector<Index> order = sorted_rows(sample, counted(sample.inputs.cols()));
  Clusters clusters(order.size());
  Index count = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && !equal_rows(sample, order[i - 1], order[i])) ++count;
    clusters[order[i]] = count;
  }
  ++count;
  if (count == sample.inputs.rows()) return {};
  Index most = 0;
  for (const Matrix* side : {&sample.inputs, &sample.targets}) {
    for (Index k = 0; k < side->cols(); ++k) most = std::max(most, distinct(side->col(k)));
  }
  return static_cast<double>(most) >= nearly_all * static_cast<double>(count) && most > few_values ? clusters
                                                                                                   : Clusters{};
}

Index cluster_count(const Clusters& clusters, Index rows) {
  return clusters.empty() ? rows : *std::max_element(clusters.begin(), clusters.end()) + 1;
}

std::vector<std::vector<Index>> members(const Clusters& clusters, Index rows) {
  std::vector<std::vector<Index>> result(static_cast<std::size_t>(cluster_count(clusters, rows)));
  for (Index row = 0; row < rows; ++row) {
    result[clusters.empty() ? row : clusters[static_cast<std::size_t>(row)]].push_back(row);
  }
  return result;
}

}  // namespace nninterp
