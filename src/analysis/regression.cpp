#include "regression.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>

#include "nninterp/core/random.hpp"
namespace nninterp {

Matrix with_unit_columns(Matrix columns) {
  for (Index k = 0; k < columns.cols(); ++k) {
    const double size = columns.col(k).norm();
    if (size > 0) columns.col(k) /= size;
  }
  return columns;
}

namespace {

// Squared distance of a column of length 1 from what the others make.
constexpr double nearly_dependent = 1e-12;

// Columns that are independent, and columns = basis · upper with an orthonormal basis.
struct Orthogonal {
  std::vector<Index> columns;
  Matrix basis, upper;
};

Matrix gram(const Matrix& columns) {
  Matrix result = Matrix::Zero(columns.cols(), columns.cols());
  if (columns.cols() == 0) return result;
  result.selfadjointView<Eigen::Lower>().rankUpdate(columns.transpose());
  return result.selfadjointView<Eigen::Lower>();
}

// By Cholesky's decomposition of their products, always with the column of which most is left.
std::vector<Index> independent_columns(const Matrix& products) {
  const Index count = products.cols();
  std::vector<Index> chosen;
  Matrix factor(count, count);
  Vector left = products.diagonal();
  for (Index k = 0; k < count; ++k) {
    Index best = 0;
    if (!(left.maxCoeff(&best) > nearly_dependent)) break;
    const Vector others = factor.leftCols(k) * factor.row(best).head(k).transpose();
    factor.col(k) = (products.col(best) - others) / std::sqrt(left[best]);
    left -= factor.col(k).cwiseAbs2();
    left[best] = 0;
    chosen.push_back(best);
  }
  return chosen;
}

// Cholesky QR, twice (Yamamoto et al. 2015, Electronic Transactions on Numerical Analysis 44, 306-326): as exact as
// Householder's for columns that are no more dependent than this, and a product of matrices.
Orthogonal orthogonal(const Matrix& columns) {
  Orthogonal result;
  result.columns = independent_columns(gram(columns));
  result.basis = columns(Eigen::all, result.columns);
  result.upper.setIdentity(result.basis.cols(), result.basis.cols());
  for (int step = 0; step < 2 && !result.columns.empty(); ++step) {
    const Matrix upper = gram(result.basis).llt().matrixU();
    result.basis = upper.triangularView<Eigen::Upper>().solve<Eigen::OnTheRight>(result.basis);
    result.upper = upper * result.upper;
  }
  return result;
}

Matrix beyond(const Matrix& basis, const Matrix& columns) { return columns - basis * (basis.transpose() * columns); }

}  // namespace

Regression::Regression(const Matrix& columns, const Vector& errors, const std::vector<Index>& clusters)
    : clusters_(clusters), errors_(errors) {
  Orthogonal independent = orthogonal(columns);
  columns_ = std::move(independent.columns);
  basis_ = std::move(independent.basis);
  inverse_ = independent.upper.triangularView<Eigen::Upper>().solve(basis_.transpose());
  left_ = beyond(basis_, errors);
  leverage_ = basis_.rowwise().squaredNorm();
}

Vector Regression::beyond_others(Index column) const {
  const auto at = std::find(columns_.begin(), columns_.end(), column);
  if (at == columns_.end()) return {};
  const auto own = inverse_.row(at - columns_.begin());
  return own.transpose() / own.squaredNorm();
}

double Regression::p_value(Index column) const {
  const Vector own = beyond_others(column);
  if (own.size() == 0) return nan;
  return p_value(own, own.dot(errors_) / own.squaredNorm(), left_, leverage_);
}

double Regression::p_value(Index column, const Matrix& more) const {
  const Vector own = beyond_others(column);
  if (own.size() == 0) return nan;
  const Matrix left = beyond(basis_, more), added = orthogonal(left).basis;
  // What all columns but this one do not tell of the new ones.
  const Matrix others = orthogonal(left + own * (own.transpose() * more) / own.squaredNorm()).basis;
  const Vector alone = beyond(others, own);
  if (!(alone.squaredNorm() > nearly_dependent * own.squaredNorm())) return nan;
  return p_value(alone, alone.dot(errors_) / alone.squaredNorm(), beyond(added, left_),
                 leverage_ + added.rowwise().squaredNorm());
}

double Regression::p_value(const Vector& column) const {
  const Vector own = beyond(basis_, column);
  const double squares = own.squaredNorm();
  if (!(squares > 1e-16 * column.squaredNorm())) return nan;
  const double coefficient = own.dot(errors_) / squares;
  return p_value(own, coefficient, left_ - coefficient * own, leverage_ + own.cwiseAbs2() / squares);
}

double Regression::p_value(const Vector& own, double coefficient, const Vector& residuals,
                           const Vector& leverages) const {
  const Vector scores = own.array() * residuals.array() / (1 - leverages.array()).max(1e-6);
  double squares = scores.squaredNorm();
  if (!clusters_.empty()) {
    Vector sums = Vector::Zero(*std::max_element(clusters_.begin(), clusters_.end()) + 1);
    for (Index i = 0; i < scores.size(); ++i) sums[clusters_[i]] += scores[i];
    squares = sums.squaredNorm();
  }
  const double z = coefficient * own.squaredNorm() / std::sqrt(squares);
  return std::isfinite(z) ? normal_probability(-z) : nan;
}

LogisticFit fit_logistic(const Matrix& terms, const Vector& y, const Vector& weights) {
  const Matrix basis = with_unit_columns(terms) * std::sqrt(static_cast<double>(terms.rows()));
  constexpr double penalty = 0.1;
  Vector coefficients = Vector::Zero(basis.cols());
  LogisticFit fit;
  for (int step = 0; step < 50; ++step) {
    fit.log_odds = (basis * coefficients).array().max(-30).min(30);
    const Vector p = 1 / (1 + (-fit.log_odds).array().exp());
    fit.residuals = y - p;
    fit.variances = p.array() * (1 - p.array());
    const Vector gradient = basis.transpose() * weights.cwiseProduct(fit.residuals) - penalty * coefficients;
    Matrix information = basis.transpose() * weights.cwiseProduct(fit.variances).asDiagonal() * basis;
    information.diagonal().array() += penalty;
    Vector move = information.llt().solve(gradient);
    move *= std::min(1.0, 2 / std::max(1e-300, move.lpNorm<Eigen::Infinity>()));
    coefficients += move;
    if (move.lpNorm<Eigen::Infinity>() < 1e-9) break;
  }
  return fit;
}

}  // namespace nninterp
