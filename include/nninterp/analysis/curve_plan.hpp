#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  std::vector<Index> outputs;          ///< of the network, in the order of the curves
  std::vector<double> x;               ///< ascending, in the variable's unit; indices of levels if it is categorical
  std::vector<std::size_t> rows_at_x;  ///< rows that are nearest to each point; ale: of the interval that ends there
  std::vector<double> deciles;         ///< of the variable (type 7), 11 numbers; empty if it is categorical
  Matrix rows;                         ///< what is held beside the variable, rows × variables in their own units
  std::vector<Index> drawn;            ///< ice: the rows' positions in the data
  std::vector<std::size_t> interval;   ///< ale: of each row, the point at its right end
  std::optional<std::size_t> zero;     ///< the point whose value each curve is told less of
  bool derivative;
  OutputScale scale;
  Vector weights;  ///< pdp, ale: how often each row counts; empty: once
};

/// UsageError for a grid that is too small, and options that the kind of curve does not have.
void check_options(const CurveOptions& options);

/// `data` rows × variables in their own units, as gather_variables gives them, at least one row. UsageError for a grid
/// of fewer than two points (ale: one interval) and for options that are not of this kind; InputError for an unknown
/// name, a variable that has the same value in every row, ale of a categorical one, ice of more than 5 million points.
CurvePlan plan_curves(const Design& design, const Matrix& data, const CurveOptions& options);

/// ale: the point at the right end of the interval that a value of the variable is in, of the outer ones beyond them.
std::size_t right_end(const CurvePlan& plan, double value);

}  // namespace nninterp
