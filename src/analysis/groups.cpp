#include "groups.hpp"

namespace nninterp {

std::vector<std::vector<Index>> rows_of_groups(const std::optional<Grouping>& grouping, Index first, Index count) {
  std::vector<std::vector<Index>> groups(grouping ? grouping->levels.size() : 1);
  for (Index i = 0; i < count; ++i) {
    groups[grouping ? static_cast<std::size_t>(grouping->codes[first + i]) : 0].push_back(i);
  }
  return groups;
}

}  // namespace nninterp
