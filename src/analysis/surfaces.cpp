#include "nninterp/analysis/surfaces.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "correlation.hpp"
#include "curve_groups.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/partial_dependence.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

using Plans = std::array<CurvePlan, 2>;

Index points_of(const CurvePlan& plan) { return static_cast<Index>(plan.x.size()); }
Vector values_of(const CurvePlan& plan) { return plan.rows.col(static_cast<Index>(plan.variable)); }

// ---- partial dependence ----

// All pairs of points, the first variable's fastest; of the others a row's values, which do not matter.
Matrix pairs_of_points(const Plans& plans) {
  const Index first = points_of(plans[0]), second = points_of(plans[1]);
  Matrix pairs = plans[0].rows.topRows(1).replicate(first * second, 1);
  for (Index j = 0; j < second; ++j) {
    for (Index i = 0; i < first; ++i) {
      pairs(j * first + i, static_cast<Index>(plans[0].variable)) = plans[0].x[static_cast<std::size_t>(i)];
      pairs(j * first + i, static_cast<Index>(plans[1].variable)) = plans[1].x[static_cast<std::size_t>(j)];
    }
  }
  return pairs;
}

// Points × points, an output after the other.
std::vector<Matrix> mean_predictions(const Model& model, const Plans& plans, int threads) {
  const Design& design = model.design;
  const OutputScale scale = plans[0].scale;
  check_scale(model, scale);
  HeldInputs both{inputs_of(design, plans[0].variable), false};
  for (const Index input : inputs_of(design, plans[1].variable)) both.inputs.push_back(input);
  const Matrix rows = encode_inputs(design, plans[0].rows);
  Matrix values = partial_dependence(model.network, encode_inputs(design, pairs_of_points(plans)),
                                     Background{rows, plans[0].weights}, {both}, {scale}, threads)
                      .front()
                      .held.front();
  if (scale == OutputScale::response) decode_outputs(design, values);
  std::vector<Matrix> surfaces;
  for (const Index output : plans[0].outputs) {
    surfaces.emplace_back(values.col(output).reshaped(points_of(plans[0]), points_of(plans[1])));
  }
  return surfaces;
}

// ---- second-order accumulated local effects ----

// How often rows are in the cell of two steps, by the points at their right ends, and by how much the difference of f
// along one variable grows along the other there.
struct Cells {
  Matrix weights;
  std::vector<Matrix> changes;  // an output each; summed up over the rows
};

void add_steps(const Model& model, const Plans& plans, std::array<std::size_t, 2> step, int threads, Cells& cells) {
  const Matrix& rows = plans[0].rows;
  std::array<std::vector<std::size_t>, 2> ends;
  std::array<Matrix, 4> corners{rows, rows, rows, rows};  // left and right of the first, then of the second
  for (std::size_t v = 0; v < 2; ++v) {
    const auto column = static_cast<Index>(plans[v].variable);
    for (Index i = 0; i < rows.rows(); ++i) {
      ends[v].push_back(right_end(plans[v], rows(i, column), step[v]));
      if (ends[v].back() == 0) continue;
      for (std::size_t corner = 0; corner < 4; ++corner) {
        const bool right = (corner >> v & 1U) != 0;
        corners[corner](i, column) = plans[v].x[ends[v].back() - (right ? 0 : 1)];
      }
    }
  }
  std::array<Matrix, 4> f;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    f[corner] = predict(model, corners[corner], threads, plans[0].scale)(Eigen::all, plans[0].outputs);
  }
  const Matrix change = (f[3] - f[2]) - (f[1] - f[0]);
  for (Index i = 0; i < rows.rows(); ++i) {
    const std::size_t row = ends[0][static_cast<std::size_t>(i)], column = ends[1][static_cast<std::size_t>(i)];
    if (row == 0 || column == 0) continue;
    const double weight = weight_of(plans[0].weights, i);
    cells.weights(static_cast<Index>(row), static_cast<Index>(column)) += weight;
    for (std::size_t k = 0; k < cells.changes.size(); ++k) {
      cells.changes[k](static_cast<Index>(row), static_cast<Index>(column)) +=
          weight * change(i, static_cast<Index>(k));
    }
  }
}

double middle(const CurvePlan& plan, Index end) {
  const auto k = static_cast<std::size_t>(end);
  return (plan.x[k - 1] + plan.x[k]) / 2 / (plan.x.back() - plan.x.front());
}

// Of each cell without rows the nearest one that has some, in parts of the ranges; first of all where they are as near.
std::vector<std::array<Index, 4>> nearest_cells(const Plans& plans, const Matrix& weights) {
  std::vector<std::array<Index, 4>> nearest;
  for (Index j = 1; j < weights.cols(); ++j) {
    for (Index i = 1; i < weights.rows(); ++i) {
      if (weights(i, j) > 0) continue;
      double least = std::numeric_limits<double>::infinity();
      std::array<Index, 4> best{i, j, i, j};
      for (Index l = 1; l < weights.cols(); ++l) {
        for (Index k = 1; k < weights.rows(); ++k) {
          if (!(weights(k, l) > 0)) continue;
          const double aside = middle(plans[0], k) - middle(plans[0], i),
                       up = middle(plans[1], l) - middle(plans[1], j);
          const double distance = aside * aside + up * up;
          if (distance < least) least = distance, best = {i, j, k, l};
        }
      }
      nearest.push_back(best);
    }
  }
  return nearest;
}

// How often rows stand at two points; `ends`: of that variable the ends of steps in place of the points.
Matrix rows_at(const Plans& plans, std::optional<std::size_t> ends) {
  Matrix rows = Matrix::Zero(points_of(plans[0]), points_of(plans[1]));
  const auto places = [&](std::size_t v, double value) {
    if (ends != v) return places_of(plans[v], value);
    std::vector<std::pair<std::size_t, double>> at;
    for (std::size_t step = 0; step < steps(plans[v]); ++step) at.emplace_back(right_end(plans[v], value, step), 1);
    return at;
  };
  const Vector first = values_of(plans[0]), second = values_of(plans[1]);
  for (Index i = 0; i < first.size(); ++i) {
    for (const auto& [row, part] : places(0, first[i])) {
      for (const auto& [column, share] : places(1, second[i])) {
        rows(static_cast<Index>(row), static_cast<Index>(column)) += weight_of(plans[0].weights, i) * part * share;
      }
    }
  }
  return rows;
}

// The course along the rows of a matrix alone: what its differences from row to row are on average, summed up. Of
// steps without any row 0.
Vector course(const Matrix& f, const Matrix& rows_of_steps) {
  Vector sum = Vector::Zero(f.rows());
  for (Index k = 1; k < f.rows(); ++k) {
    const double rows = rows_of_steps.row(k).sum();
    sum[k] = sum[k - 1] + (rows > 0 ? rows_of_steps.row(k).dot(f.row(k) - f.row(k - 1)) / rows : 0);
  }
  return sum;
}

std::vector<Matrix> second_order_effects(const Model& model, const Plans& plans, int threads) {
  const Index first = points_of(plans[0]), second = points_of(plans[1]);
  Cells cells{Matrix::Zero(first, second), {plans[0].outputs.size(), Matrix::Zero(first, second)}};
  for (std::size_t a = 0; a < steps(plans[0]); ++a) {
    for (std::size_t b = 0; b < steps(plans[1]); ++b) add_steps(model, plans, {a, b}, threads, cells);
  }
  const auto nearest = nearest_cells(plans, cells.weights);
  const Matrix rows = rows_at(plans, {}), along_first = rows_at(plans, 0), along_second = rows_at(plans, 1);
  for (Matrix& f : cells.changes) {
    f = (cells.weights.array() > 0).select(f.array() / cells.weights.array(), 0).matrix().eval();
    for (const auto& [i, j, k, l] : nearest) f(i, j) = f(k, l);
    for (Index i = 1; i < first; ++i) f.row(i) += f.row(i - 1);
    for (Index j = 1; j < second; ++j) f.col(j) += f.col(j - 1);
    const Vector of_first = course(f, along_first), of_second = course(f.transpose(), along_second.transpose());
    f.colwise() -= of_first;
    f.rowwise() -= of_second.transpose();
    f.array() -= f.cwiseProduct(rows).sum() / rows.sum();
  }
  return cells.changes;
}

// ---- both ----

std::vector<std::vector<std::size_t>> count_rows(const Plans& plans) {
  std::vector<std::vector<std::size_t>> rows(plans[0].x.size(), std::vector<std::size_t>(plans[1].x.size(), 0));
  const Vector first = values_of(plans[0]), second = values_of(plans[1]);
  for (Index i = 0; i < first.size(); ++i) {
    const auto at = point_of(plans[0], first[i]), other = point_of(plans[1], second[i]);
    if (at && other) ++rows[*at][*other];
  }
  return rows;
}

// All rows, or those of a group.
struct Part {
  std::string group;
  Plans plans;
  std::vector<Matrix> z;  // an output each
  Matrix rows;            // how often they stand at each pair of points
};

std::vector<Part> parts_of(const Model& model, const Matrix& data, const CurveOptions& options,
                           const std::array<CurveOptions, 2>& of_each, const std::optional<Grouping>& grouping,
                           Surfaces& surfaces) {
  const Plans& all = surfaces.plans;
  std::vector<Part> parts;
  if (grouping) {
    for (const auto& [name, rows] :
         groups_with_curves(*grouping, data, options.weights, {all[0], all[1]}, surfaces.warnings)) {
      parts.push_back({name,
                       {plan_group(model.design, data, rows, of_each[0], all[0]),
                        plan_group(model.design, data, rows, of_each[1], all[1])},
                       {},
                       {}});
    }
  } else {
    parts.push_back({"", all, {}, {}});
  }
  for (Part& part : parts) {
    part.rows = rows_at(part.plans, {});
    part.z = options.kind == CurveKind::ale ? second_order_effects(model, part.plans, options.threads)
                                            : mean_predictions(model, part.plans, options.threads);
  }
  return parts;
}

}  // namespace

bool Surface::near_rows(std::size_t first, std::size_t second, bool ale) const {
  const std::size_t reach = ale ? 2 : 1;
  for (std::size_t i = first; i < std::min(rows.size(), first + reach); ++i) {
    for (std::size_t j = second; j < std::min(rows[i].size(), second + reach); ++j) {
      if (rows[i][j] > 0) return true;
    }
  }
  return false;
}

void check_surface(const CurveOptions& options) {
  if (options.kind != CurveKind::pdp && options.kind != CurveKind::ale) {
    throw UsageError("⟨kind⟩: " + std::string(name_of(options.kind)) + " is along one variable",
                     "pdp and ale have surfaces");
  }
  const auto refuse = [](bool given, const std::string& option) {
    if (given) throw UsageError(option + ": is for curves along one variable", "⟨var⟩ A names one");
  };
  refuse(!options.points.empty(), "⟨points⟩");
  refuse(options.center, "⟨center⟩");
  refuse(options.derivative, "⟨derivative⟩");
  if (options.interval.method != IntervalMethod::automatic && options.interval.method != IntervalMethod::none) {
    throw UsageError("⟨interval⟩: surfaces have no intervals",
                     "curves along one variable, also ⟨by⟩ the other, have some");
  }
}

Surfaces surfaces(const Model& model, const Matrix& data, const CurveOptions& options, const std::string& other,
                  const std::optional<Grouping>& grouping) {
  check_surface(options);
  if (other == options.variable) throw InputError("⟨var⟩: '" + one_line(other) + "' is named twice");
  CurveOptions of_first = options;
  of_first.usual = usual_surface_grid;
  CurveOptions of_second = of_first;
  of_second.variable = other;
  const Design& design = model.design;
  Surfaces result{{plan_curves(design, data, of_first), plan_curves(design, data, of_second)},
                  grouping ? grouping->name : "",
                  {},
                  warn_of_extrapolation(design, data)};
  const std::vector<std::string> names = design.output_names();
  const std::vector<Part> parts = parts_of(model, data, options, {of_first, of_second}, grouping, result);
  std::size_t bad = 0, points = 0;
  for (std::size_t k = 0; k < result.plans[0].outputs.size(); ++k) {
    const std::string& target = names[static_cast<std::size_t>(result.plans[0].outputs[k])];
    for (const Part& part : parts) {
      const Matrix& z = part.z[k];
      result.surfaces.push_back({target,
                                 part.group,
                                 {part.plans[0].x, part.plans[1].x},
                                 z,
                                 count_rows(part.plans),
                                 z.cwiseProduct(part.rows).sum() / part.rows.sum()});
      double& mean = result.surfaces.back().mean;
      if (options.kind == CurveKind::ale && std::isfinite(mean)) mean = 0;  // but for rounding
      bad += static_cast<std::size_t>((!z.array().isFinite()).count());
      points += static_cast<std::size_t>(z.size());
    }
  }
  const bool near = options.kind == CurveKind::ale;
  for (const auto& more :
       {warn_of_holds(design, data, options.at),
        near ? std::vector<Warning>()
             : warn_of_correlated(design, data, {result.plans[0].variable, result.plans[1].variable}, "surface"),
        warn_of_not_finite("the surface", bad, points, "point")}) {
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  return result;
}

}  // namespace nninterp
