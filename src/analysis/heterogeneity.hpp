#pragma once

#include <optional>
#include <vector>

#include "nninterp/analysis/heterogeneity.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// Judges the effects at some rows of a table, whatever they are effects of: cuts the rows into groups by each variable
/// once, and then looks in which of them the effects differ.
class OneNumberJudge {
 public:
  /// `positions`: of the rows in `data` (rows × variables); all without. Both are held on to. `weights`: how often each
  /// of the rows counts; empty: once. Groups are of equally many rows all the same.
  OneNumberJudge(const Design& design, const Matrix& data, const std::vector<Index>* positions, int threads,
                 const Vector& weights = {});

  /// Effects of `variable`, one a row. `spread` is the standard deviation of the prediction over all rows, beside which
  /// effects of a typical `step` of the variable may be next to nothing. With `tests`, what their partner tells. All
  /// but linear_coefficient is filled.
  OneNumber judge(std::size_t variable, const Vector& effects, double step, double spread,
                  const std::optional<OneNumberTests>& tests = {}) const;

 private:
  // The least values of all groups but the first, ascending.
  using Cuts = std::vector<double>;

  Index rows() const;
  void gather(std::size_t variable, Index first, Index count, double* values) const;
  void find_groups(std::size_t variable, const Cuts& cuts, Index first, Index count, Index* groups) const;
  std::optional<double> line_r_squared(std::size_t variable, const Vector& effects) const;
  double share_told(std::size_t variable, const Vector& effects) const;
  double share_told_together(std::size_t variable, std::size_t own, const Vector& effects) const;
  void find_cause(std::size_t own, const Vector& effects, OneNumber& number) const;
  void find_tested_cause(std::size_t own, const Vector& effects, OneNumber& number) const;
  void find_joint_cause(std::size_t own, const Vector& effects, OneNumber& number) const;

  const Design& design_;
  const Matrix& data_;
  const std::vector<Index>* positions_;
  Vector counts_;                    // how many rows each of the rows is; empty: one
  std::vector<Cuts> fine_, coarse_;  // by variable
};

}  // namespace nninterp
