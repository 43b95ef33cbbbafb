#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/equation.hpp"
#include "nninterp/io/equation.hpp"

// What the writers of equations share.
namespace nninterp {

/// An equation to write, and the variable whose derivative is asked for.
struct WrittenEquation {
  const Design& design;
  Equation equation;
  std::optional<std::size_t> derivative;
  std::optional<int> digits;

  std::string paper_number(double value) const;
  std::string number(double value) const;  ///< for code: always with a point or an exponent
  bool by_softmax() const { return equation.layers.back().activation == Activation::softmax; }
  /// The input that is the derivative's variable.
  Index derivative_input() const;
};

/// coefficient * factor; without a factor the coefficient itself.
struct EquationTerm {
  double coefficient;
  std::string factor;
};

/// What feeds a unit: its bias, then its weights times the names of what it is fed from.
std::vector<EquationTerm> terms_of(const Matrix& weights, Index unit, const std::vector<std::string>& from);

/// "name1", "name2", ..
std::vector<std::string> numbered(const std::string& name, Index count);

/// More terms are added up in parentheses by so many, since some languages limit how deep an expression goes.
constexpr std::size_t most_terms = 40;

/// The terms added up, as all the languages of code have it.
std::string sum_in_code(const WrittenEquation& written, const std::vector<EquationTerm>& terms);

/// The slope of one of softmax's outputs p by those of all sums, as all the languages of code have it: by differences,
/// which keep digits that p * (1 - p) loses.
std::string softmax_slope(const std::vector<std::string>& p, const std::vector<std::string>& slopes, std::size_t own);

std::string write_on_paper(const WrittenEquation& written, Language language);
std::string write_code(const WrittenEquation& written, Language language);
std::string write_sql(const WrittenEquation& written);

}  // namespace nninterp
