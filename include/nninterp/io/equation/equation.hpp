#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// How an equation is written: for people on paper (text, latex), or as code that runs.
enum class Language { text, latex, r, python, c, javascript, sql };
constexpr Words<Language, 7> words_of(Language) {
  return {{{Language::text, "text"},
           {Language::latex, "latex"},
           {Language::r, "r"},
           {Language::python, "python"},
           {Language::c, "c"},
           {Language::javascript, "javascript"},
           {Language::sql, "sql"}}};
}

struct EquationOptions {
  Language language = Language::text;
  std::vector<std::string> targets;       ///< all without one
  std::optional<std::string> derivative;  ///< the variable whose slope is written
  std::optional<int> digits;              ///< significant ones, 1 to 17; else the shortest that read back the same
};

/// The fitted formula in the units of the table. On paper it has plain weights for the variables' own units; code
/// computes as the program does, with scaled variables, so that it gives the same to all but the last digits. Names
/// are data: nothing in them becomes code or markup. InputError as equation_of and derivative_variable.
std::string write_equation(const Model& model, const EquationOptions& options);

/// The model as JavaScript that a page can ask many times a second, and beside it networks of the same shape, by their
/// flat weights:
///
///     const network = {
///       predict(x, w),     // the inputs, and a network's constants; an array with a number a target
///       slopes: [..],      // one a variable, of x: the model's slopes, a number a target; null for a category
///       own: [..],         // the model's constants
///       others: [[..]],    // those of the others
///     };
///
/// x are the network's inputs in the variables' own units: a number a variable, for a category 0 or 1 for each level
/// but the reference. The arithmetic is that of Language::javascript.
std::string write_network_script(const Model& model, const std::vector<Vector>& others);

}  // namespace nninterp
