#pragma once

#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/data/design.hpp"

namespace nninterp {

/// The class of each row, by which folds are stratified: that of the first categorical target, or of a first target
/// that has only two values; one class for all rows otherwise. `targets` rows × outputs, in the network's units.
std::vector<int> classes_of_rows(const Design& design, const Matrix& targets);

/// A fold from 0 to folds - 1 for each row, at random; sizes differ by at most 1, and so do the rows of a class in
/// them. A class of fewer rows than folds is in as many folds as it has rows. 2 <= folds <= rows.
std::vector<int> assign_folds(const std::vector<int>& classes, int folds, Random& random);

/// Positions, ascending, of a random `share` (0 to 1) of the rows, of each class about the same share; at least one
/// row, and at least two stay. At least three rows.
std::vector<std::size_t> choose_held_out(const std::vector<int>& classes, double share, Random& random);

}  // namespace nninterp
