#pragma once

#include <optional>
#include <vector>

#include "groups.hpp"
#include "moves.hpp"
#include "nninterp/analysis/effect_options.hpp"

namespace nninterp {

/// What one effect of the result is about: positions in the lists of the plan.
struct PlannedEffect {
  std::size_t output, move, group;
};

/// The effect in one group less that in another: positions of two parts.
struct PlannedComparison {
  std::size_t part, against;
};

/// Which effects are measured on which rows: the same for a model, its refits and its repetitions.
struct EffectPlan {
  /// All are held on to. InputError for names that the model does not have, and for kinds of shifts or slopes that do
  /// not suit it.
  EffectPlan(const Model& model, const Matrix& rows, const EffectOptions& chosen, const std::optional<Grouping>& by);

 private:
  Matrix held_;  // empty where nothing is held

 public:
  const Matrix& observed;  ///< the rows as they are
  const Matrix& data;      ///< the same where effects are measured
  const EffectOptions& options;
  const std::optional<Grouping>& grouping;
  std::vector<Move> moves;
  std::vector<Index> outputs;
  std::vector<std::vector<Index>> groups;  ///< positions of their rows; one of all rows, and empty, without a grouping
  std::vector<PlannedEffect> parts;        ///< of the groups that have rows
  /// Of each output and move its groups but the first with that, if asked for.
  std::vector<PlannedComparison> comparisons;

  /// Of the rows of a group; null for all rows, without a grouping.
  const std::vector<Index>* positions(std::size_t group) const { return grouping ? &groups[group] : nullptr; }
  std::size_t size_of_group(std::size_t group) const {
    return grouping ? groups[group].size() : static_cast<std::size_t>(data.rows());
  }
  /// The same, each row as often as it counts.
  double weight_of_group(std::size_t group) const;
  /// How often each row of a group counts; empty: once.
  Vector weights(std::size_t group) const;
  bool numeric(const PlannedEffect& part) const { return !moves[part.move].level; }

  /// How often each row of a block counts that is in the group (without weights once), 0 for the others.
  Vector members(std::size_t group, Index first, Index rows) const;
  /// The same of some rows.
  Vector members(std::size_t group, const std::vector<Index>& rows) const;
  /// For each part the average shift, of ratios its logarithm, then for each the average slope (NaN without one). Rows
  /// count besides as often as they were drawn.
  Vector averages(const Model& model, const Vector& drawn) const;
};

}  // namespace nninterp
