#include "trials.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "decays.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/stability.hpp"
#include "nninterp/nn/forward.hpp"

namespace nninterp {

namespace {

// Totals this near to each other are of one minimum.
constexpr double same_minimum = 1e-4;
// Starts that must not bring the total down by such a share, before no more are tried.
constexpr double worthwhile_fall = 0.01;
// Networks of folds are only compared: this many times the threshold of the fit will do.
constexpr double looser = 5;
// An error is clearly above another from so many standard errors of their difference on.
constexpr double clearly = 1.5;

// So many starts in vain are enough: small networks, whose starts cost little, have more to try.
std::size_t patience(const Architecture& architecture) {
  return static_cast<std::size_t>(std::clamp<Index>(160 / architecture.weight_count(), 2, 10));
}

// Whether more starts are unlikely to lead further down: the least total was found twice, or it did not fall by more
// than a hundredth for as many starts as patience says.
bool settled(const std::vector<TrainResult>& results, std::size_t patience) {
  if (results.size() < 2) return false;
  double least = results[0].total(), second = std::numeric_limits<double>::infinity();
  std::size_t last_fall = 0;
  for (std::size_t i = 1; i < results.size(); ++i) {
    const double total = results[i].total();
    if (total < least * (1 - worthwhile_fall)) last_fall = i;
    second = std::min(second, std::max(total, least));
    least = std::min(least, total);
  }
  return second - least <= same_minimum * std::fabs(least) || results.size() > last_fall + patience;
}

// Without hidden units there is one minimum, which every start finds.
bool has_one_minimum(const Architecture& architecture) { return architecture.layers() == 1; }

bool goes_far(const Architecture& architecture, const Vector& weights, const Split& split) {
  return overshoot({architecture, weights}, split.probes(), split.ranges()).maxCoeff() > far_overshoot;
}

}  // namespace

void FoldTraining::add_round(std::vector<Split> splits) {
  std::move(splits.begin(), splits.end(), std::back_inserter(splits_));
  ++rounds_;
}

Vector FoldTraining::train(const UntrainedNetwork& untrained, const Split& split, const Vector* near,
                           const std::vector<Vector>& starts) const {
  const bool one_minimum = has_one_minimum(untrained.architecture);
  TrainOptions in_folds = options_;
  if (!one_minimum) in_folds.threshold *= looser;
  std::vector<TrainResult> results;
  const auto try_start = [&](const Vector& start, const TrainOptions& options) {
    const double least =
        results.empty() ? std::numeric_limits<double>::infinity() : results[best_index(results, false)].total();
    results.push_back(train_rival(untrained, split.train(), start, options, least, count_));
  };
  if (near != nullptr) try_start(*near, without_rough_steps(in_folds));
  for (const Vector& start : starts) {
    const bool done = one_minimum ? !results.empty() : settled(results, patience(untrained.architecture));
    if (done || count_.interrupted()) break;
    try_start(start, in_folds);
  }
  return results.empty() ? starts.front() : results[best_index(results, false)].weights;
}

// As the fit itself falls back to larger decays.
Vector FoldTraining::train_holding(UntrainedNetwork untrained, const Split& split,
                                   const std::vector<Vector>& starts) const {
  constexpr int most_larger = 6;
  Vector weights;
  for (int larger = 0; larger < most_larger && !count_.interrupted(); ++larger) {
    untrained.decay *= std::sqrt(10.0);
    weights = train(untrained, split, nullptr, starts);
    if (!goes_far(untrained.architecture, weights, split)) break;
  }
  return weights.size() > 0 ? weights : starts.front();
}

Matrix FoldTraining::predictions(const Trial& trial, std::size_t split) const {
  return run_network({trial.untrained.architecture, trial.weights[split]},
                     splits_[split].test_inputs(candidates_.sample), 1);
}

std::vector<std::vector<Index>> FoldTraining::folds_of_rows() const {
  const std::size_t folds = splits_.size() / static_cast<std::size_t>(rounds_);
  std::vector<std::vector<Index>> result(
      static_cast<std::size_t>(rounds_),
      std::vector<Index>(static_cast<std::size_t>(candidates_.sample.inputs.rows())));
  for (std::size_t split = 0; split < splits_.size(); ++split) {
    for (const Index row : splits_[split].test()) result[split / folds][row] = static_cast<Index>(split % folds);
  }
  return result;
}

std::vector<Vector> FoldTraining::held_weights(const Trial& trial) const {
  std::vector<Vector> result;
  for (std::size_t split = 0; split < trial.weights.size(); ++split) {
    result.push_back(splits_[split].held({trial.untrained.architecture, trial.weights[split]}).weights);
  }
  return result;
}

void FoldTraining::measure(Trial& trial, std::size_t split, Vector& losses) {
  const Network network{trial.untrained.architecture, trial.weights[split]};
  losses = row_losses(trial.untrained.error, network.architecture.output, predictions(trial, split), targets(split));
}

void FoldTraining::run(const std::vector<Trial*>& candidates, const Trial* before, const std::vector<Vector>& starts) {
  const std::size_t first = candidates.front()->weights.size(), count = splits_.size() - first;
  std::vector<std::vector<Vector>> losses(candidates.size(), std::vector<Vector>(count));
  std::vector<std::vector<char>> far(candidates.size(), std::vector<char>(count, 0));
  for (Trial* candidate : candidates) candidate->weights.resize(splits_.size());
  parallel_for(count, threads_, [&](std::size_t i) {
    const Vector* near = before == nullptr ? nullptr : &before->weights[first + i];
    for (std::size_t c = 0; c < candidates.size() && !count_.interrupted(); ++c) {
      Trial& trial = *candidates[c];
      const Split& split = splits_[first + i];
      Vector& weights = trial.weights[first + i];
      weights = train(trial.untrained, split, near, starts);
      far[c][i] = goes_far(trial.untrained.architecture, weights, split) ? 1 : 0;
      if (far[c][i] != 0) weights = near != nullptr ? *near : train_holding(trial.untrained, split, starts);
      near = &weights;
      measure(trial, first + i, losses[c][i]);
      count_.finish();
    }
  });
  if (count_.interrupted()) return;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    HeldOutLoss& loss = candidates[c]->loss;
    if (loss.rounds == 0) loss.sums.setZero(candidates_.sample.inputs.rows());
    for (std::size_t i = 0; i < count; ++i) {
      const std::vector<Index>& test = splits_[first + i].test();
      for (std::size_t k = 0; k < test.size(); ++k) loss.sums[test[k]] += losses[c][i][k];
      candidates[c]->far += static_cast<std::size_t>(far[c][i]);
    }
    loss.rounds = rounds_;
    loss.weights = candidates_.sample.weights;
  }
}

double FoldTraining::floor(const Trial& trial) const {
  const auto outputs = static_cast<double>(candidates_.sample.targets.cols());
  return candidates_.copies * decay_floor(trial.untrained.error, noise_of(trial.loss) / outputs);
}

Paired FoldTraining::difference(const HeldOutLoss& first, const HeldOutLoss& second) const {
  return mean_of_rows(first.by_row() - second.by_row(), members(candidates_.clusters, candidates_.sample.inputs.rows()),
                      candidates_.sample.weights);
}

std::vector<Trial> FoldTraining::descend(const UntrainedNetwork& untrained, const std::vector<Vector>& starts,
                                         const std::vector<double>& grid) {
  count_.expect(grid.size() * splits_.size());
  std::vector<Trial> path;
  std::size_t best = 0;
  int behind = 0;
  for (std::size_t level = 0; level < grid.size(); ++level) {
    path.push_back({untrained, {}, {}, 0});
    path.back().untrained.decay = grid[level];
    // Each decay begins with another of the starts: the path then keeps the best that any of them has found.
    std::vector<Vector> turned = starts;
    std::rotate(turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(level % turned.size()), turned.end());
    run({&path.back()}, level == 0 ? nullptr : &path[level - 1], turned);
    if (count_.interrupted()) break;
    const Trial& now = path.back();
    if (now.error() < path[best].error() || !std::isfinite(path[best].error())) best = level;
    const Paired gap = difference(now.loss, path[best].loss);
    behind = gap.mean > clearly * gap.std_error || !std::isfinite(gap.mean) ? behind + 1 : 0;
    if (grid[level] <= floor(path[best]) || behind >= 2) break;
  }
  count_.finish((grid.size() - path.size()) * splits_.size());
  return path;
}

}  // namespace nninterp
