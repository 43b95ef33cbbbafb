#pragma once

#include <vector>

#include "nninterp/analysis/slopes.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Slopes at rows. All are too many to be kept: they are made while they are written, by several threads, and for JSON
/// anew for each variable. CSV: a line a target and row.
class SlopesDocument : public Document {
 public:
  /// `at`: rows × variables in their own units; both are held on to.
  SlopesDocument(const Model& of, const Matrix& at) : model(of), variables(at) {}

  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;  ///< of the table, from 1
  OutputScale scale = OutputScale::response;
  bool second_order = false;  ///< also the second derivatives by each pair of numeric variables
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;

 private:
  Matrix slopes(Index output, Index first, Index count) const;  ///< rows × numeric variables
  /// Of the pairs among some of the numeric variables.
  SecondDerivatives second(const std::vector<std::size_t>& among, Index first, Index count) const;
};

}  // namespace nninterp
