#include "shape_tests.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/QR>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/forward.hpp"
#include "regression.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

using Pair = ShapeTests::Pair;

constexpr Index most_rows = 2000;
constexpr std::size_t most_pairs = 500;
constexpr int highest_power = 5;
constexpr double perhaps = 0.1;   // p-values of pairs that may act together
constexpr Index rows_a_term = 4;  // at least, of rows that tell: of a rare class five times its own

// Nearly the inputs themselves where most rows are, and bounded.
Matrix bent_inputs(const Matrix& inputs) {
  Matrix bent(inputs.rows(), inputs.cols());
  for (Index k = 0; k < inputs.cols(); ++k) {
    const double sd = standard_deviation(inputs.col(k));
    bent.col(k) = ((inputs.col(k).array() - inputs.col(k).mean()) / (2.5 * (sd > 0 ? sd : 1))).tanh();
  }
  return bent;
}

// Powers of each bent input, from the second on: rows × (powers · inputs), all squares first.
Matrix powers_of(const Matrix& inputs, Index highest) {
  const Matrix bent = bent_inputs(inputs);
  Matrix terms(inputs.rows(), (highest - 1) * inputs.cols());
  for (Index power = 2; power <= highest; ++power) {
    terms.middleCols((power - 2) * inputs.cols(), inputs.cols()) = bent.array().pow(static_cast<double>(power));
  }
  return terms;
}

Matrix lines(const Matrix& inputs) {
  Matrix terms(inputs.rows(), 1 + inputs.cols());
  terms << Vector::Ones(inputs.rows()), inputs;
  return terms;
}

// What y is regressed on beside the pairs. At most half of the room is for powers.
Matrix curved_terms(const Matrix& inputs, Index room) {
  const Index count = std::max<Index>(1, inputs.cols());
  const auto highest = std::clamp<Index>(1 + (room - count - 1) / (2 * count), 1, highest_power);
  const Matrix line = lines(inputs), powers = powers_of(inputs, highest);
  Matrix terms(inputs.rows(), line.cols() + powers.cols());
  terms << line, powers;
  return terms;
}

std::vector<Pair> all_pairs(std::size_t variables) {
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < variables; ++a) {
    for (std::size_t b = a + 1; b < variables; ++b) pairs.push_back({a, b});
  }
  return pairs;
}

// What a line does not tell of the values.
Vector beyond_line(const Vector& x, const Vector& values, const Vector& weights) {
  Matrix line(x.size(), 2);
  line << Vector::Ones(x.size()), x;
  const Vector root = weights.cwiseSqrt();
  return values - line * Matrix(root.asDiagonal() * line).colPivHouseholderQr().solve(root.cwiseProduct(values));
}

// g at a row is made of the other rows' errors, and these are at g of that row: where there is nothing but errors, the
// sum of their products over pairs of rows has twice the variance that it would have if g were given.
double widened(double p_value) {
  return p_value > 0 && p_value < 1 ? normal_probability(normal_quantile(p_value) / std::sqrt(2.0)) : p_value;
}

Matrix beside(const Matrix& left, const std::vector<Vector>& right) {
  Matrix columns(left.rows(), left.cols() + static_cast<Index>(right.size()));
  columns.leftCols(left.cols()) = left;
  for (std::size_t i = 0; i < right.size(); ++i) columns.col(left.cols() + static_cast<Index>(i)) = right[i];
  return columns;
}

}  // namespace

ShapeTests::ShapeTests(const Model& model, const Matrix& variables, const IntervalOptions& options,
                       const std::vector<Pair>& asked, int threads)
    : model_(model), threads_(threads), pairs_(all_pairs(model.design.variables.size())) {
  if (pairs_.size() > most_pairs) pairs_ = asked;
  const Index every = (variables.rows() + most_rows - 1) / most_rows;
  std::vector<Index> rows;
  for (Index row = 0; row < variables.rows(); row += every) rows.push_back(row);
  inputs_ = encode_inputs(model.design, rows_of(variables, rows));
  targets_ = rows_of(*options.targets, rows);
  weights_ = options.weights.size() > 0 ? Vector(options.weights(rows)) : Vector::Ones(inputs_.rows());
  const std::vector<Index> clusters = clusters_of_rows(model, variables.rows(), options.training_rows);
  for (const Index row : rows) {
    if (!clusters.empty()) clusters_.push_back(clusters[row]);
  }
  logit_ = is_probability(model.network.architecture.output);
  parts_ = unseen_parts(model, rows, inputs_, weights_, pairs_, logit_ ? OutputScale::logit : OutputScale::response,
                        threads);
}

// For how many terms the rows are enough.
Index ShapeTests::room(Index output) const {
  const double rows = static_cast<double>(targets_.rows()), ones = targets_.col(output).sum();
  const double telling = logit_ ? std::min(rows, 5 * std::min(ones, rows - ones)) : rows;
  return static_cast<Index>(telling) / rows_a_term;
}

std::vector<std::size_t> ShapeTests::strongest_first(Index output) const {
  std::vector<std::size_t> order(pairs_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t pair) { return parts_.together[pair].col(output).squaredNorm(); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
  return order;
}

ShapeTests::Weighted ShapeTests::weighted(const Matrix& columns, Index output, bool whole) const {
  const Vector y = targets_.col(output), root = weights_.cwiseSqrt();
  if (!logit_) return {root, root.cwiseProduct(y)};
  const LogisticFit fit = fit_logistic(columns, y, weights_);
  const Vector of_link = root.cwiseProduct(fit.variances.cwiseSqrt());
  Vector errors = (of_link.array() > 0).select(weights_.cwiseProduct(fit.residuals).cwiseQuotient(of_link), 0);
  if (whole) errors += of_link.cwiseProduct(fit.log_odds);
  return {of_link, errors};
}

Vector ShapeTests::together(Index output) const {
  const Matrix terms = curved_terms(inputs_, room(output));
  Vector result = Vector::Constant(static_cast<Index>(pairs_.size()), nan);
  if (terms.cols() >= targets_.rows() - 2 || pairs_.empty()) return result;
  const Weighted target = weighted(terms, output, false);
  const std::vector<std::size_t> order = strongest_first(output);
  const auto beside_each_other = std::clamp<std::size_t>(
      static_cast<std::size_t>(std::max<Index>(1, room(output) - terms.cols())), 1, order.size());
  std::vector<Vector> strong;
  for (std::size_t i = 0; i < beside_each_other; ++i) strong.emplace_back(parts_.together[order[i]].col(output));
  const Regression regression(with_unit_columns(target.root.asDiagonal() * beside(terms, strong)), target.errors,
                              clusters_);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Vector g = parts_.together[order[i]].col(output);
    if (!g.allFinite()) continue;
    result[static_cast<Index>(order[i])] = i < beside_each_other
                                               ? regression.p_value(terms.cols() + static_cast<Index>(i))
                                               : regression.p_value(Vector(target.root.cwiseProduct(g)));
  }
  return result;
}

// The part of each numeric variable's partial dependence that is no line; empty of the others, and where it is nothing.
std::vector<Vector> ShapeTests::curved_parts(Index output) const {
  const std::vector<Variable>& variables = model_.design.variables;
  std::vector<Vector> curved(variables.size());
  for (std::size_t v = 0; v < variables.size(); ++v) {
    if (variables[v].categorical) continue;
    const Vector x = inputs_.col(model_.design.first_inputs()[v]), alone = parts_.alone[v].col(output);
    const Vector g = beyond_line(x, alone, weights_);
    if (g.allFinite() && g.norm() > 1e-9 * alone.norm()) curved[v] = g;
  }
  return curved;
}

// Products of the inputs of the pairs: what a network has not got quite right of them must not be taken for a curve.
std::vector<Vector> ShapeTests::products_of(const std::vector<std::size_t>& pairs) const {
  const Matrix bent = bent_inputs(inputs_);
  std::vector<Vector> products;
  for (const std::size_t pair : pairs) {
    for (const Index a : inputs_of(model_.design, pairs_[pair][0])) {
      for (const Index b : inputs_of(model_.design, pairs_[pair][1])) {
        products.emplace_back(bent.col(a).cwiseProduct(bent.col(b)));
      }
    }
  }
  return products;
}

Vector ShapeTests::bends(Index output, const Vector& together) const {
  const std::vector<Vector> curved = curved_parts(output);
  Vector result = Vector::Constant(static_cast<Index>(curved.size()), nan);
  const Matrix powers = powers_of(inputs_, 3);
  std::vector<Vector> parts;
  for (const Vector& g : curved) {
    if (g.size() > 0) parts.push_back(g);
  }
  // Half of what is left is for pairs, half for their products.
  const Index left = room(output) - 1 - inputs_.cols() - static_cast<Index>(parts.size()) - powers.cols();
  std::vector<std::size_t> strong = strongest_first(output);
  strong.resize(std::min<std::size_t>(strong.size(), static_cast<std::size_t>(std::max<Index>(0, left / 2))));
  for (const std::size_t pair : strong) {
    if (parts_.together[pair].col(output).allFinite()) parts.emplace_back(parts_.together[pair].col(output));
  }
  const auto idle = [&](std::size_t pair) { return !(together[static_cast<Index>(pair)] <= perhaps); };
  strong.erase(std::remove_if(strong.begin(), strong.end(), idle), strong.end());
  for (const Vector& product : products_of(strong)) parts.push_back(product);
  const Matrix columns = beside(lines(inputs_), parts);
  if (columns.cols() >= targets_.rows() - 2) return result;
  const Weighted target = weighted(columns, output, true);
  const Regression regression(with_unit_columns(target.root.asDiagonal() * columns), target.errors, clusters_);
  std::vector<std::size_t> tested;
  for (std::size_t v = 0; v < curved.size(); ++v) {
    if (curved[v].size() > 0) tested.push_back(v);
  }
  parallel_for(tested.size(), threads_, [&](std::size_t i) {
    std::vector<Index> others;
    for (Index k = 0; k < powers.cols() && left > 0; ++k) {
      if (k % inputs_.cols() != model_.design.first_inputs()[tested[i]]) others.push_back(k);
    }
    const Matrix more = target.root.asDiagonal() * powers(Eigen::all, others);
    const double p = regression.p_value(1 + inputs_.cols() + static_cast<Index>(i), with_unit_columns(more));
    result[static_cast<Index>(tested[i])] = widened(p);
  });
  return result;
}

double ShapeTests::share_first(std::size_t pair, const std::vector<std::size_t>& among, Index output) const {
  double first = 0;
  for (const Matrix& strengths : parts_.strengths) {
    const double own = strengths(static_cast<Index>(pair), output);
    const auto is_behind = [&](std::size_t other) { return !(strengths(static_cast<Index>(other), output) > own); };
    first += std::all_of(among.begin(), among.end(), is_behind) ? 1 : 0;
  }
  return first / static_cast<double>(parts_.strengths.size());
}

}  // namespace nninterp
