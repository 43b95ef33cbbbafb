#pragma once

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Σ over rows of weight times activation(sum + added), one total a unit. `sums` and `weights`: groups of 8 rows as
/// RowGroups has them, one number a unit and one a row, the weights of rows beyond the last 0; `added`: one a unit.
/// Equal bits on processors with fused multiply-adds.
void sum_activated(Activation activation, const double* sums, const double* weights, Index groups, Index units,
                   const double* added, double* totals);

/// Σ over rows of weight / (1 + other * own), one total a unit; `others`: grouped as `sums` above, `own`: one a unit,
/// all of them above 0 and their products at most e^340. With exponentials for both, of sums of logistic units whose
/// sums have two parts, it is quicker than these themselves.
void sum_shares(const double* others, const double* weights, Index groups, Index units, const double* own,
                double* totals);

}  // namespace nninterp
