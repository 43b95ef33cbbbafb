#include "nninterp/analysis/curve_values.hpp"

#include <algorithm>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"

namespace nninterp {

namespace {

constexpr Index chunk_rows = 2048;

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

Matrix predict_chosen(const Model& model, const CurvePlan& plan, const Matrix& rows) {
  return predict(model, rows, 1, plan.scale)(Eigen::all, plan.outputs);
}

// The rows are changed in place.
Matrix predict_at(const Model& model, const CurvePlan& plan, Matrix& rows, std::size_t point) {
  rows.col(plan.variable).setConstant(plan.x[point]);
  return predict_chosen(model, plan, rows);
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
  const Index of_output = plan.kind == CurveKind::ice ? all + 1 : all;  // with the mean
  Matrix values(static_cast<Index>(plan.x.size()), of_output * static_cast<Index>(plan.outputs.size()));
  for_each_chunk(all, threads, [&](std::size_t, Index first, Index count) {
    Matrix rows = plan.rows.middleRows(first, count);
    for (std::size_t i = 0; i < plan.x.size(); ++i) {
      const Matrix y = predict_at(model, plan, rows, i);
      for (Index k = 0; k < y.cols(); ++k) {
        values.row(i).segment(k * of_output + first, count) = y.col(k).transpose();
      }
    }
  });
  for (Index last = all; of_output > all && last < values.cols(); last += of_output) {
    const Matrix curves = values.middleCols(last - all, all);
    values.col(last) = plan.weights.size() > 0 ? Vector(curves * plan.weights) : Vector(curves.rowwise().sum());
    values.col(last) /= total_weight(plan.weights, all);
  }
  return values;
}

// The last column of the sums counts the rows of each step.
Matrix accumulated_effects(const Model& model, const CurvePlan& plan, int threads) {
  const auto points = static_cast<Index>(plan.x.size()), outputs = static_cast<Index>(plan.outputs.size());
  const Vector at = plan.rows.col(static_cast<Index>(plan.variable));
  const Matrix sums = sum_over_chunks(plan, threads, [&](Index first, Index count) {
    Matrix sum = Matrix::Zero(points, outputs + 1);
    for (std::size_t step = 0; step < steps(plan); ++step) {
      const Matrix rise = rises(model, plan, plan.rows.middleRows(first, count), step);
      for (Index i = 0; i < count; ++i) {
        const auto end = static_cast<Index>(right_end(plan, at[first + i], step));
        const double weight = weight_of(plan.weights, first + i);
        sum.row(end).head(outputs) += weight * rise.row(i);
        sum(end, outputs) += weight;
      }
    }
    return sum;
  });
  Matrix values = Matrix::Zero(points, outputs);
  for (Index k = 1; k < points; ++k) {
    values.row(k) = values.row(k - 1) + sums.row(k).head(outputs) / sums(k, outputs);
  }
  values.rowwise() -= shares_at(plan, at, plan.weights).transpose() * values;
  return values;
}

}  // namespace

Matrix values_at(const Model& model, const CurvePlan& plan, Matrix rows, std::size_t point) {
  return predict_at(model, plan, rows, point);
}

IntervalEnds ends_of_rows(const CurvePlan& plan, const Matrix& rows, std::size_t step) {
  const auto column = static_cast<Index>(plan.variable);
  IntervalEnds ends{rows, rows, Vector::Zero(rows.rows())};
  for (Index i = 0; i < rows.rows(); ++i) {
    const std::size_t right = right_end(plan, rows(i, column), step);
    if (right == 0) continue;
    ends.left(i, column) = plan.x[right - 1];
    ends.right(i, column) = plan.x[right];
    ends.widths[i] = plan.x[right] - plan.x[right - 1];
  }
  return ends;
}

Matrix rises(const Model& model, const CurvePlan& plan, const Matrix& rows, std::size_t step) {
  const IntervalEnds ends = ends_of_rows(plan, rows, step);
  if (!plan.derivative) return predict_chosen(model, plan, ends.right) - predict_chosen(model, plan, ends.left);
  const Slopes of_rows = slopes(model, rows, 1, plan.scale);
  const Index at = *of_rows.column(plan.variable);
  Matrix rise(rows.rows(), static_cast<Index>(plan.outputs.size()));
  for (Index k = 0; k < rise.cols(); ++k) {
    const Matrix& by_variable = of_rows.by_output[plan.outputs[static_cast<std::size_t>(k)]];
    rise.col(k) = by_variable.col(at).cwiseProduct(ends.widths);
  }
  return rise;
}

Matrix curve_values(const Model& model, const CurvePlan& plan, int threads) {
  if (plan.kind == CurveKind::ale) return accumulated_effects(model, plan, threads);
  Matrix values =
      plan.kind == CurveKind::pdp ? mean_curves(model, plan, threads) : curves_of_rows(model, plan, threads);
  if (plan.zero) values.rowwise() -= values.row(*plan.zero).eval();
  return values;
}

}  // namespace nninterp
