#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "nninterp/analysis/curve_values.hpp"
#include "nninterp/analysis/selection.hpp"

namespace nninterp {

struct Curve {
  /// pdp and ale: the target, of a group its name; ice: empty, see row, or "mean" of those drawn; lek: the quantile,
  /// "0" to "1".
  std::string label;
  std::string target;
  std::string group;                   ///< empty without groups
  std::optional<Index> row;            ///< ice: position in the data
  std::vector<double> x;               ///< as in CurvePlan
  std::vector<std::size_t> rows_at_x;  ///< of the group
  Vector y;                            ///< one a point
  std::vector<Interval> intervals;     ///< one a point, NaN where there is none
  double mean;                         ///< of y over the rows, each where it stands (places_of); NaN where none does
};

struct Curves {
  CurvePlan plan;             ///< of all rows
  std::string by;             ///< what the groups are of; empty without groups
  std::vector<Curve> curves;  ///< by target, then group, then row or quantile
  IntervalMethod method = IntervalMethod::none;
  std::size_t replicates = 0;  ///< refits that the intervals come from
  /// `extrapolation`: rows, points or held values outside the training range. `no_curve`: groups that have none.
  /// `correlated_variables`: pdp, ice and lek of a variable that goes
  /// with others, so that they ask the network for combinations which the data hardly have. `not_finite`.
  std::vector<Warning> warnings;
};

/// Of all rows, or of each group. Errors as plan_curves, and InputError for the logit scale unless all outputs are
/// probabilities, and where no group has a curve.
Curves curves(const Model& model, const Matrix& data, const CurveOptions& options,
              const std::optional<Grouping>& grouping = {});

}  // namespace nninterp
