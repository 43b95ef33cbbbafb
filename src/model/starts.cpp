#include "starts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

Index flat_position(const Architecture& architecture, const std::vector<Index>& triple) {
  const auto layers = static_cast<Index>(architecture.layers());
  if (triple.size() == 3 && triple[0] >= 1 && triple[0] <= layers) {
    const auto layer = static_cast<std::size_t>(triple[0] - 1);
    const Index rows = architecture.units[layer] + 1, units = architecture.units[layer + 1];
    if (triple[1] >= 1 && triple[1] <= rows && triple[2] >= 1 && triple[2] <= units) {
      return architecture.offset(layer) + (triple[2] - 1) * rows + triple[1] - 1;
    }
  }
  throw UsageError("⟨exclude⟩: a triple (layer, from, to) lies outside the network",
                   "layers count from 1; within a layer the bias is row 1, the first input row 2");
}

double spread(StartSpread kind, Index inputs) {
  return kind == StartSpread::unit ? 1.0 : 1 / std::sqrt(static_cast<double>(inputs + 1));
}

Vector draw(const Architecture& architecture, const FixedWeights& fixed, StartSpread kind, Random& random) {
  Vector weights(architecture.weight_count());
  Index position = 0;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const Index end = architecture.offset(l + 1);
    const double sd = spread(kind, architecture.units[l]);
    for (; position < end; ++position) weights[position] = fixed.contains(position) ? 0 : sd * random.normal();
  }
  return weights;
}

// Repetition `repetition` of the weights given, which hold all weights of each or the free ones alone.
Vector given(const std::vector<double>& all, const FixedWeights& fixed, Index weights, int repetition, bool free_only) {
  const Index each = weights - (free_only ? static_cast<Index>(fixed.positions.size()) : 0);
  auto next = all.begin() + repetition * each;
  Vector result = Vector::Zero(weights);
  for (Index position = 0; position < weights; ++position) {
    if (free_only && fixed.contains(position)) continue;
    result[position] = *next++;
  }
  return result;
}

}  // namespace

bool FixedWeights::contains(Index position) const {
  return std::find(positions.begin(), positions.end(), position) != positions.end();
}

Index FixedWeights::parameters(Index weights) const { return weights - std::count(values.begin(), values.end(), 0.0); }

FixedWeights fixed_weights(const Architecture& architecture, const FitOptions& options) {
  FixedWeights fixed;
  const Index count = architecture.weight_count();
  for (const Index position : options.starts.exclude) {
    if (position < 1 || position > count) {
      throw UsageError("⟨exclude⟩: there is no weight " + std::to_string(position),
                       "the network has " + std::to_string(count) + " weights, counted from 1");
    }
    fixed.positions.push_back(position - 1);
  }
  std::vector<Index> triples;
  for (const auto& triple : options.starts.exclude_triples) triples.push_back(flat_position(architecture, triple));
  std::sort(triples.begin(), triples.end());  // constants go to them in flat order, as in neuralnet
  fixed.positions.insert(fixed.positions.end(), triples.begin(), triples.end());
  std::vector<Index> sorted = fixed.positions;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    throw UsageError("⟨exclude⟩: a weight is named twice");
  }
  if (static_cast<Index>(sorted.size()) >= count) throw UsageError("⟨exclude⟩: leaves no weight to train");
  if (options.starts.constant_weights.size() > fixed.positions.size()) {
    throw UsageError("⟨constant-weights⟩: " + std::to_string(options.starts.constant_weights.size()) + " values for " +
                     count_of(fixed.positions.size(), "excluded weight"));
  }
  fixed.values = options.starts.constant_weights;
  fixed.values.resize(fixed.positions.size(), 0.0);
  return fixed;
}

std::vector<Vector> start_weights(const Architecture& architecture, const FixedWeights& fixed,
                                  const FitOptions& options) {
  const Index weights = architecture.weight_count(), free = weights - static_cast<Index>(fixed.positions.size());
  const auto provided = static_cast<Index>(options.starts.weights.size());
  const bool free_only =
      provided == free * options.starts.repetitions && provided != weights * options.starts.repetitions;
  if (provided != 0 && !free_only && provided != weights * options.starts.repetitions) {
    throw UsageError("⟨start-weights⟩: " + std::to_string(provided) + " numbers, but " +
                         count_of(static_cast<std::size_t>(options.starts.repetitions), "repetition") +
                         " of a network of " + std::to_string(weights) + " weights need " +
                         std::to_string(weights * options.starts.repetitions),
                     fixed.positions.empty() ? "" : "the excluded weights may be left out in each repetition");
  }
  Random random(options.seed);
  std::vector<Vector> starts;
  for (int repetition = 0; repetition < options.starts.repetitions; ++repetition) {
    starts.push_back(provided == 0 ? draw(architecture, fixed, options.starts.spread, random)
                                   : given(options.starts.weights, fixed, weights, repetition, free_only));
    for (std::size_t i = 0; i < fixed.positions.size(); ++i) starts.back()[fixed.positions[i]] = fixed.values[i];
  }
  return starts;
}

}  // namespace nninterp
