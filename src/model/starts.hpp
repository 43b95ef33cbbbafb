#pragma once

#include <vector>

#include "nninterp/model/fit_options.hpp"

namespace nninterp {

/// Weights that never move, 0-based flat positions in the order in which they were given, and the values they hold.
struct FixedWeights {
  std::vector<Index> positions;
  std::vector<double> values;

  bool contains(Index position) const;
  /// Weights that count as parameters: the free ones, and those held at something else than 0.
  Index parameters(Index weights) const;
};

/// UsageError where --exclude or --constant-weights do not fit the network.
FixedWeights fixed_weights(const Architecture& architecture, const FitOptions& options);

/// The start weights of every repetition: those given, or normal draws from the seed in flat order, repetition after
/// repetition, fixed weights drawing nothing. UsageError if the number of those given does not fit.
std::vector<Vector> start_weights(const Architecture& architecture, const FixedWeights& fixed,
                                  const FitOptions& options);

}  // namespace nninterp
