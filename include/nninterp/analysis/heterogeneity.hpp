#pragma once

#include <optional>
#include <string>

namespace nninterp {

/// Whether one number may stand for a variable, judged by its row effects: the slopes of a numeric variable, the shifts
/// of a categorical one.
struct OneNumber {
  double opposite_sign_share;                ///< of the rows: their effect has not the average's sign
  std::optional<double> line_r_squared;      ///< of the least squares line of the row effects on the variable itself
  std::optional<double> linear_coefficient;  ///< what the linear (or logistic) regression of the fit says instead
  std::optional<double> linear_std_error;    ///< of that, by White's sandwich; none but at the rows of the training
  /// The variable that tells most of how the row effects differ, by the adjusted share of their variance between ten
  /// groups of equal size (or its levels), and that share; none if they do not differ. Where no variable alone tells a
  /// tenth, the one that does together with the variable itself, by five times five groups.
  std::optional<std::string> depends_on;
  double depends_share = 0;
  /// "not finite", "about none", "about linear", or of "changes sign", "bends", "depends on X3", "varies".
  std::string verdict;
};

}  // namespace nninterp
