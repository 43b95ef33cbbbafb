#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "parts.hpp"

// What documents of curves and of surfaces have in common.
namespace nninterp {

/// The names of levels by their indices.
std::vector<std::string> levels_at(const Variable& variable, const std::vector<double>& points);

/// Points in the variable's own words: numbers, or names of levels; the same as cells of CSV.
Json points_json(const Variable& variable, const std::vector<double>& points);
std::vector<std::string> point_cells(const Variable& variable, const std::vector<double>& points);

/// "cyl = 4" of a group's column (or columns) and name.
std::string group_text(const std::string& by, const std::string& group);

/// The names of the outputs that are drawn.
std::vector<std::string> targets_of(const Design& design, const CurvePlan& plan);

}  // namespace nninterp
