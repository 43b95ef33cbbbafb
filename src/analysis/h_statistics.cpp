#include "h_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/forward.hpp"
#include "selection.hpp"

namespace nninterp {

CountedRows sample_rows(const Matrix& data, const Vector& weights, Index rows, std::uint32_t seed) {
  std::vector<Index> chosen(static_cast<std::size_t>(data.rows()));
  std::iota(chosen.begin(), chosen.end(), Index{0});
  if (data.rows() > rows) {
    Random random(seed);
    std::vector<std::pair<double, Index>> draws;
    for (const Index row : chosen) draws.emplace_back(random.uniform(), row);
    std::nth_element(draws.begin(), draws.begin() + rows, draws.end());
    chosen.resize(static_cast<std::size_t>(rows));
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = draws[i].second;
    std::sort(chosen.begin(), chosen.end());
  }
  return {chosen, data(chosen, Eigen::all), weights_at(weights, chosen)};
}

HStatistics::HStatistics(const Model& model, const CountedRows& rows, const std::vector<Pair>& pairs,
                         const std::vector<OutputScale>& scales, bool totals, int threads)
    : pairs_(pairs),
      units_(model.design.output_scales()),
      weights_(rows.weights),
      alone_(model.design.variables.size()) {
  const Matrix inputs = encode_inputs(model.design, rows.data);
  std::vector<HeldInputs> sets;
  const auto add_set = [&](const std::vector<std::size_t>& variables, bool complement) {
    sets.push_back({{}, complement});
    for (const std::size_t v : variables) {
      for (const Index input : inputs_of(model.design, v)) sets.back().inputs.push_back(input);
    }
    return sets.size() - 1;
  };
  for (std::size_t v = 0; v < alone_.size(); ++v) {
    const auto holds = [v](const Pair& pair) { return pair[0] == v || pair[1] == v; };
    if (std::any_of(pairs.begin(), pairs.end(), holds)) alone_[v] = add_set({v}, totals);
  }
  together_ = sets.size();
  for (const Pair& pair : pairs) add_set({pair[0], pair[1]}, false);
  for (const OutputScale scale : scales) f_.push_back(run_network(model.network, inputs, threads, scale));
  partial_ = partial_dependence(model.network, inputs, sets, scales, threads, weights_);
}

HStatistic HStatistics::pair(std::size_t index, std::size_t scale, Index output) const {
  const Pair& pair = pairs_[index];
  return compare(partial_[together_ + index].held[scale].col(output),
                 centred(partial_[alone_[pair[0]]].held[scale].col(output)) +
                     centred(partial_[alone_[pair[1]]].held[scale].col(output)),
                 scale, output);
}

HStatistic HStatistics::total(std::size_t variable, std::size_t scale, Index output) const {
  const PartialDependence& alone = partial_[alone_[variable]];
  return compare(f_[scale].col(output),
                 centred(alone.held[scale].col(output)) + centred(alone.complement[scale].col(output)), scale, output);
}

Vector HStatistics::centred(const Vector& values) const { return values.array() - mean(values, weights_); }

// What the whole has beyond its parts. Beside outputs of 1, 1e-12 is rounding.
HStatistic HStatistics::compare(const Vector& whole, const Vector& parts, std::size_t scale, Index output) const {
  const double rows = total_weight(weights_, whole.size());
  const double nothing = 1e-12 * f_[scale].col(output).lpNorm<Eigen::Infinity>();
  const Vector moves = centred(whole);
  const double all = sum_of_squares(moves, weights_), beyond = sum_of_squares(moves - parts, weights_);
  const double rms = std::sqrt(beyond / rows);
  if (!(std::sqrt(all / rows) > nothing)) return {{}, 0};
  if (rms <= nothing) return {0.0, 0};
  return {beyond / all, rms * units_[output]};
}

}  // namespace nninterp
