#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "nninterp/analysis/selection.hpp"

namespace nninterp {

struct CurveGroup {
  std::string name;
  std::vector<Index> rows;
};

/// The groups that can have a curve along the variable of each plan: they have rows that count, of ice rows that are
/// drawn, and of ale different values. Of others `no_curve` warns. InputError if there is none.
std::vector<CurveGroup> groups_with_curves(const Grouping& grouping, const Matrix& data, const Vector& weights,
                                           const std::vector<CurvePlan>& plans, std::vector<Warning>& warnings);

}  // namespace nninterp
