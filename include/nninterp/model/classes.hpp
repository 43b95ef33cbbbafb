#pragma once

#include <string>
#include <vector>

#include "nninterp/data/design.hpp"
#include "nninterp/data/table.hpp"

namespace nninterp {

/// The most probable level of a class target at each row, of equally probable ones the first (of two classes with a
/// single output the second). `outputs`: the target's own columns of the predictions.
std::vector<Index> most_probable(const Target& target, const Matrix& outputs);

/// The level that a row has according to the table; -1 where it has none, or one that the model does not know.
std::vector<Index> known_classes(const Target& target, const Table& table, const std::vector<Index>& rows);

/// How many rows of each class (down) are taken for which class (across), or how much they weigh.
struct Confusion {
  std::vector<std::string> classes;
  Matrix counts;
};

/// Rows of which either is -1 are left out. `weights`: how often each row counts; empty: once.
Confusion count_confusions(const Target& target, const std::vector<Index>& truth, const std::vector<Index>& predicted,
                           const Vector& weights = {});

}  // namespace nninterp
