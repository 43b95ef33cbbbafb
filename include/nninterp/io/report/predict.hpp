#pragma once

#include <functional>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Predictions. The numbers of all rows are too many to be kept: they are asked for, of `count` rows from `first` on,
/// when they are written, by several threads. CSV: a line a row.
class PredictDocument : public Document {
 public:
  explicit PredictDocument(const Model& of) : model(of) {}

  const Model& model;
  std::vector<Index> rows;                                                 ///< of the table, from 1
  std::function<Matrix(Index first, Index count)> predictions;             ///< rows × outputs
  std::function<PredictionIntervals(Index first, Index count)> intervals;  ///< of the same shape; used with replicates
  std::size_t replicates = 0;                                              ///< refits that they come from
  double level = 0.95;
  bool intervals_in_csv = false;
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
