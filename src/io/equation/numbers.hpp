#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/equation.hpp"

namespace nninterp {

/// More terms are added up in parentheses by so many, since some languages limit how deep an expression goes.
constexpr std::size_t most_terms = 40;

/// How numbers are written.
struct Numbers {
  std::optional<int> digits;                 ///< significant ones; else the fewest that read back the same
  std::vector<double>* constants = nullptr;  ///< coefficients are written as w[0], w[1], .. and go here

  std::string on_paper(double value) const;
  std::string in_code(double value) const;  ///< always with a point or an exponent
  /// The terms added up, as all the languages of code have it.
  std::string sum(const std::vector<Equation::Term>& terms) const;

 private:
  std::string coefficient(double value) const;  // without its sign, or by its place
};

/// The text with everything that is `what` as `with`.
std::string replaced(std::string text, const std::string& what, const std::string& with);

/// A share's slope in code, by differences, which keep their digits where one share is all but 1.
std::string share_slope(const Equation::Step& step);

}  // namespace nninterp
