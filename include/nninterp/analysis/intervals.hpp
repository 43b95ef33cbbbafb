#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/inference.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// How the uncertainty of an estimate is told. `automatic`: by cross-fitting where the model holds networks without a
/// fold and the rows are those that it was trained on, else by the bootstrap where it holds refits, else by the delta
/// method where it can be had.
enum class IntervalMethod { automatic, cross_fit, bootstrap, delta, none };
constexpr Words<IntervalMethod, 5> words_of(IntervalMethod) {
  return {{{IntervalMethod::automatic, "auto"},
           {IntervalMethod::cross_fit, "crossfit"},
           {IntervalMethod::bootstrap, "bootstrap"},
           {IntervalMethod::delta, "delta"},
           {IntervalMethod::none, "none"}}};
}

/// The uncertainty of one estimate; NaN where it is not known.
struct Interval {
  double std_error, conf_low, conf_high;
  double debiased = nan;  ///< by cross-fitting: what the interval is around, in place of the network's own estimate
  /// By cross-fitting: the rows that std_error rests on, as if they weighed alike.
  double effective_rows = nan;
};
Interval no_interval();

struct IntervalOptions {
  IntervalMethod method = IntervalMethod::automatic;
  double level = 0.95;
  bool training_rows = false;     ///< the rows are those that the model was trained on, in their order
  std::optional<Matrix> targets;  ///< of the rows, rows × outputs in the network's units: what the delta method needs
  Vector weights;                 ///< how often the rows' errors count there, as in the fit; empty: once
};

/// The same design with other weights of the network.
Model with_weights(const Model& model, const Vector& weights);

/// Numbers that a model says of some rows; `weights` says how often each row counts.
using Statistics = std::function<Vector(const Model& model, const Vector& weights)>;

/// The statistics of every refit of the model, one row a refit. Where the rows are those of the training, each refit's
/// rows are weighed as it drew them, so that the spread is that of other samples of rows as well; other rows are held
/// fixed. Empty without refits.
Matrix over_refits(const Model& model, Index rows, bool training_rows, int threads, const Statistics& statistics);

/// The statistics of every repetition whose weights the model file has and whose error, penalty included, is at most 5
/// % above the least, one row a repetition.
Matrix over_repetitions(const Model& model, Index rows, int threads, const Statistics& statistics);

/// For each column of `replicates` their standard deviation and the interval between their quantiles (1 ∓ level) / 2 by
/// R's type 7: the percentile method (Efron 1981). Replicates that are not finite are left out; below 2 there is none.
std::vector<Interval> percentile_intervals(const Matrix& replicates, double level);

/// Whether the estimate lies outside its own interval; not where there is none.
bool misses(double estimate, const Interval& interval);

/// interval_misses_estimate for estimates that do, by their names, and why that may be. Empty without any.
std::vector<Warning> warn_of_misses(const Model& model, const std::vector<std::string>& names);

/// How sure f(x) is at each row, each rows × outputs in the units of the targets: standard deviation over the refits
/// and their percentile interval. This is of f(x), the mean response; an observation varies around it. NaN without
/// refits.
struct PredictionIntervals {
  Matrix std_error, conf_low, conf_high;
};
PredictionIntervals prediction_intervals(const Model& model, const Matrix& variables, double level, int threads = 0);

/// Why the networks that a model has without a fold of its rows say nothing of these rows; empty where they do.
std::string why_not_cross_fit(const Model& model, Index rows, const IntervalOptions& options);

/// Whether intervals of means over the rows come from cross-fitting, as asked for or chosen. InputError where it is
/// asked for and cannot be had.
bool choose_cross_fit(const Model& model, Index rows, const IntervalOptions& options);

/// What the intervals of an analysis come from.
struct IntervalSource {
  IntervalMethod method = IntervalMethod::none;  ///< never automatic
  std::size_t replicates = 0;                    ///< refits
  std::optional<WeightCovariance> covariance;    ///< of the delta method
  std::vector<Warning> warnings;                 ///< why there are none, or what to mind
};

/// Chooses by the options. InputError for crossfit without its networks or on other rows than theirs, for bootstrap
/// without refits, and for delta without targets.
IntervalSource choose_intervals(const Model& model, const Matrix& variables, const IntervalOptions& options,
                                int threads);

/// How many refits an analysis that has no delta method takes its intervals from; 0 for none. A warning says why there
/// are none. InputError for bootstrap without refits, and for delta.
std::size_t choose_refits(const Model& model, const IntervalOptions& options, std::vector<Warning>& warnings);

/// sqrt(J V Jᵀ), J the gradient of an estimate by the flat weights.
double delta_std_error(const WeightCovariance& covariance, const Vector& gradient);

/// estimate ∓ std_error times the normal quantile of (1 + level) / 2.
Interval normal_interval(double estimate, double std_error, double level);

}  // namespace nninterp
