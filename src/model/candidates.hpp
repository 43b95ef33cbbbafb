#pragma once

#include <vector>

#include "clusters.hpp"
#include "training.hpp"

namespace nninterp {

/// Starts that a fold is given at most, if the fit has no more.
constexpr int max_fold_starts = 10;

/// The networks to choose from, on the same rows: one untrained network a size, each with every one of the decays,
/// which descend. `starts` are one list a size.
struct Candidates {
  const Design& design;
  const Sample& sample;
  const Clusters& clusters;
  std::vector<UntrainedNetwork> sizes;
  std::vector<std::vector<Vector>> starts;
  std::vector<double> decays;
  double copies;  ///< of a row, on average: so much heavier are its errors, and the penalties beside them
};

}  // namespace nninterp
