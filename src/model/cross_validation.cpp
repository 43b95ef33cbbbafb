#include "cross_validation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/folds.hpp"
#include "nninterp/model/quality.hpp"

namespace nninterp {

namespace {

// One fold of one round: the rows trained on, and those held out.
struct Split {
  Sample train, test;
};

// Of an input that does not vary where the network is trained (a level of few rows) nothing can be learned: its weights
// are left over from the start, and must not speak at the held-out rows.
void silence_constant_inputs(const Matrix& train, Matrix& test) {
  for (Index k = 0; k < train.cols(); ++k) {
    if (train.col(k).minCoeff() == train.col(k).maxCoeff()) test.col(k).setConstant(train(0, k));
  }
}

std::vector<Split> split(const Design& design, const Sample& sample, int folds, int rounds, std::uint32_t seed) {
  Random random(seed);
  const std::vector<int> classes = classes_of_rows(design, sample.targets);
  std::vector<Split> splits;
  for (int round = 0; round < rounds; ++round) {
    const std::vector<int> fold_of = assign_folds(classes, folds, random);
    for (int fold = 0; fold < folds; ++fold) {
      std::vector<Index> train, test;
      for (std::size_t row = 0; row < fold_of.size(); ++row) {
        (fold_of[row] == fold ? test : train).push_back(static_cast<Index>(row));
      }
      splits.push_back({rows_of(sample, train), rows_of(sample, test)});
      silence_constant_inputs(splits.back().train.inputs, splits.back().test.inputs);
    }
  }
  return splits;
}

// Sum over the rows: see Candidate::error.
double loss(ErrorFunction error, Activation output, const Matrix& predictions, const Matrix& targets) {
  if (error == ErrorFunction::sse) return (predictions - targets).squaredNorm();
  const auto p = predictions.array().max(1e-15).min(1 - 1e-15);
  const double of_event = (targets.array() * p.log()).sum();
  return -(output == Activation::softmax ? of_event : of_event + ((1 - targets.array()) * (1 - p).log()).sum());
}

// Losses of one model at every split.
struct Losses {
  Vector mean;    // a row of the split, one number a split
  double pooled;  // a row, over all splits

  template <typename Predict>
  Losses(const std::vector<Split>& splits, ErrorFunction error, Activation output, const Predict& predict)
      : mean(static_cast<Index>(splits.size())), pooled(0) {
    Index rows = 0;
    for (std::size_t i = 0; i < splits.size(); ++i) {
      const Sample& test = splits[i].test;
      const double sum = loss(error, output, predict(i), test.targets);
      mean[static_cast<Index>(i)] = sum / static_cast<double>(test.targets.rows());
      pooled += sum;
      rows += test.targets.rows();
    }
    pooled /= static_cast<double>(rows);
  }

  // Rounds see the same rows again: they steady the errors, but are no further data.
  double std_error(const Vector& of, int folds) const { return standard_deviation(of) / std::sqrt(folds); }
};

// The best of its starts for each problem at each split, problem by problem and then split by split. Small decays,
// which take longest, come first in the path, so that no thread is left with one at the end.
std::vector<Vector> train_everywhere(const Competition& competition, const std::vector<Split>& splits,
                                     std::size_t starts, const TrainOptions& options, int threads,
                                     TrainingCount& count) {
  std::vector<Vector> best(competition.problems.size() * splits.size());
  parallel_for(best.size(), threads, [&](std::size_t task) {
    const std::size_t problem = task / splits.size();
    std::vector<TrainResult> results;
    for (std::size_t start = 0; start < starts && !count.interrupted(); ++start) {
      results.push_back(train_start(competition.problems[problem], splits[task % splits.size()].train,
                                    competition.starts_of(problem)[start], options, TrainingPurpose::cross_validation,
                                    1, count));
    }
    if (!results.empty()) best[task] = results[best_index(results, false)].weights;
  });
  return best;
}

// An error counts as the geometric mean of itself, twice, and of its neighbours in the path of one size.
void smooth(std::vector<Candidate>& path, std::size_t decays) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    double sum = 0, weights = 0;
    const auto add = [&](const Candidate& candidate, double weight) {
      if (!std::isfinite(candidate.error)) return;
      sum += weight * std::log(candidate.error);
      weights += weight;
    };
    add(path[i], 2);
    if (i % decays > 0) add(path[i - 1], 1);
    if ((i + 1) % decays > 0) add(path[i + 1], 1);
    path[i].smoothed_error = std::isfinite(path[i].error) ? std::exp(sum / weights) : path[i].error;
  }
}

// Without any decay nothing bounds the slopes between the rows, and the error at rows hardly tells. What the least
// decay of the path costs shows where there is next to no noise: to win, none must halve its error.
bool may_win(const std::vector<Candidate>& path, std::size_t i, std::size_t decays) {
  if (path[i].decay > 0 || decays == 1) return true;
  return !(path[i].error > path[i + 1].error / 2);
}

std::size_t choose(const std::vector<Candidate>& path, const std::vector<Problem>& problems, std::size_t decays) {
  const auto key = [&](std::size_t i) {
    const double error = path[i].smoothed_error;
    const bool eligible = std::isfinite(error) && may_win(path, i, decays);
    const double comparable = eligible ? error : std::numeric_limits<double>::infinity();
    return std::make_tuple(comparable, problems[i].architecture.weight_count(), -path[i].decay);
  };
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (key(i) < key(chosen)) chosen = i;
  }
  return chosen;
}

// Measured on the held-out rows of all splits together.
template <typename Predict>
QualityByTarget quality_at(const Design& design, Activation output, const std::vector<Split>& splits,
                           const Predict& predict) {
  Index rows = 0, next = 0;
  for (const Split& split : splits) rows += split.test.targets.rows();
  Matrix predictions(rows, splits.front().test.targets.cols()), truth = predictions;
  for (std::size_t i = 0; i < splits.size(); ++i) {
    const Matrix& targets = splits[i].test.targets;
    predictions.middleRows(next, targets.rows()) = predict(i);
    truth.middleRows(next, targets.rows()) = targets;
    next += targets.rows();
  }
  decode_outputs(design, predictions);
  decode_outputs(design, truth);
  return measure_quality(design, output, predictions, truth);
}

// The same folds for the linear model, and how far the network is ahead of it.
void compare_with_linear(const Competition& competition, const std::vector<Split>& splits, const Losses& network,
                         CrossValidated& result) {
  const Activation output = competition.problems.front().architecture.output;
  std::vector<Matrix> predictions;
  for (const Split& split : splits) {
    const auto model = fit_linear(competition.design, output, split.train.inputs, split.train.targets);
    if (!model) return;
    predictions.push_back(predict_linear(*model, split.test.inputs));
  }
  const auto predict = [&](std::size_t i) -> const Matrix& { return predictions[i]; };
  const Losses linear(splits, competition.problems.front().error, output, predict);
  CrossValidation& record = result.record;
  record.linear_error = linear.pooled;
  record.gain = linear.pooled - network.pooled;
  record.gain_std_error = linear.std_error(linear.mean - network.mean, record.folds);
  result.linear_baseline = quality_at(competition.design, output, splits, predict);
}

}  // namespace

std::vector<double> decay_grid(Index rows, Index inputs) {
  constexpr int first_halved = -3;
  const auto n = static_cast<double>(rows), p = static_cast<double>(std::max(inputs, Index{1}));
  const int low = -6 + 2 * std::max(0, static_cast<int>(std::floor(std::log10(n / 1000))));
  const int high = std::max(1, static_cast<int>(std::lround(std::log10(std::sqrt(n * p) / 4))));
  std::vector<double> grid{0};
  for (int power = low; power <= high; ++power) {
    grid.push_back(std::pow(10.0, power));
    if (power >= first_halved && power < high) grid.push_back(std::pow(10.0, power + 0.5));
  }
  return grid;
}

int cross_validation_rounds(Index rows) { return static_cast<int>(std::clamp<Index>(500 / rows, 1, 10)); }

std::optional<CrossValidated> cross_validate(const Competition& competition, int folds, const TrainOptions& options,
                                             std::uint32_t seed, int threads, TrainingCount& count) {
  CrossValidated result;
  CrossValidation& record = result.record;
  const Index rows = competition.sample.inputs.rows();
  record.folds = static_cast<int>(std::min<Index>(folds, rows));
  record.rounds = cross_validation_rounds(rows);
  const std::size_t starts = std::min<std::size_t>(competition.starts.front().size(), max_fold_starts);
  record.starts = static_cast<int>(starts);
  const std::vector<Split> splits = split(competition.design, competition.sample, record.folds, record.rounds, seed);
  const std::vector<Problem>& problems = competition.problems;
  count.expect(problems.size() * splits.size() * starts);
  const std::vector<Vector> weights = train_everywhere(competition, splits, starts, options, threads, count);
  if (count.interrupted()) return std::nullopt;

  const auto predictor = [&](std::size_t problem) {
    return [&, problem](std::size_t i) {
      return run_network({problems[problem].architecture, weights[problem * splits.size() + i]}, splits[i].test.inputs,
                         threads);
    };
  };
  const Activation output = problems.front().architecture.output;
  std::vector<Losses> losses;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    losses.emplace_back(splits, problems[i].error, output, predictor(i));
    const std::vector<Index>& units = problems[i].architecture.units;
    record.path.push_back({{units.begin() + 1, units.end() - 1},
                           problems[i].decay,
                           losses[i].pooled,
                           losses[i].std_error(losses[i].mean, record.folds),
                           losses[i].pooled});
  }
  const std::size_t decays = problems.size() / competition.starts.size();
  smooth(record.path, decays);
  record.chosen = choose(record.path, problems, decays);
  result.quality = quality_at(competition.design, output, splits, predictor(record.chosen));
  compare_with_linear(competition, splits, losses[record.chosen], result);
  return result;
}

}  // namespace nninterp
