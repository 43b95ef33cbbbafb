#pragma once

#include <optional>
#include <vector>

#include "nninterp/analysis/effect.hpp"
#include "nninterp/analysis/effect_options.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

struct Effects {
  std::vector<Effect> effects;               ///< by target, then variable, then level, then group
  std::vector<GroupComparison> comparisons;  ///< in the order of the effects, if asked for
  std::vector<std::vector<Index>> groups;    ///< positions in the data of each group's rows; none without a grouping
  IntervalMethod method = IntervalMethod::none;
  std::size_t replicates = 0;
  std::vector<Warning> warnings;

  /// The position in the data of one of the rows of an effect.
  Index row_of(const Effect& effect, Index row) const { return groups.empty() ? row : groups[effect.group_code][row]; }
};

/// Average shift effects and average slopes with their spread over the rows and their intervals. `data` in the
/// variables' own units, rows × variables, at least one row; deltas by sd, iqr and minmax are measured on all of its
/// rows. Of the effects at single rows no more than 16 MB are held at a time, or those of one variable: row_shifts and
/// row_slopes make them anew, equal to the last bit.
Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping = {});

}  // namespace nninterp
