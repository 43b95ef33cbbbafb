#include "code.hpp"

namespace nninterp {

namespace {

class C : public Dialect {
 public:
  std::string helpers() const override {
    return R"(#include <math.h>

static double nn_exp(double z) { return exp(z); }
static double nn_logistic(double z) { return 1 / (1 + nn_exp(-z)); }
static double nn_tanh(double z) {
  const double size = fabs(z);
  return size >= 1 ? copysign(1 - 2 / (nn_exp(2 * size) + 1), z) : tanh(z);
}
static double nn_logistic_slope(double z) { return nn_logistic(z) * nn_logistic(-z); }
static double nn_tanh_slope(double z) { return 4 * nn_logistic_slope(2 * z); }
static double nn_relu(double z) { return z < 0 ? 0 : z; }
static double nn_relu_slope(double a) { return a != a ? a : a > 0; }
static double nn_softplus(double z) { return (z < 0 ? 0 : z) + log1p(exp(-fabs(z))); }
static double nn_softplus_slope(double z) { return nn_logistic(z); }
static double nn_larger(double a, double b) { return a > b ? a : b; }
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return "const double " + name + " = " + expression + ";";
  }
  bool takes_inputs() const override { return true; }
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>&,
                       const std::vector<std::string>& results) const override {
    std::string text = slope ? "void nn_slope" : "void nn_predict";
    text += "(const double *x, double *y) {\n  " + joined(body, "\n  ") + "\n";
    if (text.find("x[") == std::string::npos) text += "  (void)x;\n";
    for (std::size_t k = 0; k < results.size(); ++k) text += "  y[" + std::to_string(k) + "] = " + results[k] + ";\n";
    return text + "}\n";
  }
  std::string introduction(const Equation& equation) const override {
    std::string lines;
    std::size_t inputs = 0, results = 0;
    for (const Equation::Step& step : equation.predictions) {
      if (step.kind == Equation::Kind::input) {
        const Variable& variable = equation.variables[step.input.variable];
        lines += "x[" + std::to_string(inputs++) + "]: " + text(variable.name);
        if (step.input.level) lines += ", 1 where it is " + text(variable.levels[*step.input.level]) + ", else 0";
        lines += "\n";
      }
      if (step.kind == Equation::Kind::result)
        lines += "y[" + std::to_string(results++) + "]: " + text(step.name) + "\n";
    }
    // No name ends the comment, or begins another.
    lines = replaced(replaced(replaced(lines, "*/", "* /"), "/*", "/ *"), "?\?/", "?? /");
    return "/*\n" + lines + "*/\n";
  }
};

}  // namespace

std::string write_c(const Equation& equation, const Numbers& numbers) { return write_code(equation, numbers, C()); }

}  // namespace nninterp
