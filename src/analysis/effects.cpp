#include "nninterp/analysis/effects.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cross_fit_effects.hpp"
#include "effect_intervals.hpp"
#include "effect_kinds.hpp"
#include "effect_plan.hpp"
#include "effect_rows.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// Below so many rows, as if they weighed alike, the normal distribution is no guide (docs/intervals.md).
constexpr double few_rows = 6;

std::string name_of(const Model& model, const Effect& effect) {
  return effect.label + (model.design.outputs() > 1 ? " on " + effect.target : "") +
         (effect.group ? " [" + *effect.group + "]" : "");
}

// "bmi (slope)", "sex: 2 - 1 on y [group] (effect)": the effects whose averages and intervals are such.
template <typename Is>
std::vector<std::string> names_of(const Model& model, ShiftKind kind, const Effects& result, const Is& is) {
  std::vector<std::string> names;
  for (const Effect& effect : result.effects) {
    const bool shift = is(kind, effect.shift_summary.mean, effect.shift_interval);
    const bool slope =
        effect.slope_summary && is(ShiftKind::difference, effect.slope_summary->mean, effect.slope_interval);
    if (!shift && !slope) continue;
    names.push_back(name_of(model, effect) + (shift && slope ? " (effect and slope)"
                                              : shift        ? " (effect)"
                                                             : " (slope)"));
  }
  return names;
}

bool is_shrunken(ShiftKind kind, double mean, const Interval& interval) {
  return std::fabs(link_of_told(kind, mean) - link_of_told(kind, interval.debiased)) > interval.std_error;
}

bool misses_own(ShiftKind, double mean, const Interval& interval) { return misses(mean, interval); }

bool has_few_rows(ShiftKind, double, const Interval& interval) { return interval.effective_rows < few_rows; }

// The averages, of ratios their logarithms, and their differences in the comparisons.
OfParts<double> links_of(const EffectPlan& plan, const std::vector<Effect>& effects) {
  OfParts<double> means;
  for (const Effect& effect : effects) {
    means.shifts.push_back(link_of_told(plan.options.shift, effect.shift_summary.mean));
    means.slopes.push_back(effect.slope_summary ? effect.slope_summary->mean : nan);
  }
  return with_comparisons(plan, std::move(means));
}

Difference difference_of(ShiftKind kind, double of_links, const Interval& interval, bool normal) {
  Difference difference{told(kind, of_links), told(kind, interval)};
  const double center = std::isnan(interval.debiased) ? of_links : interval.debiased;
  if (normal) difference.p_value = 2 * normal_probability(-std::fabs(center) / interval.std_error);
  return difference;
}

void add_comparisons(const EffectPlan& plan, const OfParts<double>& links, const OfParts<Interval>& intervals,
                     bool normal, Effects& result) {
  for (std::size_t i = 0; i < plan.comparisons.size(); ++i) {
    const auto [part, against] = plan.comparisons[i];
    const std::size_t at = plan.parts.size() + i;
    GroupComparison comparison{
        part, against, difference_of(plan.options.shift, links.shifts[at], intervals.shifts[at], normal), {}};
    if (plan.numeric(plan.parts[part])) {
      comparison.slope = difference_of(ShiftKind::difference, links.slopes[at], intervals.slopes[at], normal);
    }
    result.comparisons.push_back(comparison);
  }
}

// By cross-fitting they are known before the effects are.
void add_intervals(const Model& model, const EffectPlan& plan, const IntervalSource& source,
                   const std::optional<CrossFitEffects>& unseen, Effects& result) {
  const OfParts<double> links = links_of(plan, result.effects);
  const bool cross_fit = source.method == IntervalMethod::cross_fit;
  const OfParts<Interval> intervals = cross_fit ? unseen->intervals : average_intervals(model, plan, source, links);
  for (std::size_t i = 0; i < result.effects.size(); ++i) {
    result.effects[i].shift_interval = told(plan.options.shift, intervals.shifts[i]);
    result.effects[i].slope_interval = intervals.slopes[i];
  }
  add_comparisons(plan, links, intervals, cross_fit || source.method == IntervalMethod::delta, result);
}

// Shares of what is not above 0 are none.
std::vector<Warning> warn_of_shares(const Model& model, const EffectPlan& plan) {
  const EffectOptions& options = plan.options;
  if (options.shift != ShiftKind::ratio && !divides_by_prediction(options.slope)) return {};
  std::size_t below = 0;
  for_rows(plan.data.rows(), part_rows, [&](Index first, Index count) {
    const Matrix f = predict(model, plan.data.middleRows(first, count), options.threads);
    below += static_cast<std::size_t>((f(Eigen::all, plan.outputs).array() <= 0).rowwise().any().count());
  });
  if (below == 0) return {};
  return {{"prediction_not_positive", "the prediction is not above 0 at " + std::to_string(below) + " of " +
                                          count_of(static_cast<std::size_t>(plan.data.rows()), "row") +
                                          ", where ratios and shares of it say little; differences do"}};
}

// Of averages outside their own interval, of those that the decay has pulled in, and of intervals that few rows decide.
std::vector<Warning> warn_of_intervals(const Model& model, ShiftKind kind, const Effects& result) {
  if (result.method == IntervalMethod::bootstrap) {
    return warn_of_misses(model, names_of(model, kind, result, misses_own));
  }
  if (result.method != IntervalMethod::cross_fit) return {};
  std::vector<Warning> warnings;
  if (const auto names = names_of(model, kind, result, is_shrunken); !names.empty()) {
    warnings.push_back({"shrunken_effect", list_some(names, 8) +
                                               ": the network's own average is more than a standard error from the "
                                               "debiased one, which has an interval and is the one to report"});
  }
  if (const auto names = names_of(model, kind, result, has_few_rows); !names.empty()) {
    warnings.push_back({"few_rows_decide", list_some(names, 8) +
                                               ": the standard error rests on few rows (heavy tails, rare events, or "
                                               "moves out of the data), and its interval may cover less than it says"});
  }
  return warnings;
}

// A debiased mean prediction may lie beyond 0 or 1, where there are no ratios of it.
std::vector<Warning> warn_of_no_ratios(const Model& model, ShiftKind kind, const Effects& result) {
  if (kind == ShiftKind::difference || result.method != IntervalMethod::cross_fit) return {};
  std::vector<std::string> names;
  for (const Effect& effect : result.effects) {
    if (std::isnan(effect.shift_interval.conf_low)) names.push_back(name_of(model, effect));
  }
  if (names.empty()) return {};
  return {{"no_intervals", list_some(names, 8) +
                               ": no interval of the ratio: a debiased mean prediction lies beyond what ratios can be "
                               "made of, so near to it are the predictions"}};
}

// Rows whose probability is all but 0 or 1 say next to nothing of log-odds, and count in their averages all the same.
std::vector<Warning> warn_of_certain_rows(const Model& model, const EffectPlan& plan) {
  constexpr double certain = 3, many = 0.1;
  double rows = 0;
  for_rows(plan.data.rows(), part_rows, [&](Index first, Index count) {
    const Matrix log_odds =
        predict(model, plan.data.middleRows(first, count), plan.options.threads, OutputScale::logit);
    const auto extreme = (log_odds(Eigen::all, plan.outputs).array().abs() > certain).rowwise().any();
    rows += static_cast<double>(extreme.count());
  });
  const double share = rows / static_cast<double>(plan.data.rows());
  if (share <= many) return {};
  return {{"certain_rows", "the probabilities of " + format_number(std::round(100 * share)) +
                               " % of the rows are all but 0 or 1, where the data say little of log-odds: their "
                               "intervals may cover less than they say; those of probabilities do not suffer"}};
}

std::optional<BetweenFits> compare_fits(const Vector& averages, double of_best, double std_error) {
  if (averages.size() < 2 || !averages.allFinite()) return std::nullopt;
  BetweenFits between{static_cast<std::size_t>(averages.size()), standard_deviation(averages), 0, nan};
  between.sign_agreement = (averages.array() * of_best > 0).cast<double>().mean();
  const double variance = between.sd * between.sd;
  if (!std::isnan(std_error)) between.variance_share = variance / (variance + std_error * std_error);
  return between;
}

void add_between_fits(const Model& model, const EffectPlan& plan, Effects& result) {
  const ShiftKind kind = plan.options.shift;
  const Matrix fits =
      over_repetitions(model, plan.data.rows(), plan.options.threads,
                       [&](const Model& other, const Vector& drawn) { return plan.averages(other, drawn); });
  if (fits.rows() < 2) return;
  const auto count = static_cast<Index>(plan.parts.size());
  for (Index i = 0; i < count; ++i) {
    Effect& effect = result.effects[i];
    effect.shift_between_fits =
        compare_fits(fits.col(i), link_of_told(kind, effect.shift_summary.mean), effect.shift_interval.std_error);
    if (!effect.slope_summary) continue;
    effect.slope_between_fits =
        compare_fits(fits.col(count + i), effect.slope_summary->mean, effect.slope_interval.std_error);
  }
}

void add_linear_coefficients(const Model& model, const EffectPlan& plan, Effects& result) {
  const std::vector<RegressionAverage> averages = regression_averages(model, plan);
  for (std::size_t i = 0; i < averages.size(); ++i) {
    OneNumber& number = result.effects[i].one_number;
    if (std::isfinite(averages[i].coefficient)) number.linear_coefficient = averages[i].coefficient;
    if (std::isfinite(averages[i].std_error)) number.linear_std_error = averages[i].std_error;
  }
}

}  // namespace

Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping) {
  const EffectPlan plan(model, data, options, grouping);
  check_scale(model, options.scale);
  IntervalSource source = choose_intervals(model, data, options.interval, options.threads);
  std::optional<CrossFitEffects> unseen;
  if (options.interval.method != IntervalMethod::none &&
      why_not_cross_fit(model, data.rows(), options.interval).empty()) {
    unseen = cross_fit_effects(model, plan);
  }
  EffectsAtRows rows = effects_at_rows(model, plan, unseen ? unseen->tests : std::vector<OneNumberTests>());
  Effects result;
  result.method = source.method;
  result.replicates = source.replicates;
  result.effects = std::move(rows.effects);
  add_intervals(model, plan, source, unseen, result);
  add_between_fits(model, plan, result);
  add_linear_coefficients(model, plan, result);
  if (grouping) result.groups = plan.groups;
  result.warnings = std::move(rows.warnings);
  const bool log_odds = source.method == IntervalMethod::cross_fit && options.scale == OutputScale::logit;
  for (const auto& more : {source.warnings, warn_of_intervals(model, options.shift, result),
                           warn_of_no_ratios(model, options.shift, result), warn_of_shares(model, plan),
                           warn_of_holds(model.design, data, options.at),
                           log_odds ? warn_of_certain_rows(model, plan) : std::vector<Warning>()}) {
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  return result;
}

}  // namespace nninterp
