#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parts.hpp"

namespace nninterp {

/// "a, b, c"
std::string list_of(const std::vector<std::string>& words, const std::string& glue = ", ");

/// What a language of code has of its own: how values come in, how a name is given to one, and how results go out.
/// Expressions are the same in all: numbers, names, + - * / and calls of the helpers, nn_exp, nn_logistic, ..
class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  /// Definitions, each beginning with a line that has its name; what stands before the first is always needed.
  virtual std::string helpers() const = 0;
  virtual std::string assign(const std::string& name, const std::string& expression) const = 0;
  /// The value of a variable under its name; of a categorical one its level's position, from 1.
  virtual std::string value(const Variable& variable) const = 0;
  virtual bool takes_inputs() const { return false; }  ///< in place of variables: x[0], x[1], ..
  /// predict or slope: the statements, then the results under their names.
  virtual std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                               const std::vector<std::string>& results) const = 0;
  virtual std::string introduction(const WrittenEquation&) const { return ""; }
};

/// R, Python, C or JavaScript.
std::unique_ptr<Dialect> dialect_of(Language language);

}  // namespace nninterp
