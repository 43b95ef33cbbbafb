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

std::vector<double> deciles_of(const Ranked& values) {
  std::vector<double> deciles;
  for (int k = 0; k <= 10; ++k) deciles.push_back(values.quantile(k / 10.0));
  return deciles;
}

std::size_t nearest_point(const std::vector<double>& x, double value) {
  if (x.size() == 1) return 0;
  const auto above = std::lower_bound(x.begin() + 1, x.end() - 1, value);
  return static_cast<std::size_t>(above - x.begin()) - (value - *(above - 1) < *above - value ? 1 : 0);
}

double point_named(const Variable& variable, const std::string& name) {
  if (variable.categorical) {
    const auto level = std::find(variable.levels.begin(), variable.levels.end(), name);
    if (level != variable.levels.end()) return static_cast<double>(level - variable.levels.begin());
    const std::string suggestion = did_you_mean(name, variable.levels);
    throw InputError("⟨points⟩: '" + one_line(name) + "' is no level of " + variable.name,
                     suggestion.empty() ? "they are " + list_some(variable.levels, 20) : suggestion);
  }
  if (const auto number = parse_number(name)) return *number;
  throw InputError("⟨points⟩: '" + one_line(name) + "' is no number", "as ⟨points⟩ 2,3,4");
}

std::vector<double> points_named(const Variable& variable, const std::vector<std::string>& texts) {
  std::vector<double> points;
  for (const std::string& name : split_names(texts, variable.levels)) points.push_back(point_named(variable, name));
  std::sort(points.begin(), points.end());
  return without_doubles(points);
}

// Those that rows have which count.
std::vector<double> levels_there(const Vector& values, const Vector& weights) {
  std::vector<double> levels;
  for (Index i = 0; i < values.size(); ++i) {
    if (weight_of(weights, i) > 0) levels.push_back(values[i]);
  }
  std::sort(levels.begin(), levels.end());
  return without_doubles(levels);
}

InputError without_a_course(const std::string& variable, double value, const std::string& rows) {
  return InputError(
      "variable '" + variable + "': is " + format_number(value) + " in every row" + rows + ", so it has no curve",
      "take rows in which it differs: ⟨data⟩ FILE");
}

void choose_levels(const Variable& variable, const Vector& values, CurvePlan& plan) {
  if (plan.kind == CurveKind::ale) {
    if (!variable.ordered) {
      throw InputError("variable '" + variable.name + "': is categorical, and ale needs values in an order",
                       "⟨kind⟩ pdp compares its levels; fit with ⟨levels⟩ " + variable.name + "=a,b,c gives them one");
    }
    plan.x = levels_there(values, plan.weights);
    if (plan.x.size() < 2) {
      throw InputError("variable '" + variable.name + "': has a single level in all rows, so it has no curve");
    }
    return;
  }
  for (std::size_t level = 0; level < variable.levels.size(); ++level) plan.x.push_back(static_cast<double>(level));
}

void choose_numbers(const Variable& variable, const Vector& values, const CurveOptions& options, CurvePlan& plan) {
  const int grid = options.grid.value_or(options.usual);
  const double low = values.minCoeff(), high = values.maxCoeff();
  if (low == high) throw without_a_course(variable.name, low, "");
  if (plan.kind != CurveKind::ale) {
    if (!options.grid) plan.x = values_if_few(values, static_cast<std::size_t>(grid) - 1);
    if (plan.x.empty()) plan.x = equally_spaced(low, high, grid);
    return;
  }
  const Ranked ranked(values, plan.weights);
  if (ranked.front() == ranked.back()) throw without_a_course(variable.name, ranked.front(), " that counts");
  plan.x = interval_ends(ranked, grid);
}

void choose_points(const Variable& variable, const Vector& values, const CurveOptions& options, CurvePlan& plan) {
  plan.x.clear();
  if (!options.points.empty()) {
    plan.x = points_named(variable, options.points);
  } else if (variable.categorical) {
    choose_levels(variable, values, plan);
  } else {
    choose_numbers(variable, values, options, plan);
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
}

void count_rows(const Vector& values, CurvePlan& plan) {
  plan.rows_at_x.assign(plan.x.size(), 0);
  for (const double value : values) {
    if (const auto point = point_of(plan, value)) ++plan.rows_at_x[*point];
  }
}

// What is held beside the variable; of ice the rows that are drawn already. `part`: the rows in question, which count
// as often as the plan says until now.
void take_rows(const Design& design, const Matrix& data, const Matrix& part, const CurveOptions& options,
               CurvePlan& plan) {
  count_rows(part.col(static_cast<Index>(plan.variable)), plan);
  if (plan.kind == CurveKind::ice) {
    plan.rows = data(plan.drawn, Eigen::all);
    plan.weights = weights_at(options.weights, plan.drawn);
  } else {
    plan.rows = plan.kind == CurveKind::lek ? rows_of_quantiles(design, part, plan.weights) : part;
  }
  plan.rows = held(std::move(plan.rows), plan.at);
}

void refuse_held(const Design& design, const CurvePlan& plan) {
  for (const Hold& hold : plan.at) {
    if (hold.variable != plan.variable) continue;
    throw InputError("⟨at⟩ " + hold_text(design, hold) + ": the curve is along this variable",
                     "⟨points⟩ names values of it");
  }
}

}  // namespace

std::optional<std::size_t> point_of(const CurvePlan& plan, double value) {
  if (plan.categorical) {
    const auto level = std::lower_bound(plan.x.begin(), plan.x.end(), value);
    if (level == plan.x.end() || *level != value) return std::nullopt;
    return static_cast<std::size_t>(level - plan.x.begin());
  }
  return plan.kind == CurveKind::ale ? right_end(plan, value) : nearest_point(plan.x, value);
}

std::vector<std::pair<std::size_t, double>> places_of(const CurvePlan& plan, double value) {
  const auto point = point_of(plan, value);
  if (!point) return {};
  if (plan.kind != CurveKind::ale || plan.categorical) return {{*point, 1}};
  return {{*point - 1, 0.5}, {*point, 0.5}};
}

Vector shares_at(const CurvePlan& plan, const Vector& values, const Vector& weights) {
  Vector shares = Vector::Zero(static_cast<Index>(plan.x.size()));
  for (Index i = 0; i < values.size(); ++i) {
    for (const auto& [point, part] : places_of(plan, values[i])) shares[point] += weight_of(weights, i) * part;
  }
  return shares / shares.sum();
}

std::size_t steps(const CurvePlan& plan) { return plan.categorical ? 2 : 1; }

// The first end that is not below the value; the least value belongs to the first interval too.
std::size_t right_end(const CurvePlan& plan, double value, std::size_t step) {
  const std::vector<double>& ends = plan.x;
  if (!plan.categorical) {
    return static_cast<std::size_t>(std::lower_bound(ends.begin() + 1, ends.end() - 1, value) - ends.begin());
  }
  const auto level = point_of(plan, value);
  return level && *level + step < ends.size() ? *level + step : 0;
}

std::vector<Hold> beside(const Design& design, const std::vector<std::string>& variables, std::vector<Hold> holds) {
  for (const std::string& name : variables) {
    const auto own = [v = design.variable_index(name)](const Hold& hold) { return hold.variable == v; };
    holds.erase(std::remove_if(holds.begin(), holds.end(), own), holds.end());
  }
  return holds;
}

void check_options(const CurveOptions& options) {
  const std::string kind(name_of(options.kind));
  const int least = options.kind == CurveKind::ale ? 1 : 2;
  if (options.grid && *options.grid < least) {
    throw UsageError("⟨grid⟩: " + std::to_string(*options.grid) + " is less than " + std::to_string(least));
  }
  if (!options.points.empty() && options.grid) {
    throw UsageError("⟨points⟩: and ⟨grid⟩ both say where the points are", "one of them");
  }
  if (!options.points.empty() && options.kind == CurveKind::ale) {
    throw UsageError("⟨points⟩: is not for ⟨kind⟩ ale, whose points are the ends of its intervals",
                     "⟨grid⟩ says how many there are");
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
  const Variable& variable = design.variables[plan.variable];
  plan.categorical = variable.categorical;
  plan.outputs = chosen_outputs(design, options.targets);
  plan.at = options.at;
  plan.derivative = options.derivative;
  plan.scale = options.scale;
  plan.weights = options.weights;
  refuse_held(design, plan);
  if (variable.categorical && options.derivative) {
    throw InputError("⟨derivative⟩: '" + variable.name + "' is categorical and has no slope");
  }
  const Vector values = data.col(static_cast<Index>(plan.variable));
  choose_points(variable, values, options, plan);
  if (!variable.categorical) plan.deciles = deciles_of(Ranked(values, plan.weights));
  if (options.center)
    plan.zero = variable.categorical ? point_of(plan, static_cast<double>(variable.reference)).value_or(0) : 0;
  if (plan.kind == CurveKind::ice) draw_rows(data, options, plan);
  take_rows(design, data, data, options, plan);
  return plan;
}

CurvePlan plan_group(const Design& design, const Matrix& data, const std::vector<Index>& rows,
                     const CurveOptions& options, const CurvePlan& all) {
  CurvePlan plan = all;
  const Matrix part = data(rows, Eigen::all);
  plan.weights = weights_at(options.weights, rows);
  const Vector values = part.col(static_cast<Index>(plan.variable));
  if (plan.kind == CurveKind::ale) choose_points(design.variables[plan.variable], values, options, plan);
  const auto elsewhere = [&](Index row) { return !std::binary_search(rows.begin(), rows.end(), row); };
  plan.drawn.erase(std::remove_if(plan.drawn.begin(), plan.drawn.end(), elsewhere), plan.drawn.end());
  take_rows(design, data, part, options, plan);
  return plan;
}

}  // namespace nninterp
