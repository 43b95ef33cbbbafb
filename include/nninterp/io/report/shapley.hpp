#pragma once

#include <vector>

#include "nninterp/analysis/shapley.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Predictions divided among variables. CSV: a line a target and row. For people: of up to five rows each by itself, of
/// more what variables come to over all of them.
class ShapleyDocument : public Document {
 public:
  /// `at`: the rows, rows × variables in their own units; `of` is held on to.
  ShapleyDocument(const Model& of, Matrix at) : model(of), variables(std::move(at)) {}

  const Model& model;
  Matrix variables;
  std::vector<Index> rows;  ///< their numbers in the table
  Vector weights;           ///< how often each counts in means; empty: once
  ShapleyValues shapley;    ///< of these rows
  std::size_t background_rows = 0;
  OutputScale scale = OutputScale::response;
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
