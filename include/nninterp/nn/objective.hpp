#pragma once

#include <memory>
#include <vector>

#include "nninterp/nn/network.hpp"

namespace nninterp {

class GradientKernel;
struct PackedRows;

/// Rows to train on in the form that the gradient reads: packed once for every training on them. Copies share them.
class TrainingRows {
 public:
  /// inputs rows × inputs, targets rows × outputs, both in the network's units. `weights`: how often each row's error
  /// counts, one a row, at least 0; empty: once.
  TrainingRows(const Matrix& inputs, const Matrix& targets, const Vector& weights = {});
  Index rows() const;
  const std::shared_ptr<const PackedRows>& packed() const { return packed_; }

 private:
  std::shared_ptr<const PackedRows> packed_;
};

/// What training makes small: E, each row as often as its weight says, + decay / 2 * sum of squared weights (biases
/// left out), as a function of the flat weights. One objective serves one caller at a time.
class Objective {
 public:
  /// `fixed` lists flat positions (0-based) that never move: their gradient is 0. `threads` share the rows where there
  /// are tens of thousands; results do not depend on them. ce needs logistic or softmax outputs (std::invalid_argument
  /// otherwise).
  Objective(const Architecture& architecture, const TrainingRows& rows, ErrorFunction error, double decay,
            std::vector<Index> fixed = {}, int threads = 1);
  ~Objective();

  struct Value {
    double error;    ///< E
    double penalty;  ///< decay / 2 * sum of squared weights
    double total() const { return error + penalty; }
  };

  /// Fills `gradient` (of the total, one a weight).
  Value evaluate(const Vector& weights, Vector& gradient);

  const Architecture& architecture() const { return architecture_; }

 private:
  double add_penalty(const Vector& weights, Vector& gradient) const;

  Architecture architecture_;
  double decay_;
  std::vector<Index> fixed_;
  std::unique_ptr<GradientKernel> kernel_;
};

}  // namespace nninterp
