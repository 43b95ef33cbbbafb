#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "nninterp/analysis/h_statistic.hpp"
#include "nninterp/model/model.hpp"
#include "nninterp/nn/partial_dependence.hpp"

namespace nninterp {

/// Rows × variables with their positions in the table, and how often each counts; no weights: once.
struct CountedRows {
  std::vector<Index> rows;
  Matrix data;
  Vector weights;
};

/// At most `rows` of them, drawn at random, in their order.
CountedRows sample_rows(const Matrix& data, const Vector& weights, Index rows, std::uint32_t seed);

/// H² of pairs of variables, and of single ones with all others together, by a model's partial dependences over some
/// rows (Friedman and Popescu 2008, Annals of Applied Statistics 2, 916-954, equations 44 and 45).
class HStatistics {
 public:
  using Pair = std::array<std::size_t, 2>;

  /// `totals`: of the variables of the pairs, total() is asked for, too.
  HStatistics(const Model& model, const CountedRows& rows, const std::vector<Pair>& pairs,
              const std::vector<OutputScale>& scales, bool totals, int threads);

  /// Of the pair at this position, on the scale at that one.
  HStatistic pair(std::size_t index, std::size_t scale, Index output) const;
  HStatistic total(std::size_t variable, std::size_t scale, Index output) const;

 private:
  Vector centred(const Vector& values) const;
  HStatistic compare(const Vector& whole, const Vector& parts, std::size_t scale, Index output) const;

  std::vector<Pair> pairs_;
  Vector units_;                            // of the outputs
  Vector weights_;                          // of the rows
  std::vector<Matrix> f_;                   // by scale
  std::vector<std::size_t> alone_;          // by variable: its place in partial_
  std::size_t together_;                    // where the pairs begin
  std::vector<PartialDependence> partial_;  // in the network's units
};

}  // namespace nninterp
