#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

// The part of a document of effects that people read.

/// What an effect is of: "wt", "sex: m - f", "wt [men]".
std::string full_label(const Effect& effect);

/// What was asked for, and what the table has to say of it.
struct EffectsAsked {
  std::string delta;  ///< as it was asked for, "1" or "sd"
  double level;       ///< of the intervals
  bool undetermined;  ///< the coefficients of the linear regression are
  ShiftKind shift;
  SlopeKind slope;
};

/// What columns of shifts and slopes are called.
std::string shift_name(ShiftKind kind);
std::string slope_name(SlopeKind kind);

/// A line an effect of one target, and how it differs by row: as a column where the page has room, else below.
std::string effects_table(const std::vector<const Effect*>& effects, const EffectsAsked& asked, const TextStyle& style);

}  // namespace nninterp
