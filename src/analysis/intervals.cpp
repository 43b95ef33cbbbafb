#include "nninterp/analysis/intervals.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/resampling.hpp"
#include "nninterp/nn/curvature.hpp"

namespace nninterp {

Model with_weights(const Model& model, const Vector& weights) {
  Model other;
  other.design = model.design;
  other.network = {model.network.architecture, weights};
  other.error = model.error;
  return other;
}

namespace {

constexpr std::size_t few_refits = 50;

// One row of results for each set of weights.
template <typename RowWeights>
Matrix over(const Model& model, const std::vector<const Vector*>& weights, int threads, const Statistics& statistics,
            const RowWeights& row_weights) {
  std::vector<Vector> results(weights.size());
  parallel_for(weights.size(), threads,
               [&](std::size_t i) { results[i] = statistics(with_weights(model, *weights[i]), row_weights(i)); });
  Matrix table(static_cast<Index>(results.size()), results.empty() ? 0 : results.front().size());
  for (std::size_t i = 0; i < results.size(); ++i) table.row(i) = results[i].transpose();
  return table;
}

std::vector<const Vector*> kept_repetitions(const TrainingRecord& record) {
  const auto total = [](const Repetition& repetition) {
    return repetition.error + (std::isnan(repetition.penalty) ? 0 : repetition.penalty);
  };
  std::vector<const Vector*> kept;
  if (record.best >= record.repetitions.size()) return kept;
  const double least = total(record.repetitions[record.best]);
  for (const Repetition& repetition : record.repetitions) {
    const bool as_good = total(repetition) <= least + 0.05 * std::fabs(least);
    if (repetition.weights.size() > 0 && as_good) kept.push_back(&repetition.weights);
  }
  return kept;
}

std::size_t refits_of(const Model& model) {
  return model.training && model.training->refits ? model.training->refits->weights.size() : 0;
}

// Why the delta method cannot be had; else it is in `source`, and nothing is said.
std::string choose_delta(const Model& model, const Matrix& variables, const IntervalOptions& options, int threads,
                         IntervalSource& source) {
  if (!options.targets) return "no intervals: the delta method needs the targets of the rows";
  const Index weights = model.network.weights.size();
  if (weights > max_curvature_weights)
    return "no intervals: the network has too many weights for the delta method, " + std::to_string(weights);
  WeightCovariance covariance =
      weight_covariance(model, variables, *options.targets, threads,
                        clusters_of_rows(model, variables.rows(), options.training_rows), options.weights);
  if (!covariance.covariance) return covariance.warnings.front().message;
  source.method = IntervalMethod::delta;
  source.warnings = covariance.warnings;
  source.covariance = std::move(covariance);
  return {};
}

}  // namespace

std::size_t choose_refits(const Model& model, const IntervalOptions& options, std::vector<Warning>& warnings) {
  const std::size_t refits = refits_of(model);
  if (options.method == IntervalMethod::none) return 0;
  if (options.method == IntervalMethod::delta || options.method == IntervalMethod::cross_fit) {
    const bool delta = options.method == IntervalMethod::delta;
    throw InputError(std::string("⟨interval⟩: ") + (delta ? "the delta method is for effects alone"
                                                          : "cross-fitting is for effects and curves alone"),
                     "fit with ⟨bootstrap⟩ 200");
  }
  if (options.method == IntervalMethod::bootstrap && refits == 0) {
    throw InputError("⟨interval⟩: bootstrap needs refits, and the model has none", "fit with ⟨bootstrap⟩ 200");
  }
  if (refits == 0) {
    warnings.push_back({"no_intervals", "no intervals: the model has no refits; fit with ⟨bootstrap⟩ 200 for them"});
  } else if (refits < few_refits) {
    warnings.push_back(
        {"few_refits", count_of(refits, "refit") + " make uncertain intervals; ⟨bootstrap⟩ 200 will do"});
  }
  return refits;
}

std::string why_not_cross_fit(const Model& model, Index rows, const IntervalOptions& options) {
  if (!model.training || !model.training->cross_fit)
    return "the model has no networks that were trained without a fold";
  if (!options.training_rows || static_cast<Index>(model.training->cross_fit->folds_of_rows.front().size()) != rows) {
    return "networks without folds tell of the rows that they were trained on";
  }
  if (!options.targets) return "the data have no targets";
  return {};
}

bool choose_cross_fit(const Model& model, Index rows, const IntervalOptions& options) {
  const bool automatic = options.method == IntervalMethod::automatic;
  if (!automatic && options.method != IntervalMethod::cross_fit) return false;
  const std::string reason = why_not_cross_fit(model, rows, options);
  if (reason.empty()) return true;
  if (automatic) return false;
  throw InputError("⟨interval⟩: no crossfit: " + reason, "leave ⟨data⟩ out to ask about those, or the method to auto");
}

IntervalSource choose_intervals(const Model& model, const Matrix& variables, const IntervalOptions& options,
                                int threads) {
  const bool automatic = options.method == IntervalMethod::automatic;
  IntervalSource source;
  if (options.method == IntervalMethod::none) return source;
  if (choose_cross_fit(model, variables.rows(), options)) {
    source.method = IntervalMethod::cross_fit;
    return source;
  }
  if (options.method == IntervalMethod::bootstrap || (automatic && refits_of(model) > 0)) {
    source.replicates = choose_refits(model, options, source.warnings);
    source.method = IntervalMethod::bootstrap;
    return source;
  }
  if (!automatic && !options.targets) {
    throw InputError("⟨interval⟩: delta needs the targets of the rows, and the data have none",
                     "fit with ⟨bootstrap⟩ 200, whose intervals need none");
  }
  if (const std::string reason = choose_delta(model, variables, options, threads, source); !reason.empty()) {
    source.warnings = {{"no_intervals", reason + "; fit with ⟨bootstrap⟩ 200 for intervals"}};
  }
  return source;
}

double delta_std_error(const WeightCovariance& covariance, const Vector& gradient) {
  Vector free(static_cast<Index>(covariance.free.size()));
  for (Index k = 0; k < free.size(); ++k) free[k] = gradient[covariance.free[k]];
  return std::sqrt(std::max(0.0, free.dot(*covariance.covariance * free)));
}

Interval no_interval() { return {nan, nan, nan}; }

Matrix over_refits(const Model& model, Index rows, bool training_rows, int threads, const Statistics& statistics) {
  if (!model.training || !model.training->refits) return {};
  const Refits& refits = *model.training->refits;
  std::vector<const Vector*> weights;
  for (const Vector& of_refit : refits.weights) weights.push_back(&of_refit);
  const bool resample = training_rows && rows == refits.rows;
  return over(model, weights, threads, statistics, [&](std::size_t refit) -> Vector {
    return resample ? resampled_counts(refits.seed, refit, rows, model.training->clusters) : Vector::Ones(rows);
  });
}

Matrix over_repetitions(const Model& model, Index rows, int threads, const Statistics& statistics) {
  if (!model.training) return {};
  return over(model, kept_repetitions(*model.training), threads, statistics,
              [&](std::size_t) -> Vector { return Vector::Ones(rows); });
}

std::vector<Interval> percentile_intervals(const Matrix& replicates, double level) {
  std::vector<Interval> intervals(static_cast<std::size_t>(replicates.cols()), no_interval());
  for (Index column = 0; column < replicates.cols(); ++column) {
    std::vector<double> values;
    for (const double value : replicates.col(column)) {
      if (std::isfinite(value)) values.push_back(value);
    }
    if (values.size() < 2) continue;
    const double spread =
        standard_deviation(Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size())));
    std::sort(values.begin(), values.end());
    intervals[column] = {spread, quantile_sorted(values, (1 - level) / 2), quantile_sorted(values, (1 + level) / 2)};
  }
  return intervals;
}

bool misses(double estimate, const Interval& interval) {
  const double rounding = 1e-9 * std::fabs(estimate);
  return estimate < interval.conf_low - rounding || estimate > interval.conf_high + rounding;
}

namespace {

// Percentile intervals are around what the refits say, and these are trained otherwise than the fit.
std::string why_refits_differ(const Model& model) {
  const Refits& refits = *model.training->refits;
  const double decay = model.training->decay.value_or(0);
  std::string why = "the refits on resampled rows lead elsewhere than the fit";
  if (refits.decay < decay) {
    why = "the refits have less decay, " + format_number(refits.decay, 3) + ", than the fit, " +
          format_number(decay, 3) + ", which pulls its estimates more";
  }
  return refits.weights.size() < few_refits ? why + "; and " + count_of(refits.weights.size(), "refit") + " are few"
                                            : why;
}

}  // namespace

std::vector<Warning> warn_of_misses(const Model& model, const std::vector<std::string>& names) {
  if (names.empty() || !model.training || !model.training->refits) return {};
  const bool one = names.size() == 1;
  return {{"interval_misses_estimate", list_some(names, 8) +
                                           (one ? ": its interval does not hold its own estimate: "
                                                : ": each one's interval does not hold its own estimate: ") +
                                           why_refits_differ(model)}};
}

PredictionIntervals prediction_intervals(const Model& model, const Matrix& variables, double level, int threads) {
  const Matrix unknown = Matrix::Constant(variables.rows(), model.design.outputs(), nan);
  PredictionIntervals result{unknown, unknown, unknown};
  if (refits_of(model) == 0) return result;
  parallel_blocks(variables.rows(), threads, [&](Index first, Index rows) {
    const auto predictions = [&](const Model& refit, const Vector&) -> Vector {
      return predict(refit, variables.middleRows(first, rows), 1).reshaped();
    };
    const std::vector<Interval> intervals =
        percentile_intervals(over_refits(model, rows, false, 1, predictions), level);
    for (Index k = 0, next = 0; k < model.design.outputs(); ++k) {
      for (Index row = first; row < first + rows; ++row, ++next) {
        const Interval& interval = intervals[next];
        result.std_error(row, k) = interval.std_error;
        result.conf_low(row, k) = interval.conf_low;
        result.conf_high(row, k) = interval.conf_high;
      }
    }
  });
  return result;
}

Interval normal_interval(double estimate, double std_error, double level) {
  const double reach = -normal_quantile((1 - level) / 2) * std_error;
  return {std_error, estimate - reach, estimate + reach};
}

}  // namespace nninterp
