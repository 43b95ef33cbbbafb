#include "nninterp/analysis/curve_plan.hpp"

#include <algorithm>
#include <array>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

constexpr std::size_t max_ice_points = 5'000'000;
constexpr std::array<double, 6> lek_quantiles{0, 0.2, 0.4, 0.6, 0.8, 1};

std::vector<double> without_doubles(std::vector<double> ascending) {
  ascending.erase(std::unique(ascending.begin(), ascending.end()), ascending.end());
  return ascending;
}

std::vector<double> equally_spaced(double low, double high, int count) {
  std::vector<double> points;
  for (int i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / (count - 1);
    points.push_back(std::clamp(low * (1 - share) + high * share, low, high));
  }
  return without_doubles(points);
}

// Type 1 quantiles (the inverse of the empirical distribution) at k/count. Where n k / count is whole, the last bit of
// k/count decides between two neighbours; it is that of R's seq(0, 1, length.out = count + 1).
std::vector<double> interval_ends(const Ranked& values, int count) {
  std::vector<double> ends{values.front()};
  for (int k = 1; k < count; ++k) ends.push_back(values.at_share(k * (1.0 / count)));
  ends.push_back(values.back());
  return without_doubles(ends);
}

std::size_t nearest_point(const std::vector<double>& x, double value) {
  const auto above = std::lower_bound(x.begin() + 1, x.end() - 1, value);
  return static_cast<std::size_t>(above - x.begin()) - (value - *(above - 1) < *above - value ? 1 : 0);
}

void plan_levels(const Variable& variable, const Vector& values, CurvePlan& plan) {
  if (plan.kind == CurveKind::ale) {
    throw InputError("variable '" + variable.name + "': is categorical, and ale needs values in an order",
                     "⟨kind⟩ pdp compares its levels");
  }
  for (std::size_t level = 0; level < variable.levels.size(); ++level) plan.x.push_back(static_cast<double>(level));
  plan.rows_at_x.assign(plan.x.size(), 0);
  for (const double level : values) ++plan.rows_at_x[static_cast<std::size_t>(level)];
}

void plan_numbers(const Variable& variable, const Vector& values, std::optional<int> wanted, CurvePlan& plan) {
  const int grid = wanted.value_or(usual_grid);
  const bool ale = plan.kind == CurveKind::ale;
  const Ranked ranked(values, plan.weights);
  const double low = values.minCoeff(), high = values.maxCoeff();
  if (low == high) {
    throw InputError("variable '" + variable.name + "': is " + format_number(low) + " in every row, so it has no curve",
                     "take rows in which it differs: ⟨data⟩ FILE");
  }
  for (int k = 0; k <= 10; ++k) plan.deciles.push_back(ranked.quantile(k / 10.0));
  if (ale && ranked.front() == ranked.back()) {
    throw InputError("variable '" + variable.name + "': is " + format_number(ranked.front()) +
                     " in every row that counts, so it has no curve");
  }
  if (!ale && !wanted) plan.x = values_if_few(values, usual_grid - 1);
  if (plan.x.empty()) plan.x = ale ? interval_ends(ranked, grid) : equally_spaced(low, high, grid);
  plan.rows_at_x.assign(plan.x.size(), 0);
  for (const double value : values) {
    const std::size_t point = ale ? right_end(plan, value) : nearest_point(plan.x, value);
    ++plan.rows_at_x[point];
    if (ale) plan.interval.push_back(point);
  }
}

// Numeric variables at their quantiles (type 7, as NeuralNetTools has it), categorical ones at their commonest level.
Matrix rows_of_quantiles(const Design& design, const Matrix& data, const Vector& weights) {
  Matrix rows(static_cast<Index>(lek_quantiles.size()), data.cols());
  for (Index v = 0; v < data.cols(); ++v) {
    const Variable& variable = design.variables[v];
    if (variable.categorical) {
      rows.col(v).setConstant(static_cast<double>(commonest_level(variable, data.col(v), weights)));
      continue;
    }
    const Ranked ranked(data.col(v), weights);
    for (Index i = 0; i < rows.rows(); ++i) rows(i, v) = ranked.quantile(lek_quantiles[i]);
  }
  return rows;
}

// In the middle of each of `count` equal parts of the rows.
std::vector<Index> evenly_spaced(Index rows, Index count) {
  std::vector<Index> drawn;
  for (Index i = 0; i < count; ++i) drawn.push_back((2 * i + 1) * rows / (2 * count));
  return drawn;
}

void draw_rows(const Matrix& data, const CurveOptions& options, CurvePlan& plan) {
  const Index count = options.rows == 0 ? data.rows() : std::min(options.rows, data.rows());
  plan.drawn = options.drawn.empty() ? evenly_spaced(data.rows(), count) : options.drawn;
  if (plan.drawn.size() * plan.x.size() * plan.outputs.size() > max_ice_points) {
    throw InputError("⟨kind⟩ ice: " + std::to_string(plan.drawn.size()) + " rows at " + std::to_string(plan.x.size()) +
                         " points are too many curves to tell",
                     "⟨rows⟩ 1000 draws some of them, evenly spaced");
  }
  plan.rows = data(plan.drawn, Eigen::all);
}

}  // namespace

// The first end that is not below the value; the least value belongs to the first interval too.
std::size_t right_end(const CurvePlan& plan, double value) {
  const std::vector<double>& ends = plan.x;
  return static_cast<std::size_t>(std::lower_bound(ends.begin() + 1, ends.end() - 1, value) - ends.begin());
}

void check_options(const CurveOptions& options) {
  const std::string kind(name_of(options.kind));
  const int least = options.kind == CurveKind::ale ? 1 : 2;
  if (options.grid && *options.grid < least) {
    throw UsageError("⟨grid⟩: " + std::to_string(*options.grid) + " is less than " + std::to_string(least));
  }
  if (options.derivative && options.kind != CurveKind::ale) {
    throw UsageError("⟨derivative⟩: is for ⟨kind⟩ ale, not " + kind);
  }
  if (options.center && options.kind == CurveKind::ale) {
    throw UsageError("⟨center⟩: is not for ⟨kind⟩ ale, whose mean over the rows is 0");
  }
  if (options.rows != 0 && options.kind != CurveKind::ice) {
    throw UsageError("⟨rows⟩: is for ⟨kind⟩ ice, not " + kind + ", which takes every row");
  }
}

CurvePlan plan_curves(const Design& design, const Matrix& data, const CurveOptions& options) {
  check_options(options);
  CurvePlan plan{};
  plan.kind = options.kind;
  plan.variable = design.variable_index(options.variable);
  plan.outputs = chosen_outputs(design, options.targets);
  plan.derivative = options.derivative;
  plan.scale = options.scale;
  plan.weights = options.weights;
  const Variable& variable = design.variables[plan.variable];
  const Vector values = data.col(plan.variable);
  if (variable.categorical) {
    plan_levels(variable, values, plan);
  } else {
    plan_numbers(variable, values, options.grid, plan);
  }
  if (options.center) plan.zero = variable.categorical ? variable.reference : 0;
  if (plan.kind == CurveKind::ice) {
    draw_rows(data, options, plan);
  } else {
    plan.rows = plan.kind == CurveKind::lek ? rows_of_quantiles(design, data, options.weights) : data;
  }
  return plan;
}

}  // namespace nninterp
