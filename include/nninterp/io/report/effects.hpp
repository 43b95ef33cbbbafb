#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/paths.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// CSV: a line an effect; with per_row a line a row and effect, else with paths a line a path.
class EffectsDocument : public Document {
 public:
  /// `at`: the rows of the data, rows × variables in their own units; both are held on to.
  EffectsDocument(const Model& of, const Matrix& at) : model(of), variables(at) {}

  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;  ///< of the data that the effects were measured on, from 1
  Effects effects;
  std::string delta;  ///< as it was asked for: "1", "sd", ...
  OutputScale scale = OutputScale::response;
  double level = 0.95;                          ///< of the intervals
  bool per_row = false;                         ///< also each row's effect: shifts and slopes
  std::optional<std::vector<PathSplit>> paths;  ///< if asked for
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;

  /// Of some rows of the effect: made when they are written, since all are too many to be kept.
  Vector shifts(const Effect& effect, Index first, Index count) const;
  Vector slopes(const Effect& effect, Index first, Index count) const;
};

}  // namespace nninterp
