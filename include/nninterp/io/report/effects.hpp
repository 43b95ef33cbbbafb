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
  /// `at`: the rows of the data, rows × variables in their own units; both are held on to. `asked_delta`: the delta as
  /// it was asked for, "1" or "sd".
  EffectsDocument(const Model& of, const Matrix& at, EffectOptions asked, std::string asked_delta)
      : model(of), variables(at), options(std::move(asked)), delta(std::move(asked_delta)) {}

  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;  ///< of the data that the effects were measured on, from 1
  Effects effects;          ///< to be measured with the options
  EffectOptions options;
  std::string delta;
  bool per_row = false;                         ///< also each row's effect: shifts and slopes
  std::optional<std::vector<PathSplit>> paths;  ///< if asked for

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;

  /// Of some rows of the effect: made when they are written, since all are too many to be kept.
  Vector shifts(const Effect& effect, Index first, Index count) const;
  Vector slopes(const Effect& effect, Index first, Index count) const;
};

}  // namespace nninterp
