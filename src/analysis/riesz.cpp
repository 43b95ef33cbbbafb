#include "riesz.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <Eigen/Cholesky>

namespace nninterp {

namespace {

constexpr std::array<double, 6> penalties{1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1};
constexpr double share_of_penalty = 0.3;

// How many of the terms, and which penalty.
struct Shape {
  Index terms;
  double penalty;
};

Matrix mean_products(const RieszSums& sums, Index terms) {
  return sums.products.topLeftCorner(terms, terms) / sums.weight;
}

// Of a functional that has no rows here 0.
Matrix mean_functionals(const RieszSums& sums, Index terms) {
  const Vector shares = (sums.weights.array() > 0).select(sums.weights.cwiseInverse(), 0);
  return sums.functionals.topRows(terms) * shares.asDiagonal();
}

Matrix solve(const RieszSums& sums, const Shape& shape) {
  Matrix left = mean_products(sums, shape.terms);
  left.diagonal().tail(shape.terms - 1).array() += shape.penalty;
  return Eigen::LLT<Matrix>(left).solve(mean_functionals(sums, shape.terms));
}

// What is to be least, one a functional.
Vector loss(const RieszSums& sums, const Matrix& coefficients) {
  const Index terms = coefficients.rows();
  const Matrix moved = mean_products(sums, terms).selfadjointView<Eigen::Lower>() * coefficients;
  return coefficients.cwiseProduct(moved - 2 * mean_functionals(sums, terms)).colwise().sum();
}

RieszSums of_functional(const RieszSums& sums, Index functional) {
  RieszSums one = sums;
  one.functionals = sums.functionals.col(functional).eval();
  one.weights = sums.weights.segment(functional, 1).eval();
  return one;
}

// At least what three rows weigh.
double least_penalty(const RieszSums& all) { return 3 / std::max(1.0, all.rows); }

std::vector<Shape> best_shapes(const std::vector<RieszSums>& parts, const RieszSums& all, Index plain) {
  const Index terms = all.products.rows(), count = all.functionals.cols();
  std::vector<Shape> best(static_cast<std::size_t>(count), {terms, least_penalty(all)});
  if (parts.size() < 2) return best;
  Vector least = Vector::Constant(count, std::numeric_limits<double>::infinity());
  for (const Index size : terms > plain ? std::vector<Index>{plain, terms} : std::vector<Index>{terms}) {
    for (const double penalty : penalties) {
      Vector losses = Vector::Zero(count);
      for (const RieszSums& left_out : parts) {
        RieszSums rest = all;
        rest.add(left_out, -1);
        losses += loss(left_out, solve(rest, {size, penalty}));
      }
      for (Index k = 0; k < count; ++k) {
        if (!(losses[k] < least[k])) continue;
        least[k] = losses[k];
        best[k] = {size, std::max(share_of_penalty * penalty, least_penalty(all))};
      }
    }
  }
  return best;
}

}  // namespace

RieszSums::RieszSums(Index terms, Index count)
    : products(Matrix::Zero(terms, terms)), functionals(Matrix::Zero(terms, count)), weights(Vector::Zero(count)) {}

void RieszSums::add(const RieszSums& other, double sign) {
  products += sign * other.products;
  functionals += sign * other.functionals;
  weight += sign * other.weight;
  rows += sign * other.rows;
  weights += sign * other.weights;
}

Matrix riesz_representers(const std::vector<RieszSums>& parts, Index plain) {
  RieszSums all(parts.front().products.rows(), parts.front().functionals.cols());
  for (const RieszSums& part : parts) all.add(part);
  const std::vector<Shape> best = best_shapes(parts, all, plain);
  Matrix coefficients = Matrix::Zero(all.products.rows(), all.functionals.cols());
  for (Index k = 0; k < coefficients.cols(); ++k) {
    coefficients.col(k).head(best[k].terms) = solve(of_functional(all, k), best[k]);
  }
  return coefficients;
}

}  // namespace nninterp
