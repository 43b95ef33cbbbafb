#pragma once

#include <cstddef>
#include <optional>

#include "nninterp/analysis/effect_options.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// One variable moved: by a delta, or from one value to another.
struct Move {
  std::size_t variable;              ///< index into design.variables
  std::optional<std::size_t> level;  ///< of a category, in place of the level `from`
  std::optional<double> delta;       ///< of a number
  std::optional<double> from, to;    ///< values that every row gets; without them its own, and that plus delta
  bool switched = false;             ///< from one of the variable's few values to another: of a level, or of 0/1
};

/// f(x moved) - f(x) of an output at each of the given rows, in the variables' own units, or what they are compared by;
/// on the logit scale of the log-odds.
Vector row_shifts(const Model& model, const Matrix& rows, const Move& move, Index output,
                  OutputScale scale = OutputScale::response, ShiftKind kind = ShiftKind::difference);

/// The slopes of an output by one numeric variable at each of the given rows, as slopes(), or what they are told as.
Vector row_slopes(const Model& model, const Matrix& rows, std::size_t variable, Index output,
                  OutputScale scale = OutputScale::response, SlopeKind kind = SlopeKind::dydx);

}  // namespace nninterp
