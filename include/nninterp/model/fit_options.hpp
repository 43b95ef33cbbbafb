#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// How far from 0 the weights start: normal with standard deviation 1, or 1 / sqrt(inputs of the unit + 1).
enum class StartSpread { unit, by_inputs };
constexpr Words<StartSpread, 2> words_of(StartSpread) {
  return {{{StartSpread::unit, "unit"}, {StartSpread::by_inputs, "by_inputs"}}};
}

/// Where the refits of a bootstrap begin: at the model's own weights, or at as many new starts as the fit had.
enum class BootstrapStart { warm, fresh };
constexpr Words<BootstrapStart, 2> words_of(BootstrapStart) {
  return {{{BootstrapStart::warm, "warm"}, {BootstrapStart::fresh, "fresh"}}};
}

/// Which columns and rows of the table, and in which units.
struct ColumnOptions {
  std::optional<std::string> formula;
  std::vector<std::string> targets, drop;        ///< instead of a formula; with neither, the last column is the target
  std::map<std::string, std::string> reference;  ///< variable, or target of two classes -> reference level
  std::map<std::string, std::vector<std::string>> levels;  ///< variable, or target -> its levels in their order
  MissingPolicy missing = MissingPolicy::error;
  std::optional<std::string> cluster;  ///< column whose equal rows belong together; it is no variable
  std::optional<std::string> weights;  ///< column that says how often each row's error counts; it is no variable
  Scaling scaling = Scaling::standardize;
};

struct NetworkOptions {
  std::vector<Index> hidden{4};  ///< units of each hidden layer; empty for none
  bool choose_hidden = false;    ///< one hidden layer or none, its size chosen by cross-validation instead
  Activation activation = Activation::logistic;
  std::optional<Activation> output;    ///< default: linear for numbers, logistic for two classes, softmax for more
  std::optional<ErrorFunction> error;  ///< default: sse for linear outputs and the like, ce for probabilities
  bool indicators = false;             ///< a class target is one independent output a class, but FALSE and TRUE
};

/// What cross-validation chooses, and what is kept for measuring.
struct ChoiceOptions {
  std::optional<double> decay;  ///< default: chosen by cross-validation
  /// K of cross-validation. Without it 5 where there is something to choose, else there is none.
  std::optional<int> folds;
  /// Folds of the networks kept for averages and their intervals, 0 for none. Default: those of cross-validation, 5.
  std::optional<int> cross_fit;
  double holdout = 0;  ///< share of the rows kept back from the training, to measure the quality on
};

struct StartOptions {
  int repetitions = 5;
  StartSpread spread = StartSpread::by_inputs;
  std::vector<double> weights;  ///< flat, repetition after repetition, with or without the excluded ones
  std::vector<Index> exclude;   ///< 1-based flat positions
  /// (layer, from with the bias as 1, to), 1-based; taken in flat order.
  std::vector<std::vector<Index>> exclude_triples;
  std::vector<double> constant_weights;  ///< values of the first excluded weights, the others are 0
  bool prefer_converged = false;         ///< the best is one that converged, if any did
};

/// Refits on resampled rows, kept in the record.
struct RefitOptions {
  int count = 0;
  BootstrapStart start = BootstrapStart::warm;
  std::optional<double> decay;  ///< default: a quarter of the model's, see bench/README.md
};

/// Every choice of a fit with its default.
struct FitOptions {
  ColumnOptions columns;
  NetworkOptions network;
  TrainOptions train;
  bool threshold_by_rows = true;  ///< beyond 1,000 rows the threshold is rows / 1,000 times that of `train`
  ChoiceOptions choice;
  StartOptions starts;
  RefitOptions refits;
  std::int32_t seed = 1;  ///< as of R's set.seed(): deals the folds, draws the starts and the rows of refits
  std::optional<std::string> preset;
  int threads = 0;  ///< 0: every core
};

/// The defaults of R's neuralnet 1.44.6.
FitOptions neuralnet_preset();

/// UsageError where the options contradict each other, whatever the table. fit() does the same first.
void check_options(const FitOptions& options);

enum class TrainingPurpose { cross_validation, fit, bootstrap };

struct FitProgress {
  std::size_t trainings_done, trainings;  ///< starts, those of cross-validation included
  TrainingPurpose purpose;                ///< what the running one is for
  double threshold;                       ///< that the gradient has to reach
  TrainProgress step;
};

/// Called by several threads at once, once a step; false ends every training after its running step.
using FitObserver = std::function<bool(const FitProgress&)>;

}  // namespace nninterp
