#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "nninterp/analysis/intervals.hpp"

namespace nninterp {

/// P-values, pairs × outputs, of two variables not acting together at all; of a probability, on its log-odds. With g =
/// PD_AB - PD_A - PD_B of the networks that have not seen the row's fold (of several rounds their mean), y is regressed
/// on curved terms of each variable and on the g of all pairs: a network that has found an interaction where there is
/// one gives its g a positive coefficient at rows that it has not seen, and one that has found noise does not.
/// One-sided, by the normal distribution of the coefficient over its standard error HC3 (MacKinnon and White 1985,
/// Journal of Econometrics 29, 305-325; rows of a cluster summed up); of log-odds one step of the logistic regression
/// from that without any g. Where there are too many pairs for the rows, the strongest stand beside each other and each
/// of the others beside these. NaN where g does not move.
///
/// `variables`: the training rows in their order; `options` with their targets; why_not_cross_fit() is empty. From at
/// most 2,000 of the rows. Equal for every number of threads.
Matrix interaction_p_values(const Model& model, const Matrix& variables, const IntervalOptions& options,
                            const std::vector<std::array<std::size_t, 2>>& pairs, const std::vector<Index>& outputs,
                            int threads);

}  // namespace nninterp
