#pragma once

#include <optional>
#include <string>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// One of several tests; NaN where it cannot be made.
struct Test {
  double p_value = nan;
  double adjusted =
      nan;  ///< for their number (Benjamini and Hochberg 1995, J. Royal Statistical Society B 57, 289-300)

  bool rejects() const { return adjusted <= 0.05; }
};

/// What networks that have not seen the rows say against a variable being told by one number, or by none.
struct OneNumberTests {
  Test effect;   ///< of the average shift or slope being 0, whichever is less like it
  Test bends;    ///< of the response being a line in the variable, whatever the others do
  Test depends;  ///< of the variable not acting together with the one that it is most sure to, or that is named
  /// Of the quarter of the rows where the effect is said to be least, and that where it is largest, not differing in
  /// sign; the smaller of their averages beside the larger, which has to be a tenth for the sign to matter.
  Test changes_sign;
  double sign_ratio = nan;
  /// The variable that it acts together with: of those whose test rejects the one with the largest H², if it is that in
  /// at least half of the networks, too. None: none, or several.
  std::optional<std::string> partner;
  double share_of_networks = nan;  ///< that put it first

  bool sign_changes() const { return changes_sign.rejects() && sign_ratio >= 0.1; }
  /// The averages go by themselves, as their intervals do.
  bool any() const { return effect.p_value <= 0.05 || bends.rejects() || depends.rejects(); }
};

/// Whether one number may stand for a variable, judged by its row effects: the slopes of a numeric variable, the shifts
/// of a categorical one.
struct OneNumber {
  double opposite_sign_share;                ///< of the rows: their effect has not the average's sign
  std::optional<double> line_r_squared;      ///< of the least squares line of the row effects on the variable itself
  std::optional<double> linear_coefficient;  ///< what the linear (or logistic) regression of the fit says instead
  std::optional<double> linear_std_error;    ///< of that, by White's sandwich; none but at the rows of the training
  /// With tests, the variable's partner, or where it has none and bends, itself. Without, the variable that tells most
  /// of how the row effects differ; none if they do not differ. Where no variable alone tells a tenth, the one that
  /// does together with the variable itself, by five times five groups.
  std::optional<std::string> depends_on;
  /// What depends_on tells: the adjusted share of the variance of the row effects between ten groups of equal size (or
  /// levels), or with the variable itself between five times five.
  double depends_share = 0;
  bool finite = true;            ///< all row effects are
  bool about_none = false;       ///< rms effect of a usual step is at most 2 % of the prediction's standard deviation
  bool nearly_constant = false;  ///< the row effects' standard deviation is at most 25 % of their mean
  std::optional<OneNumberTests> tests;  ///< at the rows of the training, of a model with networks without folds
  /// What verdict_of() says.
  std::string verdict;
};

/// "not finite", "no effect told apart from none", "about none", "about linear", "not told from linear", or of "changes
/// sign", "bends", "depends on X3", "depends on several": with tests, where they reject. Without, what the network's
/// own row effects say, "varies" where nothing else does.
std::string verdict_of(const OneNumber& number, const std::string& variable);

}  // namespace nninterp
