#include "cross_validation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "decays.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/quality.hpp"
#include "trials.hpp"
#include "verdict.hpp"

namespace nninterp {

namespace {

// After a first round with every decay those stay that are behind the best by no more than a standard error of the
// difference, or by no more than this share of its error, which another round may turn.
constexpr int first_rounds = 1;
constexpr double share_behind = 0.1;

using Paths = std::vector<std::vector<Trial>>;  // of each size, decays descending

bool hold(const Trial& trial) { return 10 * trial.far < trial.weights.size(); }

// The geometric mean of the error, twice, and of its neighbours' in the path.
double smoothed_error(const std::vector<Trial>& path, std::size_t i) {
  if (!std::isfinite(path[i].error())) return path[i].error();
  double sum = 0, weights = 0;
  const auto add = [&](std::size_t at, double weight) {
    if (!std::isfinite(path[at].error())) return;
    sum += weight * std::log(path[at].error());
    weights += weight;
  };
  add(i, 2);
  if (i > 0) add(i - 1, 1);
  if (i + 1 < path.size()) add(i + 1, 1);
  return std::exp(sum / weights);
}

struct Place {
  std::size_t size = 0, level = 0;
};

// Among those that were in all rounds.
Place choose(const Paths& paths) {
  int rounds = 0;
  for (const std::vector<Trial>& path : paths) {
    for (const Trial& trial : path) rounds = std::max(rounds, trial.loss.rounds);
  }
  const auto key = [&](Place at) {
    const Trial& trial = paths[at.size][at.level];
    const double error = smoothed_error(paths[at.size], at.level);
    return std::make_tuple(trial.loss.rounds < rounds, !hold(trial),
                           std::isfinite(error) ? error : std::numeric_limits<double>::infinity(),
                           trial.untrained.architecture.weight_count(), -trial.untrained.decay);
  };
  Place best;
  for (std::size_t size = 0; size < paths.size(); ++size) {
    for (std::size_t level = 0; level < paths[size].size(); ++level) {
      if (key({size, level}) < key(best)) best = {size, level};
    }
  }
  return best;
}

// What is not clearly behind the best of all, the next larger decay, where networks begin that go far, and the next
// smaller one of the best for its smoothing.
std::vector<Trial*> contenders(const FoldTraining& training, std::vector<Trial>& path, const Trial& best) {
  std::vector<char> stays(path.size(), 0);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Paired gap = training.difference(path[i].loss, best.loss);
    const bool close = &path[i] == &best || gap.mean <= std::max(gap.std_error, share_behind * best.error());
    if (!close) continue;
    stays[i] = 1;
    if (i > 0) stays[i - 1] = 1;
    if (&path[i] == &best && i + 1 < path.size()) stays[i + 1] = 1;
  }
  std::vector<Trial*> result;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (stays[i] != 0) result.push_back(&path[i]);
  }
  return result;
}

// Measured at the held-out rows of all splits together; but the area under the curve is a mean over the splits, because
// predictions of different networks have no common order.
template <typename Predict>
QualityByTarget quality_at(const Candidates& candidates, const FoldTraining& training, const Predict& predict) {
  const Activation output = candidates.sizes.front().architecture.output;
  const auto splits = training.splits().size();
  const Index columns = candidates.sample.targets.cols();
  Matrix predictions(candidates.sample.inputs.rows() * training.rounds(), columns), truth = predictions;
  Vector weights(candidates.sample.weights.size() * training.rounds());
  std::map<std::string, std::pair<double, int>> areas;
  Index next = 0;
  for (std::size_t i = 0; i < splits; ++i) {
    Matrix predicted = predict(i), actual = training.targets(i);
    decode_outputs(candidates.design, predicted);
    decode_outputs(candidates.design, actual);
    const Vector of_rows = weights_at(candidates.sample.weights, training.splits()[i].test());
    for (const auto& [target, quality] : measure_quality(candidates.design, output, predicted, actual, of_rows)) {
      if (!quality.auc) continue;
      areas[target].first += *quality.auc;
      ++areas[target].second;
    }
    predictions.middleRows(next, predicted.rows()) = predicted;
    truth.middleRows(next, actual.rows()) = actual;
    if (of_rows.size() > 0) weights.segment(next, of_rows.size()) = of_rows;
    next += actual.rows();
  }
  QualityByTarget result = measure_quality(candidates.design, output, predictions, truth, weights);
  for (auto& [target, quality] : result) {
    const auto area = areas.find(target);
    quality.auc.reset();
    if (quality.confusion) quality.confusion->counts /= training.rounds();  // each row counts once
    if (area != areas.end()) quality.auc = area->second.first / area->second.second;
  }
  return result;
}

template <typename Predict>
HeldOutLoss loss_at(const Candidates& candidates, const FoldTraining& training, const Predict& predict) {
  const UntrainedNetwork& untrained = candidates.sizes.front();
  HeldOutLoss loss{Vector::Zero(candidates.sample.inputs.rows()), training.rounds(), candidates.sample.weights};
  for (std::size_t i = 0; i < training.splits().size(); ++i) {
    const Vector losses = row_losses(untrained.error, untrained.architecture.output, predict(i), training.targets(i));
    const std::vector<Index>& test = training.splits()[i].test();
    for (std::size_t k = 0; k < test.size(); ++k) loss.sums[test[k]] += losses[k];
  }
  return loss;
}

// Predictions of the plain regression at each split; empty where it cannot be had.
std::vector<Matrix> predict_plainly(const Candidates& candidates, const FoldTraining& training, int threads) {
  const Activation output = candidates.sizes.front().architecture.output;
  std::vector<Matrix> predictions(training.splits().size());
  parallel_for(predictions.size(), threads, [&](std::size_t i) {
    const Split& split = training.splits()[i];
    const Sample train = split.train_sample(candidates.sample);
    const auto model = fit_linear(candidates.design, output, train.inputs, train.targets, train.weights);
    if (model) predictions[i] = predict_linear(*model, split.test_inputs(candidates.sample));
  });
  return predictions.front().size() > 0 ? predictions : std::vector<Matrix>{};
}

std::vector<Matrix> predict_means(const Candidates& candidates, const FoldTraining& training) {
  std::vector<Matrix> predictions;
  for (const Split& split : training.splits()) {
    const Sample train = split.train_sample(candidates.sample);
    const Eigen::RowVectorXd means = column_means(train.targets, train.weights);
    predictions.push_back(means.replicate(static_cast<Index>(split.test().size()), 1));
  }
  return predictions;
}

// All decays of the regression in all rounds: they cost next to nothing.
std::vector<Trial> penalise(const Candidates& candidates, FoldTraining& training) {
  const UntrainedNetwork regression = without_hidden_units(candidates.sizes.front());
  return training.descend(regression, {Vector::Zero(regression.architecture.weight_count())},
                          decay_grid(cluster_count(candidates.clusters, candidates.sample.inputs.rows()),
                                     candidates.sample.inputs.cols(), candidates.copies));
}

void compare_with_simpler(const Candidates& candidates, FoldTraining& training, const Trial& network, int threads,
                          CrossValidated& result) {
  const auto clusters = members(candidates.clusters, candidates.sample.inputs.rows());
  std::vector<Rival> rivals;
  const std::vector<Matrix> plain = predict_plainly(candidates, training, threads);
  const auto at = [](const std::vector<Matrix>& predictions) {
    return [&](std::size_t i) -> const Matrix& { return predictions[i]; };
  };
  CrossValidation& record = result.record;
  if (!plain.empty()) {
    rivals.push_back({BaselineKind::linear, loss_at(candidates, training, at(plain))});
    result.baselines.linear = quality_at(candidates, training, at(plain));
    const Paired gain = training.difference(rivals.back().loss, network.loss);
    record.linear_error = rivals.back().loss.mean();
    record.gain = gain.mean;
    record.gain_std_error = gain.std_error;
    const std::vector<Trial> path = penalise(candidates, training);
    const Trial& penalised = path[choose({path}).level];
    result.penalised_decay = penalised.untrained.decay;
    const auto predict = [&](std::size_t i) { return training.predictions(penalised, i); };
    result.baselines.penalised = quality_at(candidates, training, predict);
    // A network without hidden units is this regression.
    if (network.untrained.architecture.layers() > 1) rivals.push_back({BaselineKind::penalised, penalised.loss});
  }
  const std::vector<Matrix> means = predict_means(candidates, training);
  result.baselines.null = quality_at(candidates, training, at(means));
  rivals.push_back({BaselineKind::null, loss_at(candidates, training, at(means))});
  result.verdict = judge_by_loss(network.loss, rivals, network.untrained.error, clusters);
}

// Size by size, decays ascending; `chosen` among them.
void record_paths(const FoldTraining& training, const Paths& paths, Place chosen, const Clusters& clusters,
                  CrossValidation& record) {
  for (std::size_t size = 0; size < paths.size(); ++size) {
    for (std::size_t level = paths[size].size(); level-- > 0;) {
      const Trial& trial = paths[size][level];
      const std::vector<Index>& units = trial.untrained.architecture.units;
      if (size == chosen.size && level == chosen.level) record.chosen = record.path.size();
      const Paired error =
          mean_of_rows(trial.loss.by_row(), members(clusters, trial.loss.sums.size()), trial.loss.weights);
      record.path.push_back({{units.begin() + 1, units.end() - 1},
                             trial.untrained.decay,
                             error.mean,
                             error.std_error,
                             smoothed_error(paths[size], level),
                             trial.loss.rounds,
                             hold(trial)});
    }
  }
  record.rounds = training.rounds();
}

// Every size down the grid in the first rounds, then what is still open in all of them.
Paths compete(const Candidates& candidates, FoldTraining& training, Rounds& rounds, int count,
              TrainingCount& progress) {
  for (int round = 0; round < std::min(count, first_rounds); ++round) training.add_round(rounds.next());
  Paths paths;
  for (std::size_t size = 0; size < candidates.sizes.size() && !progress.interrupted(); ++size) {
    paths.push_back(training.descend(candidates.sizes[size], candidates.starts[size], candidates.decays));
  }
  if (progress.interrupted() || count <= first_rounds) return paths;
  const Place best = choose(paths);
  std::vector<std::vector<Trial*>> open;
  for (std::vector<Trial>& path : paths) open.push_back(contenders(training, path, paths[best.size][best.level]));
  for (int round = first_rounds; round < count; ++round) training.add_round(rounds.next());
  const std::size_t splits =
      training.splits().size() / static_cast<std::size_t>(count) * static_cast<std::size_t>(count - first_rounds);
  for (const std::vector<Trial*>& trials : open) progress.expect(trials.size() * splits);
  for (std::size_t size = 0; size < open.size() && !progress.interrupted(); ++size) {
    if (!open[size].empty()) training.run(open[size], nullptr, candidates.starts[size]);
  }
  return paths;
}

}  // namespace

int cross_validation_rounds(Index rows) { return static_cast<int>(std::clamp<Index>((3000 + rows - 1) / rows, 1, 10)); }

std::optional<CrossValidated> cross_validate(const Candidates& candidates, int folds, const TrainOptions& options,
                                             std::uint32_t seed, int threads, TrainingCount& count) {
  const Index rows = candidates.sample.inputs.rows(), clusters = cluster_count(candidates.clusters, rows);
  CrossValidated result;
  CrossValidation& record = result.record;
  record.folds = static_cast<int>(std::min<Index>(folds, clusters));
  record.starts = static_cast<int>(candidates.starts.front().size());
  Rounds rounds(candidates.design, candidates.sample, candidates.clusters, record.folds, seed);
  FoldTraining training(candidates, options, threads, count);
  const Paths paths = compete(candidates, training, rounds, cross_validation_rounds(clusters), count);
  if (count.interrupted()) return std::nullopt;

  const Place chosen = choose(paths);
  const Trial& best = paths[chosen.size][chosen.level];
  record_paths(training, paths, chosen, candidates.clusters, record);
  result.size = chosen.size;
  for (std::size_t level = chosen.level + 1; level-- > 0;) {
    const Trial& trial = paths[chosen.size][level];
    result.open.push_back({trial.untrained, trial.weights, training.held_weights(trial)});
  }
  result.folds_of_rows = training.folds_of_rows();
  if (candidates.decays.size() > 1) {
    record.floor = training.floor(best);
  }
  result.quality = quality_at(candidates, training, [&](std::size_t i) { return training.predictions(best, i); });
  compare_with_simpler(candidates, training, best, threads, result);
  return count.interrupted() ? std::nullopt : std::optional(std::move(result));
}

}  // namespace nninterp
