#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// Of the generator of a refit's rows and starts; number 0 is left to the fit itself.
std::uint32_t seed_of_refit(std::int32_t seed, std::size_t refit);

/// The rows (0-based) that refit number `refit` of a bootstrap is trained on: as many clusters as there are, drawn with
/// replacement, each with all of its rows. `clusters` has one number a row, from 0; empty: each row is one. The same
/// for the same arguments, so that nobody has to keep them.
std::vector<Index> resampled_rows(std::int32_t seed, std::size_t refit, Index rows,
                                  const std::vector<Index>& clusters = {});

/// How often each row was drawn: what weighs the rows in a refit's averages.
Vector resampled_counts(std::int32_t seed, std::size_t refit, Index rows, const std::vector<Index>& clusters = {});

}  // namespace nninterp
