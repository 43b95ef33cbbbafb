#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "nninterp/analysis/selection.hpp"

namespace nninterp {

/// One target along two variables at once, in target units (log-odds on the logit scale).
struct Surface {
  std::string target;
  std::string group;                           ///< empty without groups
  std::array<std::vector<double>, 2> points;   ///< of each variable, as CurvePlan has them
  Matrix z;                                    ///< points of the first × points of the second
  std::vector<std::vector<std::size_t>> rows;  ///< alike: rows that point_of() has at both points
  double mean;                                 ///< of z over the rows, each where it stands (places_of)

  /// Whether rows are near two points: nearest to them, or (ale) in a cell that they are a corner of.
  bool near_rows(std::size_t first, std::size_t second, bool ale) const;
};

struct Surfaces {
  std::array<CurvePlan, 2> plans;  ///< of all rows, a variable each
  std::string by;                  ///< what the groups are of; empty without groups
  std::vector<Surface> surfaces;   ///< by target, then group
  /// `extrapolation`, `no_curve`, `correlated_variables`, `not_finite` as curves() has them.
  std::vector<Warning> warnings;
};

constexpr int usual_surface_grid = 15;

/// UsageError for options that surfaces do not have.
void check_surface(const CurveOptions& options);

/// The joint course along `options.variable` and `other`, of all rows or of each group, at `options.grid` points or
/// intervals of each (15). pdp: the mean over the rows of f with both variables set (Friedman 2001). ale: second-order
/// accumulated local effects, what both do together beyond what each does by itself (Apley and Zhu 2020, section 3.2
/// and equation 17, as ALEPlot computes it). docs/curves.md has the formulas. There are no intervals. Errors as
/// curves(), and InputError for one variable twice.
Surfaces surfaces(const Model& model, const Matrix& data, const CurveOptions& options, const std::string& other,
                  const std::optional<Grouping>& grouping = {});

}  // namespace nninterp
