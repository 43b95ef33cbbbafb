#include "refits.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/resampling.hpp"

namespace nninterp {

namespace {

// Decay pulls slopes towards 0, and refits that are pulled as far know nothing of it. With a quarter of the decay that
// predicts best 95 % intervals cover what they should, with all of it too little: bench/README.md has the table.
constexpr double share_of_decay = 0.25;

std::vector<Vector> fresh_starts(const UntrainedNetwork& untrained, FitOptions options, std::size_t refit) {
  options.seed = static_cast<std::int32_t>(seed_of_refit(options.seed, refit));
  options.starts.weights.clear();
  return start_weights(untrained.architecture, untrained.fixed, options);
}

TrainResult train_best(const UntrainedNetwork& untrained, const TrainingRows& rows, const std::vector<Vector>& starts,
                       const TrainOptions& training, int threads, TrainingCount& count) {
  std::vector<TrainResult> results;
  for (const Vector& start : starts) {
    if (count.interrupted() && !results.empty()) break;
    results.push_back(train_start(untrained, rows, start, training, TrainingPurpose::bootstrap, threads, count));
    count.finish();
  }
  return results[best_index(results, false)];
}

}  // namespace

Refits train_refits(UntrainedNetwork untrained, const Sample& sample, const Clusters& clusters, const Vector& weights,
                    const FitOptions& options, const TrainOptions& training, TrainingCount& count,
                    std::vector<Warning>& warnings) {
  untrained.decay = options.refits.decay.value_or(share_of_decay * untrained.decay);
  const bool fresh = options.refits.start == BootstrapStart::fresh;
  const bool interrupted_before = count.interrupted();  // the training says so itself
  const auto refits = static_cast<std::size_t>(options.refits.count);
  count.expect(fresh ? refits * static_cast<std::size_t>(options.starts.repetitions) : refits + 1);

  const TrainOptions warm = fresh ? training : without_rough_steps(training);
  const Vector base =
      fresh ? weights : train_best(untrained, packed(sample), {weights}, warm, options.threads, count).weights;
  Refits result{options.seed, sample.inputs.rows(), untrained.decay, fresh, std::vector<Vector>(refits)};
  std::vector<char> converged(refits, 0), done(refits, 0);
  parallel_for(refits, options.threads, [&](std::size_t refit) {
    if (count.interrupted()) return;
    const Sample drawn = rows_of(sample, resampled_rows(options.seed, refit, sample.inputs.rows(), clusters));
    const TrainResult trained =
        train_best(untrained, packed(drawn),
                   fresh ? fresh_starts(untrained, options, refit) : std::vector<Vector>{base}, warm, 1, count);
    result.weights[refit] = trained.weights;
    converged[refit] = trained.stopped == StopReason::threshold;
    done[refit] = trained.stopped != StopReason::interrupted;
  });
  // The rows of a refit go by its number, so of an interrupted bootstrap those up to the first gap are kept.
  const auto kept = std::find(done.begin(), done.end(), 0) - done.begin();
  result.weights.resize(static_cast<std::size_t>(kept));
  if (count.interrupted() && !interrupted_before) {
    warnings.push_back({"interrupted", "the refits were interrupted; " + std::to_string(kept) + " of " +
                                           std::to_string(refits) + " are kept"});
  }
  const auto short_of = std::count(converged.begin(), converged.begin() + kept, 0);
  if (10 * short_of > kept) {
    warnings.push_back({"refits_not_converged",
                        std::to_string(short_of) + " of " + count_of(static_cast<std::size_t>(kept), "refit") +
                            " did not converge: intervals may be too wide; a larger ⟨stepmax⟩ or ⟨decay⟩, or fewer "
                            "hidden units, may help"});
  }
  return result;
}

}  // namespace nninterp
