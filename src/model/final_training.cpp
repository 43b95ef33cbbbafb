#include "final_training.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nninterp/core/parallel.hpp"
#include "nninterp/model/stability.hpp"

namespace nninterp {

namespace {

// Below far_overshoot by as much as other points than those tried may be above it.
constexpr double safe_overshoot = 0.75 * far_overshoot;

// Once converged, on to all digits: for next to nothing, and other machines then find the same.
TrainOptions to_all_digits(TrainOptions training, const Architecture& architecture) {
  training.quasi_newton.goal = 1e-9 * training.threshold;
  // A regression in other words is taken to all digits, however badly its units are conditioned.
  const bool regression = architecture.layers() == 1 || architecture.hidden == Activation::linear;
  training.quasi_newton.goal_steps = regression ? 10'000 : 100;
  return training;
}

// Of the networks of the folds those of least total error on all rows: a few of them.
std::vector<Vector> best_of_folds(const UntrainedNetwork& untrained, const TrainingRows& rows,
                                  std::vector<Vector> weights) {
  constexpr std::size_t few = 8;
  Objective objective(untrained.architecture, rows, untrained.error, untrained.decay, untrained.fixed.positions);
  std::vector<std::pair<double, std::size_t>> totals;
  Vector gradient;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double total = objective.evaluate(weights[i], gradient).total();
    if (std::isfinite(total)) totals.emplace_back(total, i);
  }
  std::sort(totals.begin(), totals.end());
  std::vector<Vector> best;
  for (std::size_t i = 0; i < std::min(few, totals.size()); ++i) best.push_back(weights[totals[i].second]);
  return best;
}

// Of the first `count` starts the one that led furthest down stays.
void keep_best_of_first(std::size_t count, Trained& trained) {
  std::vector<TrainResult>& results = trained.results;
  const auto end = static_cast<std::ptrdiff_t>(count);
  const std::size_t best = best_index({results.begin(), results.begin() + end}, false);
  std::swap(results[0], results[best]);
  std::swap(trained.starts[0], trained.starts[best]);
  results.erase(results.begin() + 1, results.begin() + end);
  trained.starts.erase(trained.starts.begin() + 1, trained.starts.begin() + end);
}

// The first start is where the best network of the folds is, so that what they found is not lost; the others are drawn.
Trained train_all(const CrossValidated::Candidate& candidate, const std::vector<Vector>& drawn, const Setting& setting,
                  int threads, TrainingCount& count) {
  const UntrainedNetwork& untrained = candidate.untrained;
  const TrainOptions training = to_all_digits(setting.training, untrained.architecture);
  const TrainingRows rows = packed(setting.arranged);
  Trained trained{untrained, best_of_folds(untrained, rows, candidate.fold_weights), {}};
  const std::size_t of_folds = trained.starts.size();
  trained.starts.insert(trained.starts.end(), drawn.begin() + (of_folds > 0 ? 1 : 0), drawn.end());
  trained.results.resize(trained.starts.size());
  const int each = std::max(1, thread_count(threads) / static_cast<int>(trained.starts.size()));
  parallel_for(trained.starts.size(), threads, [&](std::size_t i) {
    const TrainOptions& options = i < of_folds ? without_rough_steps(training) : training;
    trained.results[i] = train_start(untrained, rows, trained.starts[i], options, TrainingPurpose::fit, each, count);
    count.finish(i < of_folds ? 0 : 1);
  });
  if (of_folds > 0) {
    keep_best_of_first(of_folds, trained);
    count.finish();
  }
  return trained;
}

bool holds(const Trained& trained, const Setting& setting, const Design& design, bool prefer_converged) {
  const TrainResult& best = trained.results[best_index(trained.results, prefer_converged)];
  const Matrix points = probes(setting.arranged.inputs);
  return overshoot({trained.untrained.architecture, best.weights}, points, target_ranges(design)).maxCoeff() <=
         safe_overshoot;
}

// Weights of inputs in the table's order, and the best taken to the optimum of its rows as they are.
void restore(const Setting& setting, bool prefer_converged, int threads, TrainingCount& count, Trained& trained) {
  const Architecture& architecture = trained.untrained.architecture;
  for (Vector& start : trained.starts) start = restored(architecture, start, setting.arrangement);
  for (TrainResult& result : trained.results) {
    result.weights = restored(architecture, result.weights, setting.arrangement);
  }
  TrainResult& best = trained.results[best_index(trained.results, prefer_converged)];
  if (best.stopped != StopReason::threshold) return;
  count.expect(1);
  const TrainOptions training = without_rough_steps(to_all_digits(setting.training, architecture));
  TrainResult exact = train_start(trained.untrained, packed(setting.sample), best.weights, training,
                                  TrainingPurpose::fit, threads, count);
  count.finish();
  exact.steps = best.steps;
  exact.polish_steps += best.polish_steps;
  if (exact.stopped == StopReason::threshold) best = exact;
}

}  // namespace

Trained train_chosen(const Choice& choice, const Setting& setting, const Design& design, const FitOptions& options,
                     TrainingCount& count) {
  std::vector<Vector> starts = setting.starts[choice.size];
  starts.resize(static_cast<std::size_t>(options.starts.repetitions));
  Trained trained = train_all(choice.open.front(), starts, setting, options.threads, count);
  for (std::size_t next = 1; next < choice.open.size() && !count.interrupted(); ++next) {
    if (holds(trained, setting, design, options.starts.prefer_converged)) break;
    count.expect(starts.size());
    trained = train_all(choice.open[next], starts, setting, options.threads, count);
  }
  if (may_arrange(options)) restore(setting, options.starts.prefer_converged, options.threads, count, trained);
  return trained;
}

}  // namespace nninterp
