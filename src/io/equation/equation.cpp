#include "nninterp/io/equation/equation.hpp"

#include <cmath>

#include "languages.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::vector<std::string> language_words() { return {"text", "latex", "r", "python", "c", "javascript", "sql"}; }

namespace {

struct Printer {
  EquationForm form;
  std::string (*write)(const Equation&, const Numbers&);
};

// In the order of Language.
constexpr Printer printers[] = {
    {EquationForm::plain, write_text},   {EquationForm::plain, write_latex}, {EquationForm::exact, write_r},
    {EquationForm::exact, write_python}, {EquationForm::exact, write_c},     {EquationForm::exact, write_javascript},
    {EquationForm::exact, write_sql},
};

}  // namespace

std::string Numbers::on_paper(double value) const {
  // Rounded, then as short as can be: 160, where printf has 1.6e+02.
  return format_number(digits ? *parse_number(format_number(value, *digits)) : value);
}

std::string Numbers::in_code(double value) const {
  const std::string text = on_paper(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string Numbers::sum(const std::vector<Equation::Term>& terms) const {
  std::string text;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool negative = std::signbit(terms[i].coefficient), opens = terms.size() > most_terms && i % most_terms == 0;
    if (opens) text += i == 0 ? "(" : ") + (";
    if (opens || i == 0) {
      text += negative ? "-" : "";
    } else {
      text += negative ? " - " : " + ";
    }
    text += in_code(std::fabs(terms[i].coefficient));
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

std::string share_slope(const Equation::Step& step, const std::string& one) {
  std::string own, others;
  for (const Equation::Term& term : step.terms) {
    const std::string &share = term.factors[0], &slope = term.factors[1];
    if (share == step.of) {
      own = share + " * (" + one + " - " + share + ") * " + slope;
    } else {
      others += " - " + step.of + " * " + share + " * " + slope;
    }
  }
  return own + others;
}

std::string write_equation(const Model& model, const EquationOptions& options) {
  const Printer& printer = printers[static_cast<std::size_t>(options.language)];
  return printer.write(equation_of(model, printer.form, options.targets, options.derivative), {options.digits});
}

}  // namespace nninterp
