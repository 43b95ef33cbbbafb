#include "numbers.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp {

std::string Numbers::on_paper(double value) const {
  // Rounded, then as short as can be: 160, where printf has 1.6e+02.
  return format_number(digits ? *parse_number(format_number(value, *digits)) : value);
}

std::string Numbers::in_code(double value) const {
  const std::string text = on_paper(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string Numbers::coefficient(double value) const {
  if (constants == nullptr) return in_code(std::fabs(value));
  constants->push_back(value);
  return "w[" + std::to_string(constants->size() - 1) + "]";
}

std::string Numbers::sum(const std::vector<Equation::Term>& terms) const {
  std::string text;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool negative = constants == nullptr && std::signbit(terms[i].coefficient),
               opens = terms.size() > most_terms && i % most_terms == 0;
    if (opens) text += i == 0 ? "(" : ") + (";
    if (opens || i == 0) {
      text += negative ? "-" : "";
    } else {
      text += negative ? " - " : " + ";
    }
    text += coefficient(terms[i].coefficient);
    for (const std::string& factor : terms[i].factors) text += " * " + factor;
  }
  return terms.size() > most_terms ? text + ")" : text;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string share_slope(const Equation::Step& step) {
  const auto is_own = [&](const Equation::Term& term) { return term.factors[0] == step.of; };
  const std::string& own = std::find_if(step.terms.begin(), step.terms.end(), is_own)->factors[1];
  std::string others;
  for (const Equation::Term& term : step.terms) {
    if (is_own(term)) continue;
    others += (others.empty() ? "" : " + ") + term.factors[0] + " * (" + own + " - " + term.factors[1] + ")";
  }
  return step.of + " * (" + others + ")";
}

}  // namespace nninterp
