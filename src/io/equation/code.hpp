#pragma once

#include <string>
#include <vector>

#include "io/text/page.hpp"
#include "languages.hpp"

namespace nninterp {

/// What a language of statements has of its own: how values come in, how a name is given to one, and how results go
/// out. Expressions are the same in all: numbers, names, + - * / and calls of the helpers, nn_exp, nn_logistic, ..
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// Definitions, each beginning with a line that has its name; what stands before the first is always needed.
  virtual std::string helpers() const = 0;
  virtual std::string assign(const std::string& name, const std::string& expression) const = 0;
  /// predict or slope: the statements, then the results under their names.
  virtual std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                               const std::vector<std::string>& results) const = 0;
  virtual std::string introduction(const Equation&) const { return ""; }
  virtual bool takes_inputs() const { return false; }       ///< x[0], x[1], .. and no variables, which are read by name
  virtual std::string row() const { return "row"; }         ///< what has the variables
  virtual std::string text(const std::string& text) const;  ///< in quotes, as R, Python and C all understand it
  virtual std::string list(const std::string& members) const { return "[" + members + "]"; }
  std::string texts(const std::vector<std::string>& texts) const;  ///< with commas between them
};

/// The predictions' function, or the slopes'.
std::string write_function(const Equation& equation, const Numbers& numbers, const Dialect& dialect, bool slope);

/// Of the dialect's helpers those that the code calls.
std::string used_helpers(const Dialect& dialect, const std::string& code);

/// The helpers that are used, the predictions' function and, with a derivative, the slopes'.
std::string write_code(const Equation& equation, const Numbers& numbers, const Dialect& dialect);

}  // namespace nninterp
