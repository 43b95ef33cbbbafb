#pragma once

#include <functional>
#include <vector>

#include "nninterp/analysis/slopes.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Slopes at each row. The numbers of all rows are too many to be kept: they are asked for, of `count` rows from
/// `first` on, when they are written, by several threads and several times. CSV: a line a target and row.
class SlopesDocument : public Document {
 public:
  explicit SlopesDocument(const Model& of) : model(of) {}

  const Model& model;
  std::vector<Index> rows;                                               ///< of the table, from 1
  std::function<Matrix(Index output, Index first, Index count)> slopes;  ///< rows × numeric variables
  OutputScale scale = OutputScale::response;
  /// If asked for, of the pairs among some of the numeric variables.
  std::function<SecondDerivatives(const std::vector<std::size_t>& among, Index first, Index count)> second;
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
