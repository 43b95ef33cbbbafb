#include "nninterp/io/equation.hpp"

#include <cmath>

#include "equation_parts.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::vector<std::string> language_words() { return {"text", "latex", "r", "python", "c", "javascript", "sql"}; }

std::string WrittenEquation::paper_number(double value) const {
  // Rounded, then as short as can be: 160, where printf has 1.6e+02.
  return format_number(digits ? *parse_number(format_number(value, *digits)) : value);
}

std::string WrittenEquation::number(double value) const {
  const std::string text = paper_number(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

Index WrittenEquation::derivative_input() const {
  Index input = 0;
  while (equation.inputs[static_cast<std::size_t>(input)].variable != *derivative) ++input;
  return input;
}

std::vector<EquationTerm> terms_of(const Matrix& weights, Index unit, const std::vector<std::string>& from) {
  std::vector<EquationTerm> terms{{weights(0, unit), ""}};
  for (std::size_t i = 0; i < from.size(); ++i) terms.push_back({weights(static_cast<Index>(i) + 1, unit), from[i]});
  return terms;
}

std::string sum_in_code(const WrittenEquation& written, const std::vector<EquationTerm>& terms) {
  constexpr std::size_t most = most_terms;
  std::string text;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool negative = std::signbit(terms[i].coefficient), opens = terms.size() > most && i % most == 0;
    if (opens) text += i == 0 ? "(" : ") + (";
    if (opens || i == 0) {
      text += negative ? "-" : "";
    } else {
      text += negative ? " - " : " + ";
    }
    text += written.number(std::fabs(terms[i].coefficient));
    if (!terms[i].factor.empty()) text += " * " + terms[i].factor;
  }
  return terms.size() > most ? text + ")" : text;
}

std::vector<std::string> numbered(const std::string& name, Index count) {
  std::vector<std::string> names;
  for (Index i = 1; i <= count; ++i) names.push_back(name + std::to_string(i));
  return names;
}

std::string softmax_slope(const std::vector<std::string>& p, const std::vector<std::string>& slopes, std::size_t own) {
  std::string sum;
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (k != own) sum += (sum.empty() ? "" : " + ") + p[k] + " * (" + slopes[own] + " - " + slopes[k] + ")";
  }
  return p[own] + " * (" + sum + ")";
}

std::string write_equation(const Model& model, const EquationOptions& options) {
  WrittenEquation written{model.design, equation_of(model, options.targets), {}, options.digits};
  if (options.derivative) written.derivative = derivative_variable(model.design, *options.derivative);
  const bool on_paper = options.language == Language::text || options.language == Language::latex;
  // Code of a single layer is a regression equation too, but of x - center.
  if (on_paper || written.equation.layers.size() == 1) {
    written.equation = in_plain_units(std::move(written.equation), !on_paper);
  }
  if (on_paper) return write_on_paper(written, options.language);
  return options.language == Language::sql ? write_sql(written) : write_code(written, options.language);
}

}  // namespace nninterp
