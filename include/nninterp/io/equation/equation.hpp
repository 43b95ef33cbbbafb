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

}  // namespace nninterp
