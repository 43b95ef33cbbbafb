#pragma once

#include <optional>

namespace nninterp {

/// What a whole has beyond the sum of its parts, each a prediction at the rows, centred to mean zero.
struct HStatistic {
  std::optional<double> value;  ///< H² = Σ (whole - parts)² / Σ whole²; none where the whole does not move
  double rms;                   ///< sqrt(mean of (whole - parts)²), in target units
};

}  // namespace nninterp
