#pragma once

#include <optional>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/design.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Points between rows and just beside them: on the line from one row to another and a quarter beyond it. Columns of
/// two values have one of the rows' own. At most 2,000 points × inputs, the same every time; at least one row.
Matrix probes(const Matrix& inputs);

/// How far the predictions at these points leave the range of the target, as a multiple of its width: one number an
/// output, 0 where they stay or where its range is not known. Ranges in the network's units.
Vector overshoot(const Network& network, const Matrix& points, const std::vector<std::optional<Range>>& ranges);

/// More than this is no way to go on from a row to the next.
constexpr double far_overshoot = 1;

/// At most 10,000 of the rows, evenly taken: what stability is measured on.
Matrix evenly_taken(const Matrix& rows);

/// What makes the numbers that are read from a network unsafe, however it came about.
struct Stability {
  Vector overshoot;
  /// inputs × outputs: what share of the sum of |slope| the hundredth of the rows with the largest makes.
  Matrix share_of_few;
  Index few = 0;  ///< rows of that hundredth, at least 3
  Index rows = 0;
};

/// On evenly_taken(inputs). `inputs` and `ranges` in the network's units.
Stability measure_stability(const Network& network, const Matrix& inputs,
                            const std::vector<std::optional<Range>>& ranges, int threads);

/// The targets' training ranges, one an output, in the network's units.
std::vector<std::optional<Range>> target_ranges(const Design& design);

/// unstable_predictions, and few_rows_make_the_mean for numeric variables, where they apply: at most one of each.
std::vector<Warning> warn_of_instability(const Design& design, const Stability& stability);
/// Whether it is one of those two.
bool tells_of_instability(const Warning& warning);

}  // namespace nninterp
