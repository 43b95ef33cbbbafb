#include "curve_intervals.hpp"

#include <algorithm>

#include "cross_fitting.hpp"
#include "nninterp/core/statistics.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// Values at the points of a plan as means of numbers at rows. Of ALE: a row's rise counts at each point from the end of
// its step on, less what centring takes away again, as often as all rows stand to those of the step.
class CurveMeans {
 public:
  CurveMeans(const Model& model, const CurvePlan& plan, const Matrix& data, const Vector& weights)
      : model_(model), plan_(plan), weights_(weights) {
    if (plan.kind != CurveKind::ale) return;
    const auto points = static_cast<Index>(plan.x.size());
    const Vector values = data.col(static_cast<Index>(plan.variable)), share = shares_at(plan, values, weights);
    Vector rows = Vector::Zero(points);
    for (std::size_t step = 0; step < steps(plan); ++step) {
      for (Index i = 0; i < values.size(); ++i) {
        rows[static_cast<Index>(right_end(plan, values[i], step))] += weight_of(weights, i);
      }
    }
    shares_ = Matrix::Zero(points, points);
    for (Index end = 1; end < points; ++end) {
      shares_.row(end).tail(points - end).setOnes();
      shares_.row(end).array() -= share.tail(points - end).sum();
      shares_.row(end) *= total_weight(weights, values.size()) / rows[end];
    }
  }

  LinearMeans means() const {
    LinearMeans result;
    const auto points = plan_.x.size();
    for (std::size_t point = 0; point < points; ++point) result.functionals.push_back({point, 0});
    for (const Index output : plan_.outputs) {
      for (std::size_t point = 0; point < points; ++point) result.means.push_back({output, point});
    }
    result.weights = [this](const std::vector<Index>& rows, std::size_t) -> Vector {
      if (weights_.size() > 0) return weights_(rows);
      return Vector::Ones(static_cast<Index>(rows.size()));
    };
    result.at_rows = [this](const Model& other, const Matrix& rows) { return at_rows(other, held(rows, plan_.at)); };
    result.of_terms = [this](const Terms& terms, const Matrix& rows, std::size_t point, const Model&, Index) {
      const Matrix at = held(rows, plan_.at);
      return plan_.kind == CurveKind::ale ? rise_of_terms(terms, at, point) : value_of_terms(terms, at, point);
    };
    return result;
  }

 private:
  // rows × (outputs · points).
  Matrix at_rows(const Model& other, const Matrix& rows) const {
    const auto points = static_cast<Index>(plan_.x.size()), outputs = static_cast<Index>(plan_.outputs.size());
    Matrix numbers(rows.rows(), outputs * points);
    const bool ale = plan_.kind == CurveKind::ale;
    std::vector<Matrix> of_step;
    for (std::size_t step = 0; ale && step < steps(plan_); ++step) of_step.push_back(rises(other, plan_, rows, step));
    const Matrix zero = plan_.zero ? values_at(other, plan_, rows, *plan_.zero) : Matrix();
    for (Index point = 0; point < points; ++point) {
      Matrix values = ale ? Matrix(Matrix::Zero(rows.rows(), outputs))
                          : values_at(other, plan_, rows, static_cast<std::size_t>(point));
      for (std::size_t step = 0; step < of_step.size(); ++step) {
        values += shares(rows, point, step).asDiagonal() * of_step[step];
      }
      if (plan_.zero) values -= zero;
      for (Index k = 0; k < outputs; ++k) numbers.col(k * points + point) = values.col(k);
    }
    return numbers;
  }

  Matrix inputs_at(Matrix rows, std::size_t point) const {
    rows.col(static_cast<Index>(plan_.variable)).setConstant(plan_.x[point]);
    return encode_inputs(model_.design, rows);
  }

  Matrix value_of_terms(const Terms& terms, const Matrix& rows, std::size_t point) const {
    const Matrix inputs = inputs_at(rows, point);
    if (!plan_.zero) return terms.values(inputs);
    return terms.differences(inputs, inputs_at(rows, *plan_.zero), inputs_of(model_.design, plan_.variable));
  }

  Matrix rise_of_terms(const Terms& terms, const Matrix& rows, std::size_t point) const {
    Matrix sum = step_of_terms(terms, rows, point, 0);
    for (std::size_t step = 1; step < steps(plan_); ++step) sum += step_of_terms(terms, rows, point, step);
    return sum;
  }

  Matrix step_of_terms(const Terms& terms, const Matrix& rows, std::size_t point, std::size_t step) const {
    const IntervalEnds ends = ends_of_rows(plan_, rows, step);
    const Vector share = shares(rows, static_cast<Index>(point), step);
    if (plan_.derivative) {
      const Index input = model_.design.first_inputs()[plan_.variable];
      const double scale = model_.design.variables[plan_.variable].scale;
      return (share.cwiseProduct(ends.widths) / scale).asDiagonal() *
             terms.slopes(encode_inputs(model_.design, rows), input);
    }
    return share.asDiagonal() * terms.differences(encode_inputs(model_.design, ends.right),
                                                  encode_inputs(model_.design, ends.left),
                                                  inputs_of(model_.design, plan_.variable));
  }

  Vector shares(const Matrix& rows, Index point, std::size_t step) const {
    Vector result(rows.rows());
    for (Index i = 0; i < rows.rows(); ++i) {
      result[i] = shares_(static_cast<Index>(right_end(plan_, rows(i, plan_.variable), step)), point);
    }
    return result;
  }

  const Model& model_;
  const CurvePlan& plan_;
  const Vector& weights_;
  Matrix shares_;  // ale: right ends of steps × points
};

// Where so few rows lie at or beyond a value, the smooth terms guess.
constexpr Index enough_beyond = 10, rows_for_each = 30;

// Of partial dependence: whether enough rows lie on either side of a point; of small tables some are enough.
bool reaches(const CurvePlan& plan, const Variable& variable, const Vector& values, double x) {
  if (plan.kind != CurveKind::pdp || variable.categorical || variable.two_valued()) return true;
  const Index enough = std::clamp<Index>(values.size() / rows_for_each, 2, enough_beyond);
  return (values.array() <= x).count() >= enough && (values.array() >= x).count() >= enough;
}

}  // namespace

std::vector<Interval> cross_fit_intervals(const Model& model, const Matrix& data, const Vector& weights,
                                          const CurvePlan& plan, const IntervalOptions& options, int threads) {
  const CurveMeans curve(model, plan, data, weights);
  const Variable& variable = model.design.variables[plan.variable];
  Vector values = data.col(static_cast<Index>(plan.variable));
  if (weights.size() > 0) values = values(rows_that_count(weights)).eval();
  std::vector<Interval> intervals;
  for (const DebiasedMean& mean : debias(model, data, options, curve.means(), plan.scale, threads)) {
    const double x = plan.x[intervals.size() % plan.x.size()];
    intervals.push_back(reaches(plan, variable, values, x) ? debiased_interval(mean, options.level) : no_interval());
  }
  return intervals;
}

}  // namespace nninterp
