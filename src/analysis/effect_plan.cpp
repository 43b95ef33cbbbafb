#include "effect_plan.hpp"

#include <numeric>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

void check_kinds(const Model& model, const EffectPlan& plan) {
  const EffectOptions& options = plan.options;
  const bool logit = options.scale == OutputScale::logit;
  if (logit && (options.shift != ShiftKind::difference || divides_by_prediction(options.slope))) {
    throw InputError("⟨on⟩: log-odds have no ratios, no elasticities and no odds",
                     "⟨as⟩ odds-ratio of the response is what their differences are the logarithm of");
  }
  if (options.shift == ShiftKind::odds_ratio && !has_log_odds(model)) {
    throw InputError("⟨as⟩: odds-ratio is for probabilities, and " + no_log_odds(model), "⟨as⟩ ratio needs none");
  }
}

}  // namespace

EffectPlan::EffectPlan(const Model& model, const Matrix& rows, const EffectOptions& chosen,
                       const std::optional<Grouping>& by)
    : held_(chosen.at.empty() ? Matrix() : held(rows, chosen.at)),
      observed(rows),
      data(chosen.at.empty() ? rows : held_),
      options(chosen),
      grouping(by),
      moves(plan_moves(model.design, rows, chosen)),
      outputs(chosen_outputs(model.design, chosen.targets)),
      groups(by ? rows_of_groups(by, 0, rows.rows()) : std::vector<std::vector<Index>>(1)) {
  check_kinds(model, *this);
  for (std::size_t output = 0; output < outputs.size(); ++output) {
    for (std::size_t move = 0; move < moves.size(); ++move) {
      const std::size_t first = parts.size();
      for (std::size_t group = 0; group < groups.size(); ++group) {
        if (!(weight_of_group(group) > 0)) continue;
        if (options.compare && parts.size() > first) comparisons.push_back({parts.size(), first});
        parts.push_back({output, move, group});
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
  // Differences are summed up as such; what is compared otherwise by its mean predictions before and after.
  const bool differences = options.shift == ShiftKind::difference;
  Vector sums = Vector::Zero(2 * count), from = Vector::Zero(count),
         totals = Vector::Zero(static_cast<Index>(groups.size()));
  parallel_blocks(data.rows(), 1, [&](Index first, Index rows) {
    const MovedRows moved(model, data.middleRows(first, rows), moves, outputs, options.scale);
    std::vector<Vector> of_groups;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      of_groups.emplace_back(members(group, first, rows).cwiseProduct(drawn.segment(first, rows)));
      totals[group] += of_groups.back().sum();
    }
    for (Index i = 0; i < count; ++i) {
      const PlannedEffect& part = parts[i];
      const Vector& members = of_groups[part.group];
      sums[i] += members.dot(differences ? moved.difference(part.move, part.output) : moved.to(part.move, part.output));
      if (!differences) from[i] += members.dot(moved.from(part.move, part.output));
      const auto slope = moved.slope(part.move, part.output, options.slope);
      sums[count + i] += slope ? members.dot(*slope) : nan;
    }
  });
  for (Index i = 0; i < count; ++i) {
    const double total = totals[parts[static_cast<std::size_t>(i)].group];
    sums[i] /= total;
    if (!differences) sums[i] = link(options.shift, sums[i]) - link(options.shift, from[i] / total);
    sums[count + i] /= total;
  }
  return sums;
}

}  // namespace nninterp
