#pragma once

#include "nninterp/analysis/curve_plan.hpp"

namespace nninterp {

/// y at the points of the plan, points × curves, in target units (log-odds on the logit scale): output by output, and
/// of each output the one curve of pdp and ale, a curve a row of ice and then their mean, or the six of lek. `model`
/// has the design that was planned with; its weights may be others.
Matrix curve_values(const Model& model, const CurvePlan& plan, int threads = 0);

/// Predictions of the chosen outputs at some rows with the variable at one point, rows × outputs.
Matrix values_at(const Model& model, const CurvePlan& plan, Matrix rows, std::size_t point);

/// ale: the same rows with the variable at the ends of one of their steps; without such a step as they are, of width 0.
struct IntervalEnds {
  Matrix left, right;
  Vector widths;
};
IntervalEnds ends_of_rows(const CurvePlan& plan, const Matrix& rows, std::size_t step);

/// ale: by how much f rises over that step of each row, rows × outputs: f at its right end less f at its left end, or
/// the slope at the row itself times the width.
Matrix rises(const Model& model, const CurvePlan& plan, const Matrix& rows, std::size_t step);

}  // namespace nninterp
