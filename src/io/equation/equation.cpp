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

std::string write_network_script(const Model& model, const std::vector<Vector>& others) {
  std::vector<Equation> of_networks{equation_of(model, EquationForm::exact)};
  Model other = model;
  for (const Vector& weights : others) {
    other.network.weights = weights;
    of_networks.push_back(equation_of(other, EquationForm::exact));
  }
  std::vector<std::optional<Equation>> by_variable;
  for (const Variable& variable : model.design.variables) {
    by_variable.emplace_back();
    if (!variable.categorical) by_variable.back() = equation_of(model, EquationForm::exact, {}, variable.name);
  }
  return write_javascript_network(of_networks, by_variable);
}

}  // namespace nninterp
