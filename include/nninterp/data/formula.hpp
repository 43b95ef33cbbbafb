#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nninterp/data/table.hpp"

namespace nninterp {

/// What stands between the signs on the right of a formula.
struct Term {
  enum class Kind {
    add,
    remove,     ///< after a '-'
    add_others  ///< '.': every column that is not a target
  };
  Kind kind = Kind::add;
  std::string name;  ///< none of '.'
};

/// "A + B ~ X1 + X2", "Y ~ .", "Y ~ . - id". Names that are no plain words stand in backticks.
struct Formula {
  std::vector<std::string> targets;
  std::vector<Term> terms;  ///< in order: as in R, each changes what those before it have left
};

/// UsageError that names the place, for anything else (interactions and functions included: the network finds them).
Formula parse_formula(std::string_view text);

/// The name as a formula has it.
std::string in_formula(const std::string& name);

/// Which columns are predicted, and by which: both in the order of the formula, '.' in that of the table. A predictor
/// that was taken away and added again stands where it was added last.
struct Roles {
  std::vector<std::string> targets;
  std::vector<std::string> variables;
};

/// InputError for unknown names, for a column on both sides and for an empty side.
Roles resolve_roles(const Formula& formula, const Table& table);

}  // namespace nninterp
