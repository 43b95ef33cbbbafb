#pragma once

#include <vector>

#include "kernel.hpp"

namespace nninterp {

/// The passes of one thread through a network, a block of rows at a time. What it gives is grouped as RowGroups are.
class RowPass {
 public:
  static constexpr Index rows = block_groups * RowGroups::lanes;  ///< that one pass takes

  /// For outputs or slopes. weights_by_input: see transpose_weights. Both stay the caller's.
  RowPass(const Network& network, const std::vector<double>& weights_by_input, Purpose purpose);

  /// The rows of `inputs` from `first` on, at most `rows`.
  void forward(const Matrix& inputs, Index first, Index count);
  /// Groups of rows, at most block_groups, whose sums in the first of several layers are `sums`, grouped, and for all
  /// rows alike those `added`, one a unit. No slopes afterwards.
  void forward_from_sums(const double* sums, const Vector& added, Index groups);

  const AlignedNumbers& outputs() const { return memory_.activations.back(); }
  /// The log-odds of each output.
  const AlignedNumbers& log_odds();
  /// Slopes of one output by the inputs, after forward() for slopes.
  const AlignedNumbers& slopes(Index output, OutputScale scale);

 private:
  KernelBlock block();
  double& at(AlignedNumbers& of_outputs, Index row, Index k) const;
  void take_own_slopes(Index output, AlignedNumbers& deltas);
  void take_softmax_slopes(Index output, AlignedNumbers& deltas);
  void subtract_shares(Index output, AlignedNumbers& deltas);

  const Architecture& architecture_;
  KernelMemory memory_;
  AlignedNumbers inputs_, slopes_, log_odds_;
  Index groups_ = 0;
};

/// std::invalid_argument for log-odds of what is no probability.
void check_scale(const Architecture& architecture, OutputScale scale);

/// Groups of rows as the rows of `matrix` from `first` on.
void unpack(const AlignedNumbers& from, Index first, Index rows, Matrix& matrix);

}  // namespace nninterp
