#include "sorted_groups.hpp"

#include <algorithm>
#include <numeric>

#include "cross_fitting.hpp"
#include "moves.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

constexpr Index at_once = 1024;

// Rows × parts, summed over the rounds.
Matrix unseen_effects(const Model& model, const EffectPlan& plan) {
  const CrossFit& fits = *model.training->cross_fit;
  Matrix result = Matrix::Zero(plan.data.rows(), static_cast<Index>(plan.parts.size()));
  for (std::size_t round = 0; round < fits.rounds(); ++round) {
    const std::vector<std::vector<Index>> rows = rows_of_folds(fits, round);
    parallel_for(rows.size(), plan.options.threads, [&](std::size_t fold) {
      const Model unseen = with_weights(model, fits.without(round, fold));
      for_rows(static_cast<Index>(rows[fold].size()), at_once, [&](Index first, Index count) {
        const std::vector<Index> some(rows[fold].begin() + first, rows[fold].begin() + first + count);
        const MovedRows moved(unseen, rows_of(plan.data, some), plan.moves, plan.outputs, plan.options.scale);
        for (std::size_t part = 0; part < plan.parts.size(); ++part) {
          const auto& [output, move, group] = plan.parts[part];
          result(some, static_cast<Index>(part)) +=
              plan.moves[move].switched ? moved.difference(move, output) : *moved.slope(move, output);
        }
      });
    });
  }
  return result;
}

}  // namespace

SortedGroups::SortedGroups(const Model& model, const EffectPlan& plan) : plan_(plan) {
  const Matrix effects = unseen_effects(model, plan);
  quarters_.resize(plan.parts.size());
  parallel_for(quarters_.size(), plan.options.threads, [&](std::size_t part) {
    const std::vector<Index>* positions = plan.positions(plan.parts[part].group);
    std::vector<Index> order(plan.size_of_group(plan.parts[part].group));
    std::iota(order.begin(), order.end(), Index{0});
    if (positions != nullptr) order = *positions;
    const auto of_part = effects.col(static_cast<Index>(part));
    const auto less = [&](Index a, Index b) { return of_part[a] != of_part[b] ? of_part[a] < of_part[b] : a < b; };
    std::sort(order.begin(), order.end(), less);
    quarters_[part].assign(static_cast<std::size_t>(plan.data.rows()), 0);
    for (std::size_t i = 0; i < order.size() / 4; ++i) {
      quarters_[part][order[i]] = -1;
      quarters_[part][order[order.size() - 1 - i]] = 1;
    }
  });
}

Vector SortedGroups::members(std::size_t part, bool largest, const std::vector<Index>& rows) const {
  Vector result = plan_.members(plan_.parts[part].group, rows);
  const int quarter = largest ? 1 : -1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (quarters_[part][rows[i]] != quarter) result[i] = 0;
  }
  return result;
}

}  // namespace nninterp
