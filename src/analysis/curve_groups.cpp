#include "curve_groups.hpp"

#include <algorithm>
#include <utility>

#include "groups.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

bool has_curve(const CurvePlan& all, const Matrix& data, const Vector& weights, const std::vector<Index>& rows) {
  const auto drawn = [&](Index row) { return std::binary_search(rows.begin(), rows.end(), row); };
  const Vector own = weights_at(weights, rows);
  if (rows.empty() || !(total_weight(own, static_cast<Index>(rows.size())) > 0)) return false;
  if (all.kind == CurveKind::ice && std::none_of(all.drawn.begin(), all.drawn.end(), drawn)) return false;
  if (all.kind != CurveKind::ale) return true;
  const Vector values = data.col(static_cast<Index>(all.variable))(rows);
  const Ranked ranked(values, own);
  return ranked.front() < ranked.back();
}

std::string what_is_needed(CurveKind kind) {
  if (kind == CurveKind::ale) return "different values that count";
  return kind == CurveKind::ice ? "rows that are drawn" : "rows that count";
}

}  // namespace

std::vector<CurveGroup> groups_with_curves(const Grouping& grouping, const Matrix& data, const Vector& weights,
                                           const std::vector<CurvePlan>& plans, std::vector<Warning>& warnings) {
  std::vector<CurveGroup> groups;
  std::vector<std::string> without;
  auto rows = rows_of_groups(grouping, 0, data.rows());
  for (std::size_t g = 0; g < rows.size(); ++g) {
    const auto has = [&](const CurvePlan& plan) { return has_curve(plan, data, weights, rows[g]); };
    if (std::all_of(plans.begin(), plans.end(), has)) {
      groups.push_back({grouping.levels[g], std::move(rows[g])});
    } else {
      without.push_back(grouping.levels[g]);
    }
  }
  const std::string needed = what_is_needed(plans.front().kind);
  if (groups.empty()) throw InputError("⟨by⟩ " + grouping.name + ": no group has " + needed);
  if (!without.empty()) {
    warnings.push_back({"no_curve", "no curve of " + list_some(without) + ", without " + needed});
  }
  return groups;
}

}  // namespace nninterp
