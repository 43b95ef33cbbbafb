#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

struct ImportanceOptions {
  std::vector<std::string> targets;  ///< names of outputs, or of a target for all its classes; empty: all
  int rounds = 10;                   ///< permutations of each variable, at least one
  std::int32_t seed = 1;             ///< as of R's set.seed()
  Vector weights;                    ///< how often each row of the data counts in every mean over them; empty: once
  IntervalOptions interval;          ///< of the slopes' rms, from refits
  int threads = 0;
};

/// What the weights alone say, variables × outputs, on the network's own weights and without biases. A categorical
/// variable has the sum over its inputs.
struct WeightImportance {
  /// Garson (1991), after Goh (1995): for each hidden unit the share of each input in the absolute weights that enter
  /// it; their sum over the units that the output uses, as shares that sum to 1. Without a hidden layer the shares in
  /// the absolute weights. Empty for several hidden layers; NaN where all weights are 0.
  std::optional<Matrix> garson;
  /// Olden and Jackson (2002): the product of the layers' weight matrices, summed over all paths, with its sign.
  Matrix olden;
};

WeightImportance weight_importance(const Design& design, const Network& network);

/// By how much a loss rises when the values of a variable are shuffled among the rows: mean and standard deviation
/// (n - 1; NaN for a single round) over the rounds. `measure` is "log_loss" or "rmse" in target units, `base` the loss
/// before.
struct LossRise {
  std::string measure;
  double base, mean, sd;
};

/// Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019) of each variable, by output, and by target
/// for all of its classes. `data` rows × variables and `truth` rows × outputs, in their own units (classes as 0/1); a
/// target whose truth has a NaN is left out. The rows of round r are R's sample(rows), drawn r-th after
/// set.seed(seed), for every variable the same; a categorical variable moves as a whole.
std::vector<std::map<std::string, LossRise>> permutation_importance(const Model& model, const Matrix& data,
                                                                    const Matrix& truth,
                                                                    const ImportanceOptions& options);

/// How much one output depends on one variable, in several ways of asking.
struct Importance {
  std::string variable, target;
  std::optional<double> garson;
  double olden;
  std::optional<Summary> slope;         ///< of the slopes at the rows; empty for a categorical variable
  std::optional<double> slope_rms_sd;   ///< rms slope times the variable's standard deviation, in target units
  std::optional<LossRise> permutation;  ///< empty where the truth is not known
  Interval slope_rms = no_interval();   ///< of the slopes' rms, by refits
};

/// All classes of a target together.
struct ClassesImportance {
  std::string variable, target;
  LossRise permutation;
};

struct Importances {
  std::vector<Importance> importances;     ///< by target, then variable
  std::vector<ClassesImportance> classes;  ///< targets with an output a class: by target, then variable
  std::size_t replicates = 0;              ///< refits that the intervals come from
  std::vector<Warning> warnings;
};

/// `data` and `truth` as above, at least one row.
Importances importances(const Model& model, const Matrix& data, const Matrix& truth, const ImportanceOptions& options);

/// The measures of loss that permutations raised, "rmse" or "log_loss", each once.
std::vector<std::string> losses_of(const Importances& importances);

}  // namespace nninterp
