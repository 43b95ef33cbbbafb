#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace nninterp {

/// Strongest first; what has no number comes last, in its own order.
template <typename Entry, typename Strength>
void sort_by_strength(std::vector<const Entry*>& entries, const Strength& strength) {
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry* a, const Entry* b) {
    const double of_a = strength(*a), of_b = strength(*b);
    return std::isnan(of_b) ? !std::isnan(of_a) : of_a > of_b;
  });
}

}  // namespace nninterp
