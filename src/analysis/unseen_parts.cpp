#include "unseen_parts.hpp"

#include <algorithm>
#include <limits>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/partial_dependence.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

using Pair = std::array<std::size_t, 2>;

constexpr std::size_t background_rows = 16;
constexpr Index enough = 1200;  // rows, counted once a round

// Rows whose means are near those of all: else the partial dependence on one variable would have a part of what it does
// together with another.
std::vector<Index> balanced_rows(const Matrix& inputs, const Vector& weights) {
  constexpr int draws = 100;
  const std::vector<Index> all = rows_that_count(weights);
  const std::size_t count = std::min(all.size(), background_rows);
  const Eigen::RowVectorXd means = column_means(inputs, weights);
  Vector spread(inputs.cols());
  for (Index k = 0; k < inputs.cols(); ++k) spread[k] = std::max(1e-300, standard_deviation(inputs.col(k)));
  Random random(1);
  std::vector<Index> best;
  double least = std::numeric_limits<double>::infinity();
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<Index> rows;
    while (rows.size() < count) {
      const Index row = all[static_cast<std::size_t>(random.uniform() * static_cast<double>(all.size()))];
      if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
    }
    const Eigen::RowVectorXd off = column_means(inputs(rows, Eigen::all), weights(rows)) - means;
    const double distance = off.transpose().cwiseQuotient(spread).squaredNorm();
    if (!(distance < least)) continue;
    least = distance;
    best = rows;
    if (count == all.size()) break;
  }
  return best;
}

// Of each variable, then of each pair.
std::vector<HeldInputs> held_sets(const Design& design, const std::vector<Pair>& pairs) {
  std::vector<HeldInputs> sets;
  for (std::size_t v = 0; v < design.variables.size(); ++v) sets.push_back({inputs_of(design, v), false});
  for (const Pair& pair : pairs) {
    std::vector<Index> both = inputs_of(design, pair[0]);
    for (const Index input : inputs_of(design, pair[1])) both.push_back(input);
    sets.push_back({both, false});
  }
  return sets;
}

Matrix centred(const Matrix& values, const Vector& weights) { return values.rowwise() - column_means(values, weights); }

// What one network says of the rows of its fold.
struct OfFold {
  std::vector<Index> places;  // among the rows
  UnseenParts parts;
};

}  // namespace

UnseenParts unseen_parts(const Model& model, const std::vector<Index>& rows, const Matrix& inputs,
                         const Vector& weights, const std::vector<Pair>& pairs, OutputScale scale, int threads) {
  const CrossFit& fits = *model.training->cross_fit;
  const auto folds = static_cast<std::size_t>(fits.folds);
  const auto wanted = static_cast<std::size_t>((enough + inputs.rows() - 1) / inputs.rows());
  const std::size_t rounds = std::min(fits.rounds(), wanted);
  const std::size_t variables = model.design.variables.size();
  const std::vector<Index> others = balanced_rows(inputs, weights);
  const Matrix background = inputs(others, Eigen::all);
  const Vector background_weights = weights(others);
  const std::vector<HeldInputs> sets = held_sets(model.design, pairs);

  std::vector<OfFold> of_folds(rounds * folds);
  parallel_for(of_folds.size(), threads, [&](std::size_t i) {
    auto& [places, parts] = of_folds[i];
    const std::vector<Index>& dealt = fits.folds_of_rows[i / folds];
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (dealt[rows[k]] == static_cast<Index>(i % folds)) places.push_back(static_cast<Index>(k));
    }
    if (places.empty()) return;
    const Network network{model.network.architecture, fits.without(i / folds, i % folds)};
    const Vector counts = weights(places);
    const auto partial =
        partial_dependence(network, inputs(places, Eigen::all), {background, background_weights}, sets, {scale}, 1);
    for (std::size_t v = 0; v < variables; ++v) parts.alone.push_back(centred(partial[v].held[0], counts));
    Matrix strengths(static_cast<Index>(pairs.size()), model.design.outputs());
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const Matrix both = centred(partial[variables + k].held[0], counts);
      const Matrix& beyond = parts.together.emplace_back(both - parts.alone[pairs[k][0]] - parts.alone[pairs[k][1]]);
      for (Index output = 0; output < strengths.cols(); ++output) {
        strengths(static_cast<Index>(k), output) =
            sum_of_squares(beyond.col(output), counts) / sum_of_squares(both.col(output), counts);
      }
    }
    parts.strengths.push_back(strengths);
  });

  const Matrix nothing = Matrix::Zero(inputs.rows(), model.design.outputs());
  UnseenParts result{std::vector<Matrix>(variables, nothing), std::vector<Matrix>(pairs.size(), nothing), {}};
  const auto add = [&](const std::vector<Index>& places, const std::vector<Matrix>& parts, std::vector<Matrix>& sums) {
    for (std::size_t k = 0; k < parts.size(); ++k) {
      sums[k](places, Eigen::all) += parts[k] / static_cast<double>(rounds);
    }
  };
  for (const auto& [places, parts] : of_folds) {
    add(places, parts.alone, result.alone);
    add(places, parts.together, result.together);
    result.strengths.insert(result.strengths.end(), parts.strengths.begin(), parts.strengths.end());
  }
  return result;
}

}  // namespace nninterp
