#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/heterogeneity.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/analysis/moves.hpp"
#include "nninterp/core/statistics.hpp"

namespace nninterp {

/// How an average differs between repetitions of the fit that are as good as the best: networks of equal error can mean
/// different things.
struct BetweenFits {
  std::size_t fits;       ///< the repetitions compared, at least 2
  double sd;              ///< of the average
  double sign_agreement;  ///< share of them whose average has the best one's sign
  double variance_share;  ///< sd² / (sd² + std_error²); NaN without a std_error
};

/// The effect of one variable (of one level of it) on one target, over the rows of a group or over all.
struct Effect {
  std::string variable, target;
  std::string label;                            ///< "wt", or of a variable that is switched "sex: m - f", "am: 1 - 0"
  std::optional<std::string> level, reference;  ///< categorical variables
  std::optional<std::string> group;
  std::size_t group_code = 0;  ///< its place among the levels of the grouping
  Move move;
  Index output;      ///< the target's
  std::size_t rows;  ///< of the group, or all
  /// Of f(x moved) - f(x) over the rows, or of what they are compared by. The mean of ratios is that of the mean
  /// predictions, of odds ratios that of their odds; share_positive is that of the rows where f rises.
  Summary shift_summary;
  std::vector<Index> shift_histogram;  ///< the rows in nine intervals, see histogram()
  bool both_ways;  ///< shifts go either way in at least one row in twenty, those below 1e-6 of the largest aside
  Interval shift_interval = no_interval();  ///< of ratios around them on their logarithms, whose std_error it has
  std::size_t out_of_range_rows;            ///< moved values that leave the training range (without one: the data's)
  /// Rows that the move takes out of range or beyond the Mahalanobis distance of 99 in 100 training rows, and the mean
  /// over the others (NaN without any).
  std::size_t off_support_rows;
  double mean_on_support;
  std::optional<Summary> slope_summary;  ///< of the slopes, or elasticities, at the rows; none for a category
  Interval slope_interval = no_interval();
  std::optional<BetweenFits> shift_between_fits, slope_between_fits;  ///< none without two repetitions to compare
  OneNumber one_number;
};

/// By how much an average differs between two groups: the one less the other, of ratios the one by the other.
struct Difference {
  double estimate;
  Interval interval = no_interval();  ///< of ratios around it on their logarithms
  double p_value = nan;               ///< of there being none, by a normal estimate; none of refits
};

/// An effect in one group beside that in the first.
struct GroupComparison {
  std::size_t effect, against;  ///< positions among the effects
  Difference shift;
  std::optional<Difference> slope;  ///< none for a categorical variable
};

}  // namespace nninterp
