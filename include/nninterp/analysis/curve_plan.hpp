#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nninterp/analysis/holds.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// How the prediction changes along one variable. docs/curves.md has the formulas.
enum class CurveKind {
  pdp,  ///< partial dependence, the mean of all rows' curves (Friedman 2001, Annals of Statistics 29, 1189-1232)
  ice,  ///< a curve a row (Goldstein et al. 2015, J. Computational and Graphical Statistics 24, 44-65)
  ale,  ///< accumulated local effects (Apley and Zhu 2020, J. Royal Statistical Society B 82, 1059-1086)
  lek   ///< the others held at their quantiles 0, 0.2, .. 1 (Lek et al. 1996, Ecological Modelling 90, 39-52)
};
constexpr Words<CurveKind, 4> words_of(CurveKind) {
  return {{{CurveKind::pdp, "pdp"}, {CurveKind::ice, "ice"}, {CurveKind::ale, "ale"}, {CurveKind::lek, "lek"}}};
}

constexpr int usual_grid = 21;

struct CurveOptions {
  CurveKind kind = CurveKind::pdp;
  std::string variable;
  std::vector<std::string> targets;  ///< names of outputs, or of a target for all its classes; empty: all
  /// pdp, ice, lek: points, equally spaced from the least to the largest value; not given: 21, or the values themselves
  /// where they are fewer. ale: intervals of about equally many rows, by quantiles (21). A categorical variable has a
  /// point a level instead.
  std::optional<int> grid;
  int usual = usual_grid;  ///< what `grid` is where it is not given
  /// pdp, ice, lek: in place of the grid, numbers or names of levels in any order; several in a text between commas.
  std::vector<std::string> points;
  std::vector<Hold> at;      ///< other variables that every row has at one value
  bool center = false;       ///< pdp, ice, lek: less each curve's first value; categorical: that of the reference level
  bool derivative = false;   ///< ale: the rows' exact slopes, averaged in each interval, in place of differences
  Index rows = 0;            ///< ice: draw this many, evenly spaced; 0: every row
  std::vector<Index> drawn;  ///< ice: draw these rows of the data, and `rows` says nothing; empty: as it says
  OutputScale scale = OutputScale::response;  ///< logit: of log-odds, for probabilities only
  Vector weights;            ///< how often each row of the data counts in every mean over them; empty: once
  IntervalOptions interval;  ///< at each point
  int threads = 0;
};

/// Where curves are drawn and from which rows: taken once from the data, so that other weights of the same network can
/// be drawn at the same points.
struct CurvePlan {
  CurveKind kind;
  std::size_t variable;                ///< index into design.variables
  bool categorical;                    ///< the variable
  std::vector<Index> outputs;          ///< of the network, in the order of the curves
  std::vector<double> x;               ///< ascending, in the variable's unit; indices of levels if it is categorical
  std::vector<std::size_t> rows_at_x;  ///< how many rows point_of() has at each point
  std::vector<double> deciles;         ///< of the variable (type 7), 11 numbers; empty if it is categorical
  Matrix rows;                         ///< what is held beside the variable, rows × variables in their own units
  std::vector<Index> drawn;            ///< ice: the rows' positions in the data
  std::vector<Hold> at;                ///< variables that the rows have at one value
  std::optional<std::size_t> zero;     ///< the point whose value each curve is told less of
  bool derivative;
  OutputScale scale;
  Vector weights;  ///< how often each of the rows counts in means; empty: once
};

/// What is held beside these variables.
std::vector<Hold> beside(const Design& design, const std::vector<std::string>& variables, std::vector<Hold> holds);

/// UsageError for a grid that is too small, and options that the kind of curve does not have.
void check_options(const CurveOptions& options);

/// `data` rows × variables in their own units, as gather_variables gives them, at least one row. UsageError for a grid
/// of fewer than two points (ale: one interval) and for options that are not of this kind; InputError for an unknown
/// name, points that the variable cannot have, one that is held itself or has the same value in every row, ale of
/// levels without an order, ice of more than 5 million points.
CurvePlan plan_curves(const Design& design, const Matrix& data, const CurveOptions& options);

/// The same for some of the rows, of a group: at the points of `all` rows' plan, and of ice at those of the group that
/// are drawn there; ale has the group's own intervals. The group has rows that count, and ale different values in them.
CurvePlan plan_group(const Design& design, const Matrix& data, const std::vector<Index>& rows,
                     const CurveOptions& options, const CurvePlan& all);

/// Where rows with a value of the variable are counted: at the nearest point; a level at itself, if it is a point; ale:
/// at the right end of the interval.
std::optional<std::size_t> point_of(const CurvePlan& plan, double value);

/// The points that such a row stands at, and which part of it at each: as point_of(); ale: half at either end of its
/// interval.
std::vector<std::pair<std::size_t, double>> places_of(const CurvePlan& plan, double value);

/// The share of all rows at each point, their values of the variable and weights given; NaN where none has a place.
Vector shares_at(const CurvePlan& plan, const Vector& values, const Vector& weights);

/// ale: how many steps from a point to the next a row can take part in: that of its interval; of levels that from the
/// one before, and that to the next, as ALEPlot has them.
std::size_t steps(const CurvePlan& plan);
/// ale: the point at the right end of such a step; of numbers beyond the intervals the outer one; 0: there is none.
std::size_t right_end(const CurvePlan& plan, double value, std::size_t step = 0);

}  // namespace nninterp
