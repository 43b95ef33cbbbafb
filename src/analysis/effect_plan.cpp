#include "effect_plan.hpp"

#include <numeric>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "selection.hpp"

namespace nninterp {

EffectPlan::EffectPlan(const Model& model, const Matrix& rows, const EffectOptions& chosen,
                       const std::optional<Grouping>& by)
    : data(rows),
      options(chosen),
      grouping(by),
      moves(plan_moves(model.design, rows, chosen)),
      outputs(chosen_outputs(model.design, chosen.targets)),
      groups(by ? rows_of_groups(by, 0, rows.rows()) : std::vector<std::vector<Index>>(1)) {
  for (std::size_t output = 0; output < outputs.size(); ++output) {
    for (std::size_t move = 0; move < moves.size(); ++move) {
      for (std::size_t group = 0; group < groups.size(); ++group) {
        if (weight_of_group(group) > 0) parts.push_back({output, move, group});
      }
    }
  }
}

double EffectPlan::weight_of_group(std::size_t group) const {
  return total_weight(weights(group), static_cast<Index>(size_of_group(group)));
}

Vector EffectPlan::weights(std::size_t group) const {
  return grouping ? weights_at(options.weights, groups[group]) : options.weights;
}

Vector EffectPlan::members(std::size_t group, Index first, Index rows) const {
  std::vector<Index> block(static_cast<std::size_t>(rows));
  std::iota(block.begin(), block.end(), first);
  return members(group, block);
}

Vector EffectPlan::members(std::size_t group, const std::vector<Index>& rows) const {
  Vector result = Vector::Ones(static_cast<Index>(rows.size()));
  if (options.weights.size() > 0) result = options.weights(rows);
  for (std::size_t i = 0; grouping && i < rows.size(); ++i) {
    const auto of_row = static_cast<std::size_t>(grouping->codes[rows[i]]);
    if (of_row != group) result[i] = 0;
  }
  return result;
}

Vector EffectPlan::averages(const Model& model, const Vector& drawn) const {
  const auto count = static_cast<Index>(parts.size());
  Vector sums = Vector::Zero(2 * count), totals = Vector::Zero(static_cast<Index>(groups.size()));
  parallel_blocks(data.rows(), 1, [&](Index first, Index rows) {
    const MovedRows moved(model, data.middleRows(first, rows), moves, outputs, options.scale);
    std::vector<Vector> of_groups;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      of_groups.emplace_back(members(group, first, rows).cwiseProduct(drawn.segment(first, rows)));
      totals[group] += of_groups.back().sum();
    }
    for (Index i = 0; i < count; ++i) {
      const PlannedEffect& part = parts[i];
      sums[i] += of_groups[part.group].dot(moved.shift(part.move, part.output));
      const auto slope = moved.slope(part.move, part.output);
      sums[count + i] += slope ? of_groups[part.group].dot(*slope) : nan;
    }
  });
  for (Index i = 0; i < count; ++i) {
    const double total = totals[parts[static_cast<std::size_t>(i)].group];
    sums[i] /= total;
    sums[count + i] /= total;
  }
  return sums;
}

}  // namespace nninterp
