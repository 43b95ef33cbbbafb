#include "riesz.hpp"

#include <algorithm>

#include <Eigen/Cholesky>

namespace nninterp {

namespace {

constexpr double share_of_penalty = 0.3;
constexpr double rows_of_penalty = 3;  // of the least one
constexpr double largest_penalty = 0.1, between_penalties = 3.1622776601683795;

// Those that may be taken, ascending.
std::vector<double> penalties(double rows) {
  std::vector<double> result{rows_of_penalty / std::max(1.0, rows)};
  while (result.back() < share_of_penalty * largest_penalty) result.push_back(between_penalties * result.back());
  return result;
}

// Of a functional that has no rows here 0.
Matrix mean_functionals(const RieszSums& sums) {
  const Vector shares = (sums.weights.array() > 0).select(sums.weights.cwiseInverse(), 0);
  return sums.functionals * shares.asDiagonal();
}

Matrix solve(const RieszSums& sums, const Matrix& functionals, double penalty) {
  Matrix left = sums.products / sums.weight;
  left.diagonal().tail(left.rows() - 1).array() += penalty;
  return Eigen::LLT<Matrix>(left).solve(functionals);
}

// What is to be least, one a functional.
Vector loss(const RieszSums& sums, const Matrix& coefficients) {
  const Matrix moved = sums.products.selfadjointView<Eigen::Lower>() * coefficients / sums.weight;
  return coefficients.cwiseProduct(moved - 2 * mean_functionals(sums)).colwise().sum();
}

// Positions of the best among the penalties, one a functional.
std::vector<std::size_t> best_penalties(const std::vector<RieszSums>& parts, const RieszSums& all,
                                        const std::vector<double>& grid) {
  const Index count = all.functionals.cols();
  std::vector<std::size_t> best(static_cast<std::size_t>(count), 0);
  if (parts.size() < 2) return best;
  Matrix losses = Matrix::Zero(count, static_cast<Index>(grid.size()));
  for (const RieszSums& left_out : parts) {
    if (!(left_out.weight > 0)) continue;
    RieszSums rest = all;
    rest.add(left_out, -1);
    const Matrix functionals = mean_functionals(rest);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      losses.col(static_cast<Index>(i)) += loss(left_out, solve(rest, functionals, grid[i] / share_of_penalty));
    }
  }
  for (Index k = 0; k < count; ++k) {
    Index least = 0;
    losses.row(k).minCoeff(&least);
    best[k] = static_cast<std::size_t>(least);
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

Matrix riesz_representers(const std::vector<RieszSums>& parts) {
  RieszSums all(parts.front().products.rows(), parts.front().functionals.cols());
  for (const RieszSums& part : parts) all.add(part);
  const std::vector<double> grid = penalties(all.rows);
  const std::vector<std::size_t> best = best_penalties(parts, all, grid);
  const Matrix functionals = mean_functionals(all);
  Matrix coefficients = functionals;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    std::vector<Index> columns;
    for (std::size_t k = 0; k < best.size(); ++k) {
      if (best[k] == i) columns.push_back(static_cast<Index>(k));
    }
    if (columns.empty()) continue;
    coefficients(Eigen::all, columns) = solve(all, functionals(Eigen::all, columns), grid[i]);
  }
  return coefficients;
}

}  // namespace nninterp
