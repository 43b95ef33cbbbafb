#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/design.hpp"
#include "nninterp/data/format.hpp"
#include "nninterp/model/classes.hpp"
#include "nninterp/model/support.hpp"
#include "nninterp/nn/network.hpp"
#include "nninterp/nn/train.hpp"

namespace nninterp {

/// The table that a model was trained on, and how it was read.
struct DataSource {
  std::string path;  ///< as the user typed it; "-" is standard input
  std::string sha256;
  std::size_t rows = 0, rows_used = 0;
  TableFormat format;  ///< as it was given
  MissingPolicy missing = MissingPolicy::error;
  std::vector<Index> held_out;         ///< rows (0-based) that were kept back from the training
  std::optional<std::string> cluster;  ///< column that says which rows belong together
  std::optional<std::string> weights;  ///< column that says how often each row counts
};

/// How good predictions are, on rows where the truth is known; a measure that does not apply is empty.
struct Quality {
  std::optional<double> r_squared, rmse, mae;            ///< numeric targets, in their own units
  std::optional<double> log_loss, accuracy, auc, brier;  ///< class targets, and probabilities of a 0/1 target
  std::optional<Confusion> confusion;                    ///< a class target by its name
};
/// By target; a class target by its name (all classes together) and by TARGET=CLASS (one against the rest).
using QualityByTarget = std::map<std::string, Quality>;

/// One start of the training.
struct Repetition {
  bool converged = false;
  StopReason stopped = StopReason::stalled;
  long steps = 0, polish_steps = 0;
  double reached_threshold = 0, error = 0, penalty = 0;
  bool diverged = false;  ///< of a fit just made: stalled because the weights overflowed
  Vector weights;         ///< flat; empty where the model file does not tell
};

/// A network that cross-validation tried: the loss at rows that it was not trained on.
struct Candidate {
  std::vector<Index> hidden;
  double decay = 0;
  /// Mean loss of a held-out row, as often as it counts, and its standard error from the folds. For sse the squared
  /// error in the network's units (all outputs together), for ce minus the log-likelihood. NaN where it could not be
  /// computed.
  double error = 0, std_error = 0;
  /// What the choice compares: the geometric mean of `error`, twice, and of the errors at the decay before and after.
  double smoothed_error = 0;
  int rounds = 1;     ///< of folds: those clearly behind after the first are not in the others
  bool holds = true;  ///< it leaves the targets' range by far in less than a tenth of the folds
};

/// How K-fold cross-validation went. Each round is another partition of the rows into folds.
struct CrossValidation {
  int folds = 0, rounds = 0;
  int starts = 0;  ///< that a fold was given at most at each decay
  std::vector<Candidate> path;
  std::size_t chosen = 0;                      ///< index into path: the least smoothed error of those that hold
  std::optional<double> floor;                 ///< least decay that may be chosen, by the noise that was found
  std::optional<double> linear_error;          ///< of the linear model, on the same folds
  std::optional<double> gain, gain_std_error;  ///< linear_error less the network's error, and how sure it is by row
};

/// What a network is worth beside what is simpler.
enum class VerdictCode { better_than_linear, no_better_than_linear, predicts_nothing };
constexpr Words<VerdictCode, 3> words_of(VerdictCode) {
  return {{{VerdictCode::better_than_linear, "better_than_linear"},
           {VerdictCode::no_better_than_linear, "no_better_than_linear"},
           {VerdictCode::predicts_nothing, "predicts_nothing"}}};
}

/// What a network is compared with: the plain regression, the one with a ridge penalty, or the mean or the shares.
enum class BaselineKind { linear, penalised, null };
constexpr Words<BaselineKind, 3> words_of(BaselineKind) {
  return {{{BaselineKind::linear, "linear"}, {BaselineKind::penalised, "penalised"}, {BaselineKind::null, "null"}}};
}

/// Judged at rows that were left out of the training, on the same folds.
struct Verdict {
  VerdictCode code;
  BaselineKind baseline;      ///< the best of them, which the gain is over
  double gain;                ///< mean loss of a row (see Candidate::error) by the baseline, less that by the network
  double std_error;           ///< of the gain, paired by row, rows of a cluster together
  int rounds;                 ///< of folds
  bool classes = false;       ///< the regression is a logistic one
  bool same_effects = false;  ///< average slopes agree with the regression's within their standard errors
};

/// The same measures of what a network is compared with: the plain regression, the one whose ridge penalty was chosen
/// as the network's decay is, and the mean or the classes' shares.
struct Baselines {
  QualityByTarget linear, penalised, null;
};

/// Quality on rows that had no part in the training.
struct Validation {
  std::string source;  ///< the file, or "holdout"
  std::size_t rows = 0;
  QualityByTarget quality;
  Baselines baselines;
};

/// How the weights answer to other data: networks trained again on rows drawn with replacement (the pairs bootstrap of
/// Efron 1979). Refit k saw resampled_rows(seed, k, rows).
struct Refits {
  std::int32_t seed = 1;
  Index rows = 0;      ///< of the training data, drawn as many times
  double decay = 0;    ///< of their training
  bool fresh = false;  ///< each from new start weights; else from where the model's own weights lead with this decay
  std::vector<Vector> weights;  ///< flat, one a refit
};

/// Networks trained without a part of the rows: of each round every row is in one of the folds, and each fold has a
/// network that has not seen its rows. Averages that are true without the decay's pull rest on them (cross-fitting,
/// Chernozhukov et al. 2018, Econometrics Journal 21, C1-C68).
struct CrossFit {
  int folds;
  std::int32_t seed;                              ///< by which they were dealt
  std::vector<std::vector<Index>> folds_of_rows;  ///< by round, a fold from 0 on for each training row in its order
  std::vector<Vector> weights;                    ///< flat, round by round one a fold

  std::size_t rounds() const { return folds_of_rows.size(); }
  const Vector& without(std::size_t round, std::size_t fold) const {
    return weights[round * static_cast<std::size_t>(folds) + fold];
  }
};

/// Who chose a decay, or a number of units.
enum class ChosenBy { cross_validation, user };
constexpr Words<ChosenBy, 2> words_of(ChosenBy) {
  return {{{ChosenBy::cross_validation, "cross-validation"}, {ChosenBy::user, "user"}}};
}

/// How a model came about. A model from elsewhere has none; what a file does not tell is empty.
struct TrainingRecord {
  std::optional<Algorithm> algorithm = Algorithm::rprop_plus;
  std::optional<double> decay, threshold;
  std::optional<ChosenBy> decay_chosen_by, hidden_chosen_by;
  std::optional<Polish> polish;
  std::optional<std::string> preset, command;  ///< command: the line that fitted it, as a shell would take it
  std::optional<long> stepmax;
  std::optional<std::int32_t> seed;
  std::optional<Scaling> scaling;
  std::vector<Repetition> repetitions;
  std::size_t best = 0;  ///< index into repetitions
  std::optional<double> aic, bic;
  QualityByTarget quality, cv_quality;      ///< on the training rows, and by cross-validation
  Baselines baselines, cv_baselines;        ///< likewise
  std::optional<double> penalised_decay;    ///< ridge penalty of the penalised regression
  std::optional<std::string> undetermined;  ///< why the coefficients of the plain regression are not determined
  std::optional<Verdict> verdict;
  std::optional<CrossValidation> cross_validation;
  std::optional<Validation> validation;
  std::optional<CrossFit> cross_fit;
  std::optional<Refits> refits;
  std::optional<Support> support;
  std::optional<Network> linear_model;  ///< the baseline, without hidden layers, in the network's units
  std::vector<Index> excluded;          ///< 0-based flat positions that never moved
  Vector start_weights;
  std::vector<Index> clusters;  ///< which rows belong together, one number a row from 0; empty: each by itself
  std::vector<Warning> warnings;

  /// Why the fit ended: interrupted if any start was or the refits were, else as the best start did.
  StopReason stopped() const;
};

/// A network together with what its inputs and outputs mean: all that prediction and analysis need.
struct Model {
  Design design;
  Network network;
  ErrorFunction error = ErrorFunction::sse;
  std::optional<DataSource> data;
  std::optional<TrainingRecord> training;
};

}  // namespace nninterp
