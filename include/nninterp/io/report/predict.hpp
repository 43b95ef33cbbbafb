#pragma once

#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Predictions at rows. All are too many to be kept: they are made while they are written, by several threads. CSV: a
/// line a row.
class PredictDocument : public Document {
 public:
  /// `at`: rows × variables in their own units; both are held on to.
  PredictDocument(const Model& of, const Matrix& at) : model(of), variables(at) {}

  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;     ///< of the table, from 1
  std::size_t replicates = 0;  ///< refits that intervals come from; without them there are none
  double level = 0.95;
  bool intervals_in_csv = false;
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;

 private:
  Matrix predictions(Index first, Index count) const;  ///< rows × outputs
  PredictionIntervals intervals(Index first, Index count) const;
};

}  // namespace nninterp
