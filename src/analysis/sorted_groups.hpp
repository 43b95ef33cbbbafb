#pragma once

#include <cstdint>
#include <vector>

#include "effect_plan.hpp"

namespace nninterp {

/// Of each part of a plan the quarter of its rows where the networks that have not seen them say that the effect (the
/// slope, or the shift of what is switched) is least, and the quarter where it is largest (sorted group averages:
/// Chernozhukov, Demirer, Duflo and Fernandez-Val 2018, NBER working paper 24678).
class SortedGroups {
 public:
  /// Held on to. The model has networks without folds of the plan's rows.
  SortedGroups(const Model& model, const EffectPlan& plan);

  /// How often each of some rows counts in the least quarter of a part, or in the largest.
  Vector members(std::size_t part, bool largest, const std::vector<Index>& rows) const;

 private:
  const EffectPlan& plan_;
  std::vector<std::vector<std::int8_t>> quarters_;  // by part and row: -1 least, 1 largest, 0 neither
};

}  // namespace nninterp
