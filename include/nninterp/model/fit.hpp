#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// How far from 0 the weights start: normal with standard deviation 1, or 1 / sqrt(inputs of the unit + 1).
enum class StartSpread { unit, by_inputs };

/// Enough to keep a small network from fitting single rows with huge weights, too little to flatten its slopes.
constexpr double default_decay = 0.001;

/// Every choice of a fit with its default.
struct FitOptions {
  std::optional<std::string> formula;
  std::vector<std::string> targets, drop;  ///< instead of a formula; with neither, the last column is the target

  std::vector<Index> hidden{4};  ///< units of each hidden layer; empty for none
  Activation activation = Activation::logistic;
  std::optional<Activation> output;    ///< default: linear for numbers, logistic for two classes, softmax for more
  std::optional<ErrorFunction> error;  ///< default: sse for linear outputs and the like, ce for probabilities
  bool indicators = false;             ///< a class target is always one independent output a class

  Scaling scaling = Scaling::standardize;
  std::map<std::string, std::string> reference;  ///< variable -> reference level
  MissingPolicy missing = MissingPolicy::error;

  std::optional<double> threshold;  ///< default: 0.01 * max(1, rows / 1000)
  bool threshold_by_rows = true;    ///< false: the default is 0.01 for any number of rows
  long stepmax = 100000;
  RpropOptions rprop;
  StallRule stall;
  std::optional<double> decay;  ///< default: default_decay
  int repetitions = 5;
  std::uint32_t seed = 1;
  StartSpread start_spread = StartSpread::by_inputs;
  std::vector<double> start_weights;  ///< flat, repetition after repetition, with or without the excluded ones
  std::vector<Index> exclude;         ///< 1-based flat positions
  /// (layer, from with the bias as 1, to), 1-based; taken in flat order.
  std::vector<std::vector<Index>> exclude_triples;
  std::vector<double> constant_weights;  ///< values of the first excluded weights, the others are 0
  bool prefer_converged = false;         ///< the best is one that converged, if any did
  std::optional<std::string> preset;

  int threads = 0;  ///< 0: every core
};

/// The defaults of R's neuralnet 1.44.6.
FitOptions neuralnet_preset();

struct FitProgress {
  int repetition;  ///< from 0
  int repetitions;
  double threshold;  ///< that the gradient has to reach
  TrainProgress step;
};

/// Called by several threads at once, once a step; false ends every repetition after its running step.
using FitObserver = std::function<bool(const FitProgress&)>;

/// Trains a network on a table. The best repetition (least error with its penalty) becomes the model; the record tells
/// of all, and carries the warnings. InputError where the table does not allow it, UsageError where options contradict.
/// `data` of the result is left to the caller except `rows` and `rows_used`.
Model fit(const Table& table, const FitOptions& options, const FitObserver& observer = {});

}  // namespace nninterp
