#include "cross_fit.hpp"

#include <algorithm>

#include "clusters.hpp"
#include "splits.hpp"
#include "trials.hpp"

namespace nninterp {

namespace {

// From the order in which they were trained to that of the table. `folds_of_rows` may have more rounds than there are
// networks for.
CrossFit in_table_order(const std::vector<std::vector<Index>>& folds_of_rows, const std::vector<Vector>& weights,
                        int folds, const Setting& setting, const Architecture& architecture, std::int32_t seed) {
  CrossFit result{folds, seed, {}, {}};
  for (std::size_t round = 0; round < weights.size() / static_cast<std::size_t>(folds); ++round) {
    std::vector<Index> of_table(folds_of_rows[round].size());
    for (std::size_t row = 0; row < of_table.size(); ++row) {
      of_table[setting.arrangement.rows[row]] = folds_of_rows[round][row];
    }
    result.folds_of_rows.push_back(std::move(of_table));
  }
  for (const Vector& of_fold : weights) {
    result.weights.push_back(restored(architecture, of_fold, setting.arrangement));
  }
  return result;
}

}  // namespace

int cross_fit_folds(const FitOptions& options, Index clusters) {
  const int wanted = options.choice.cross_fit.value_or(options.choice.folds.value_or(default_folds));
  return clusters < 2 ? 0 : static_cast<int>(std::min<Index>(wanted, clusters));
}

std::optional<CrossFit> keep_folds(const CrossValidated& validated, const UntrainedNetwork& trained, int folds,
                                   const Setting& setting, std::int32_t seed) {
  if (validated.record.folds != folds) return std::nullopt;
  for (const CrossValidated::Candidate& candidate : validated.open) {
    if (candidate.untrained.decay != trained.decay) continue;
    return in_table_order(validated.folds_of_rows, candidate.held_weights, folds, setting, trained.architecture, seed);
  }
  return std::nullopt;
}

std::optional<CrossFit> train_folds(const Candidates& candidates, std::size_t size, const UntrainedNetwork& trained,
                                    int folds, const Setting& setting, const FitOptions& options,
                                    TrainingCount& count) {
  Rounds rounds(candidates.design, candidates.sample, candidates.clusters, folds,
                static_cast<std::uint32_t>(options.seed));
  FoldTraining folds_training(candidates, setting.training, options.threads, count);
  folds_training.add_round(rounds.next());
  Trial trial{trained, {}, {}, 0};
  count.expect(static_cast<std::size_t>(folds));
  folds_training.run({&trial}, nullptr, candidates.starts[size]);
  if (count.interrupted()) return std::nullopt;
  return in_table_order(folds_training.folds_of_rows(), folds_training.held_weights(trial), folds, setting,
                        trained.architecture, options.seed);
}

}  // namespace nninterp
