#pragma once

#include <utility>
#include <vector>

#include "nninterp/data/design.hpp"

namespace nninterp {

/// Functions of a network's inputs that anything smooth is nearly a sum of: 1, each input, its course between two of
/// its quantiles (x held at them below and above), and products of two inputs of different variables. In the products
/// stands asinh((x - median) / spread), the spread a quarter range as of a normal: nearly x where most rows are, and in
/// a skewed input's tail its logarithm. Each is in units of its standard deviation, so that what is steep where rows
/// are dense is no worse off than what is steep where they are not; one that does not vary is 0.
class Terms {
 public:
  /// Learned from rows × inputs, at least two rows. Of few rows there are fewer quantiles, and products only where all
  /// terms are at most an eighth as many as the rows, and 400.
  Terms(const Design& design, const Matrix& inputs);

  Index count() const { return plain_ + static_cast<Index>(products_.size()); }
  /// rows × terms.
  Matrix values(const Matrix& inputs) const;
  /// Those of one less those of the other, which differ in some inputs alone.
  Matrix differences(const Matrix& to, const Matrix& from, const std::vector<Index>& moved) const;
  /// Their derivatives by one input.
  Matrix slopes(const Matrix& inputs, Index input) const;

 private:
  struct Input {
    double median, spread;
    std::vector<double> ends;  // of its courses, the outer ones infinite; empty: none but itself
    Index first;               // its place among the terms
  };

  Matrix bent(const Matrix& inputs) const;
  // Terms of one input alone, in place.
  void add_plain(const Matrix& inputs, Index input, double sign, Matrix& terms) const;

  std::vector<Input> inputs_;
  std::vector<std::pair<Index, Index>> products_;
  Index plain_ = 1;
  Eigen::RowVectorXd unit_;  // 1 / standard deviation, 0 of what does not vary
};

}  // namespace nninterp
