#pragma once

#include <string>
#include <vector>

namespace nninterp {

/// The entries of one target, in their order.
template <typename Entry>
std::vector<const Entry*> of_target(const std::vector<Entry>& entries, const std::string& target) {
  std::vector<const Entry*> chosen;
  for (const Entry& entry : entries) {
    if (entry.target == target) chosen.push_back(&entry);
  }
  return chosen;
}

}  // namespace nninterp
