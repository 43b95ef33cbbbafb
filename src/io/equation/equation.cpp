#include "nninterp/io/equation/equation.hpp"

#include "languages.hpp"

namespace nninterp {

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

std::string write_equation(const Model& model, const EquationOptions& options) {
  const Printer& printer = printers[static_cast<std::size_t>(options.language)];
  return printer.write(equation_of(model, printer.form, options.targets, options.derivative), {options.digits});
}

}  // namespace nninterp
