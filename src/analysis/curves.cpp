#include "nninterp/analysis/curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "correlation.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

constexpr Index chunk_rows = 2048;
constexpr std::size_t max_ice_points = 5'000'000;
constexpr Index max_replicated_points = 20'000'000;
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

// The first end that is not below the value; the least value belongs to the first interval too. Values beyond the ends,
// of rows that do not count, belong to the outer ones.
std::size_t right_end(const std::vector<double>& ends, double value) {
  return static_cast<std::size_t>(std::lower_bound(ends.begin() + 1, ends.end() - 1, value) - ends.begin());
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
    const std::size_t point = ale ? right_end(plan.x, value) : nearest_point(plan.x, value);
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
      std::vector<double> counts(variable.levels.size(), 0);
      for (Index i = 0; i < data.rows(); ++i) {
        counts[static_cast<std::size_t>(data(i, v))] += weight_of(weights, i);
      }
      rows.col(v).setConstant(static_cast<double>(std::max_element(counts.begin(), counts.end()) - counts.begin()));
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

// Calls body(chunk, first, count) for consecutive chunks of rows, on several threads.
template <typename Body>
void for_each_chunk(Index rows, int threads, const Body& body) {
  parallel_for(static_cast<std::size_t>((rows + chunk_rows - 1) / chunk_rows), threads, [&](std::size_t chunk) {
    const Index first = static_cast<Index>(chunk) * chunk_rows;
    body(chunk, first, std::min(chunk_rows, rows - first));
  });
}

// What every chunk of rows adds, summed up in the order of the chunks.
template <typename SumOfRows>
Matrix sum_over_chunks(const CurvePlan& plan, int threads, const SumOfRows& sum_of_rows) {
  std::vector<Matrix> sums(static_cast<std::size_t>((plan.rows.rows() + chunk_rows - 1) / chunk_rows));
  for_each_chunk(plan.rows.rows(), threads,
                 [&](std::size_t chunk, Index first, Index count) { sums[chunk] = sum_of_rows(first, count); });
  for (std::size_t chunk = 1; chunk < sums.size(); ++chunk) sums.front() += sums[chunk];
  return sums.front();
}

// Predictions of the chosen outputs at some rows with the variable at one point, rows × outputs.
Matrix predict_at(const Model& model, const CurvePlan& plan, Matrix& rows, std::size_t point) {
  rows.col(plan.variable).setConstant(plan.x[point]);
  return predict(model, rows, 1, plan.scale)(Eigen::all, plan.outputs);
}

// Each row from `first` on as often as it counts.
Eigen::RowVectorXd sum_of_rows(const CurvePlan& plan, Index first, const Matrix& rows) {
  if (plan.weights.size() == 0) return rows.colwise().sum();
  return plan.weights.segment(first, rows.rows()).transpose() * rows;
}

Matrix mean_curves(const Model& model, const CurvePlan& plan, int threads) {
  const Matrix sums = sum_over_chunks(plan, threads, [&](Index first, Index count) {
    Matrix sum(static_cast<Index>(plan.x.size()), static_cast<Index>(plan.outputs.size()));
    Matrix rows = plan.rows.middleRows(first, count);
    for (std::size_t i = 0; i < plan.x.size(); ++i) {
      sum.row(i) = sum_of_rows(plan, first, predict_at(model, plan, rows, i));
    }
    return sum;
  });
  return sums / total_weight(plan.weights, plan.rows.rows());
}

Matrix curves_of_rows(const Model& model, const CurvePlan& plan, int threads) {
  const Index all = plan.rows.rows();
  Matrix values(static_cast<Index>(plan.x.size()), all * static_cast<Index>(plan.outputs.size()));
  for_each_chunk(all, threads, [&](std::size_t, Index first, Index count) {
    Matrix rows = plan.rows.middleRows(first, count);
    for (std::size_t i = 0; i < plan.x.size(); ++i) {
      const Matrix y = predict_at(model, plan, rows, i);
      for (Index k = 0; k < y.cols(); ++k) {
        values.row(i).segment(k * all + first, count) = y.col(k).transpose();
      }
    }
  });
  return values;
}

// By how much f rises over each row's interval, rows × outputs: f at its right end less f at its left end, or the slope
// at the row itself times the width.
Matrix rises(const Model& model, const CurvePlan& plan, Index first, Index count) {
  const auto column = static_cast<Index>(plan.variable);
  Matrix rows = plan.rows.middleRows(first, count);
  const auto ends = [&](std::size_t before) {
    Vector x(count);
    for (Index i = 0; i < count; ++i) x[i] = plan.x[plan.interval[first + i] - before];
    return x;
  };
  const Vector left = ends(1), right = ends(0);
  if (!plan.derivative) {
    rows.col(column) = right;
    const Matrix at_right = predict(model, rows, 1, plan.scale);
    rows.col(column) = left;
    return (at_right - predict(model, rows, 1, plan.scale))(Eigen::all, plan.outputs);
  }
  const Slopes of_rows = slopes(model, rows, 1, plan.scale);
  const Index at = *of_rows.column(plan.variable);
  Matrix rise(count, static_cast<Index>(plan.outputs.size()));
  for (Index k = 0; k < rise.cols(); ++k) {
    const Matrix& by_variable = of_rows.by_output[plan.outputs[static_cast<std::size_t>(k)]];
    rise.col(k) = by_variable.col(at).cwiseProduct(right - left);
  }
  return rise;
}

Matrix accumulated_effects(const Model& model, const CurvePlan& plan, int threads) {
  const auto points = static_cast<Index>(plan.x.size());
  Matrix values = sum_over_chunks(plan, threads, [&](Index first, Index count) {
    const Matrix rise = rises(model, plan, first, count);
    Matrix sum = Matrix::Zero(points, rise.cols());
    for (Index i = 0; i < count; ++i) {
      sum.row(plan.interval[first + i]) += weight_of(plan.weights, first + i) * rise.row(i);
    }
    return sum;
  });
  Vector weight_of_interval = Vector::Zero(points);
  for (std::size_t row = 0; row < plan.interval.size(); ++row) {
    weight_of_interval[plan.interval[row]] += weight_of(plan.weights, static_cast<Index>(row));
  }
  Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(values.cols());
  for (Index k = 1; k < points; ++k) {
    const double rows = weight_of_interval[k];
    values.row(k) = values.row(k - 1) + values.row(k) / rows;
    mean += rows * (values.row(k - 1) + values.row(k)) / 2;
  }
  values.rowwise() -= mean / total_weight(plan.weights, plan.rows.rows());
  return values;
}

std::vector<Warning> warn_of_correlated(const Design& design, const Matrix& data, const CurvePlan& plan) {
  const Variable& variable = design.variables[plan.variable];
  if (variable.categorical || plan.kind == CurveKind::ale) return {};
  std::vector<std::string> parts;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const auto r = v == plan.variable ? std::nullopt : strong_correlation(design, data, plan.variable, v);
    if (r) parts.push_back(design.variables[v].name + " (" + format_number(*r, 2) + ")");
  }
  if (parts.empty()) return {};
  return {{"correlated_variables",
           variable.name + " is correlated with " + list_some(parts) +
               ", so the curve asks for combinations that the data hardly have; ⟨kind⟩ ale stays close to the data"}};
}

}  // namespace

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

Matrix curve_values(const Model& model, const CurvePlan& plan, int threads) {
  if (plan.kind == CurveKind::ale) return accumulated_effects(model, plan, threads);
  Matrix values =
      plan.kind == CurveKind::pdp ? mean_curves(model, plan, threads) : curves_of_rows(model, plan, threads);
  if (plan.zero) values.rowwise() -= values.row(*plan.zero).eval();
  return values;
}

namespace {

// One interval a point of each curve, curve by curve, as the values stand.
std::vector<Interval> intervals_of(const Model& model, const Curves& curves, const Matrix& values,
                                   const CurveOptions& options) {
  const auto points = static_cast<std::size_t>(values.size());
  if (curves.replicates == 0) return std::vector<Interval>(points, no_interval());
  return percentile_intervals(over_refits(model, curves.plan.rows.rows(), false, options.threads,
                                          [&](const Model& refit, const Vector&) -> Vector {
                                            return curve_values(refit, curves.plan, 1).reshaped();
                                          }),
                              options.interval.level);
}

// "Y at 3 of 21 points", of each target with a curve that misses any.
std::vector<std::string> missed(const Curves& curves) {
  std::vector<std::string> names;
  for (auto curve = curves.curves.begin(); curve != curves.curves.end();) {
    const std::string& target = curve->target;
    std::size_t points = 0, missing = 0;
    for (; curve != curves.curves.end() && curve->target == target; ++curve) {
      for (std::size_t k = 0; k < curve->intervals.size(); ++k, ++points) {
        if (misses(curve->y[k], curve->intervals[k])) ++missing;
      }
    }
    if (missing > 0) names.push_back(target + " at " + std::to_string(missing) + " of " + count_of(points, "point"));
  }
  return names;
}

}  // namespace

Curves curves(const Model& model, const Matrix& data, const CurveOptions& options) {
  Curves result{plan_curves(model.design, data, options), {}, 0, warn_of_extrapolation(model.design, data)};
  result.replicates = choose_refits(model, options.interval, result.warnings);
  const CurvePlan& plan = result.plan;
  const Matrix values = curve_values(model, plan, options.threads);
  if (values.size() * static_cast<Index>(result.replicates) > max_replicated_points) {
    result.replicates = 0;
    result.warnings.push_back({"no_intervals", "no intervals: too many points for them; ⟨rows⟩ draws fewer curves"});
  }
  const std::vector<Interval> intervals = intervals_of(model, result, values, options);
  const std::vector<std::string> names = model.design.output_names();
  const Index of_output = values.cols() / static_cast<Index>(plan.outputs.size());
  for (Index c = 0; c < values.cols(); ++c) {
    const auto within = static_cast<std::size_t>(c % of_output);
    const std::string& target = names[plan.outputs[static_cast<std::size_t>(c / of_output)]];
    Curve& curve = result.curves.emplace_back(Curve{target, target, {}, values.col(c), {}});
    curve.intervals.assign(intervals.begin() + c * values.rows(), intervals.begin() + (c + 1) * values.rows());
    if (plan.kind == CurveKind::lek) curve.label = format_number(lek_quantiles[within]);
    if (plan.kind != CurveKind::ice) continue;
    curve.label.clear();
    curve.row = plan.drawn[within];
  }
  const auto bad = static_cast<std::size_t>((!values.array().isFinite()).count());
  for (const auto& more : {warn_of_correlated(model.design, data, plan), warn_of_misses(model, missed(result)),
                           warn_of_not_finite("the curve", bad, static_cast<std::size_t>(values.size()), "point")}) {
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  return result;
}

}  // namespace nninterp
