#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "nninterp/analysis/curve_values.hpp"

namespace nninterp {

struct Curve {
  std::string label;  ///< pdp and ale: the target; ice: empty, see row; lek: the quantile, "0" to "1"
  std::string target;
  std::optional<Index> row;         ///< ice: position in the data
  Vector y;                         ///< one a point
  std::vector<Interval> intervals;  ///< one a point, NaN where there is none
};

struct Curves {
  CurvePlan plan;
  std::vector<Curve> curves;  ///< by target, then row or quantile
  IntervalMethod method = IntervalMethod::none;
  std::size_t replicates = 0;  ///< refits that the intervals come from
  /// `extrapolation`: rows outside the training range. `correlated_variables`: pdp, ice and lek of a variable that goes
  /// with others, so that they ask the network for combinations which the data hardly have. `not_finite`.
  std::vector<Warning> warnings;
};

/// Errors as plan_curves, and InputError for the logit scale unless all outputs are probabilities.
Curves curves(const Model& model, const Matrix& data, const CurveOptions& options);

}  // namespace nninterp
