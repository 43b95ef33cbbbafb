#include "nninterp/model/resampling.hpp"

#include "clusters.hpp"
#include "nninterp/core/random.hpp"

namespace nninterp {

std::uint32_t seed_of_refit(std::int32_t seed, std::size_t refit) {
  return static_cast<std::uint32_t>(seed) + static_cast<std::uint32_t>(refit) + 1;
}

std::vector<Index> resampled_rows(std::int32_t seed, std::size_t refit, Index rows,
                                  const std::vector<Index>& clusters) {
  Random random(seed_of_refit(seed, refit));
  std::vector<Index> drawn(static_cast<std::size_t>(cluster_count(clusters, rows)));
  const auto count = static_cast<double>(drawn.size());
  for (Index& cluster : drawn) cluster = static_cast<Index>(random.uniform() * count);
  if (clusters.empty()) return drawn;
  const auto rows_of_cluster = members(clusters, rows);
  std::vector<Index> drawn_rows;
  for (const Index cluster : drawn) {
    const std::vector<Index>& rows_of_one = rows_of_cluster[cluster];
    drawn_rows.insert(drawn_rows.end(), rows_of_one.begin(), rows_of_one.end());
  }
  return drawn_rows;
}

Vector resampled_counts(std::int32_t seed, std::size_t refit, Index rows, const std::vector<Index>& clusters) {
  Vector counts = Vector::Zero(rows);
  for (const Index row : resampled_rows(seed, refit, rows, clusters)) counts[row] += 1;
  return counts;
}

}  // namespace nninterp
