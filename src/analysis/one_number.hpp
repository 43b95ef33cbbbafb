#pragma once

#include "nninterp/analysis/effects.hpp"

namespace nninterp {

/// Judges row effects of `variable` at the rows of `data` (rows × variables, those of the effects alone). `spread` is
/// the standard deviation of the prediction over all rows, beside which effects of a typical `step` of the variable may
/// be next to nothing. All but linear_coefficient is filled.
OneNumber judge(const Design& design, std::size_t variable, const Matrix& data, const Vector& row_effects, double step,
                double spread);

}  // namespace nninterp
