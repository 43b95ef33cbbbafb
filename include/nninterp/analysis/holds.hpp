#pragma once

#include <string>
#include <vector>

#include "nninterp/data/design.hpp"

namespace nninterp {

/// A variable held at one value in every row.
struct Hold {
  std::size_t variable;  ///< index into design.variables
  double value;          ///< in its own unit; of a category the index of a level
};

/// What is asked for as texts: "NAME=VALUE"; "NAME=mean", "NAME=median" or "NAME=q25" (a quantile in percent, R's type
/// 7), measured on `data`, rows × variables in their own units, whose rows count as often as `weights` say (empty:
/// once); and "mean", "median" or "q25" alone, which hold every variable that no other text names, a category at its
/// commonest level. In the order of the variables. InputError for an unknown name, level or measure, and for a variable
/// that is named twice.
std::vector<Hold> plan_holds(const Design& design, const Matrix& data, const Vector& weights,
                             const std::vector<std::string>& asked);

/// The rows with what is held in place of their own values; `rows` × variables in their own units.
Matrix held(Matrix rows, const std::vector<Hold>& holds);

/// "hp=146.6875", "sex=m", as it can be asked for; numbers with so many digits at most, 0: as many as they need.
std::string hold_text(const Design& design, const Hold& hold, int digits = 0);
std::vector<std::string> hold_texts(const Design& design, const std::vector<Hold>& holds, int digits = 0);

/// `extrapolation`: values outside the training range of their variable (without one, that of `data`).
std::vector<Warning> warn_of_holds(const Design& design, const Matrix& data, const std::vector<Hold>& holds);

}  // namespace nninterp
