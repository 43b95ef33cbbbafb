#include "terms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nninterp/core/statistics.hpp"

namespace nninterp {

namespace {

constexpr double normal_iqr = 1.349;  // interquartile range of a normal distribution of standard deviation 1
constexpr Index most_terms = 400, most_knots = 9;

// With the rows: 4 at 300, 6 at 1,000, 9 from 3,400 on; fewer where all inputs' would be too many.
Index knot_count(Index rows, Index inputs) {
  const auto by_rows = static_cast<Index>(std::lround(0.6 * std::cbrt(static_cast<double>(rows))));
  const Index room = std::min(rows / 10, most_terms) / std::max<Index>(1, inputs) - 2;
  return std::max<Index>(0, std::min({by_rows, room, most_knots}));
}

// Between the least and the largest value, each once; none of two values.
std::vector<double> ends_of(const std::vector<double>& ascending, Index knots) {
  const auto second = std::upper_bound(ascending.begin(), ascending.end(), ascending.front());
  if (knots == 0 || second == ascending.end() || *second == ascending.back()) return {};
  std::vector<double> ends{-std::numeric_limits<double>::infinity()};
  for (Index k = 1; k <= knots; ++k) {
    const double knot = quantile_sorted(ascending, static_cast<double>(k) / static_cast<double>(knots + 1));
    if (knot > ascending.front() && knot < ascending.back() && knot > ends.back()) ends.push_back(knot);
  }
  if (ends.size() == 1) return {};
  ends.push_back(std::numeric_limits<double>::infinity());
  return ends;
}

// The variable of each input.
std::vector<std::size_t> owners(const Design& design) {
  std::vector<std::size_t> owners;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    owners.insert(owners.end(), static_cast<std::size_t>(design.variables[v].inputs()), v);
  }
  return owners;
}

}  // namespace

Terms::Terms(const Design& design, const Matrix& inputs) {
  const Index rows = inputs.rows(), knots = knot_count(rows, inputs.cols());
  for (Index k = 0; k < inputs.cols(); ++k) {
    std::vector<double> ascending(inputs.col(k).begin(), inputs.col(k).end());
    std::sort(ascending.begin(), ascending.end());
    const double quarters = (quantile_sorted(ascending, 0.75) - quantile_sorted(ascending, 0.25)) / normal_iqr;
    const double deviation = standard_deviation(inputs.col(k));
    const double spread = quarters > 1e-9 * deviation ? quarters : deviation > 0 ? deviation : 1;
    inputs_.push_back({quantile_sorted(ascending, 0.5), spread, ends_of(ascending, knots), plain_});
    plain_ += std::max<Index>(1, static_cast<Index>(inputs_.back().ends.size()));
  }
  const std::vector<std::size_t> owner = owners(design);
  for (Index a = 0; a < inputs.cols(); ++a) {
    for (Index b = a + 1; b < inputs.cols(); ++b) {
      if (owner[a] != owner[b]) products_.emplace_back(a, b);
    }
  }
  if (count() > std::min(rows / 8, most_terms)) products_.clear();
  unit_.setOnes(count());
  const Matrix raw = values(inputs);
  for (Index k = 1; k < count(); ++k) {
    const double deviation = standard_deviation(raw.col(k));
    unit_[k] = deviation > 1e-9 * raw.col(k).lpNorm<Eigen::Infinity>() ? 1 / deviation : 0;
  }
}

Matrix Terms::bent(const Matrix& inputs) const {
  Matrix result(inputs.rows(), inputs.cols());
  for (Index k = 0; k < inputs.cols(); ++k) {
    result.col(k) = ((inputs.col(k).array() - inputs_[k].median) / inputs_[k].spread).asinh();
  }
  return result;
}

void Terms::add_plain(const Matrix& inputs, Index input, double sign, Matrix& terms) const {
  const auto& [median, spread, ends, first] = inputs_[input];
  terms.col(first) += sign * unit_[first] * inputs.col(input);
  for (std::size_t i = 1; i < ends.size(); ++i) {
    const Index at = first + static_cast<Index>(i);
    terms.col(at) += sign * unit_[at] * inputs.col(input).cwiseMax(ends[i - 1]).cwiseMin(ends[i]);
  }
}

Matrix Terms::values(const Matrix& inputs) const {
  Matrix terms = Matrix::Zero(inputs.rows(), count());
  terms.col(0).setOnes();
  for (Index k = 0; k < inputs.cols(); ++k) add_plain(inputs, k, 1, terms);
  if (products_.empty()) return terms;
  const Matrix factors = bent(inputs);
  Index at = plain_;
  for (const auto& [a, b] : products_) {
    terms.col(at) = unit_[at] * factors.col(a).cwiseProduct(factors.col(b));
    ++at;
  }
  return terms;
}

Matrix Terms::differences(const Matrix& to, const Matrix& from, const std::vector<Index>& moved) const {
  Matrix terms = Matrix::Zero(to.rows(), count());
  for (const Index input : moved) {
    add_plain(to, input, 1, terms);
    add_plain(from, input, -1, terms);
  }
  if (products_.empty()) return terms;
  const Matrix there = bent(to), here = bent(from);
  const auto moves = [&](Index input) { return std::find(moved.begin(), moved.end(), input) != moved.end(); };
  Index at = plain_;
  for (const auto& [a, b] : products_) {
    if (moves(a) || moves(b)) {
      terms.col(at) = unit_[at] * (there.col(a).cwiseProduct(there.col(b)) - here.col(a).cwiseProduct(here.col(b)));
    }
    ++at;
  }
  return terms;
}

Matrix Terms::slopes(const Matrix& inputs, Index input) const {
  Matrix terms = Matrix::Zero(inputs.rows(), count());
  const Input& moved = inputs_[input];
  Index at = moved.first;
  terms.col(at).setOnes();
  const auto x = inputs.col(input).array();
  for (std::size_t i = 1; i < moved.ends.size(); ++i) {
    terms.col(++at) = (x > moved.ends[i - 1] && x <= moved.ends[i]).cast<double>();
  }
  if (!products_.empty()) {
    const Matrix factors = bent(inputs);
    const Vector from_median = (inputs.col(input).array() - moved.median) / moved.spread;
    const Vector slope = 1 / (moved.spread * (1 + from_median.array().square()).sqrt());
    at = plain_;
    for (const auto& [a, b] : products_) {
      if (a == input || b == input) terms.col(at) = slope.cwiseProduct(factors.col(a == input ? b : a));
      ++at;
    }
  }
  return terms * unit_.asDiagonal();
}

}  // namespace nninterp
