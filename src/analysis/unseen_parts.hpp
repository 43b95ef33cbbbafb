#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// What the response is made of at some rows, said by the networks that have not seen the row's fold (of several rounds
/// their mean, of so many as have 1,200 rows together): partial dependences on one variable and what those on two have
/// beyond them, PD_AB - PD_A - PD_B; each rows × outputs in the network's units, or of log-odds, and less its mean over
/// the rows of the fold.
struct UnseenParts {
  std::vector<Matrix> alone;     ///< by variable
  std::vector<Matrix> together;  ///< by pair
  /// By network, pairs × outputs: H² at the rows that it has not seen; NaN where PD_AB does not move.
  std::vector<Matrix> strengths;
};

/// `rows`: positions among the training rows; inputs, rows × inputs, and weights are theirs. The others of a partial
/// dependence run through 16 of them, drawn so that their means are near those of all. The model has networks without
/// folds. Equal for every number of threads.
UnseenParts unseen_parts(const Model& model, const std::vector<Index>& rows, const Matrix& inputs,
                         const Vector& weights, const std::vector<std::array<std::size_t, 2>>& pairs, OutputScale scale,
                         int threads);

}  // namespace nninterp
