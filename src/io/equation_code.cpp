// Equations as statements of R, Python, C and JavaScript.
#include <cmath>
#include <sstream>

#include "equation_dialects.hpp"

namespace nninterp {

namespace {

// Of the definitions those that are called in the code, or by another of them that is; what stands before all stays.
std::string used_helpers(const std::string& definitions, const std::string& code) {
  std::vector<std::string> blocks(1);
  std::istringstream lines(definitions);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t name = line.find("nn_");
    if (name != std::string::npos && line[0] != ' ') blocks.emplace_back();
    blocks.back() += line + "\n";
  }
  std::string used = code;
  for (std::size_t i = blocks.size(); i-- > 1;) {
    const std::size_t name = blocks[i].find("nn_");
    const std::size_t end = blocks[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz_", name);
    if (used.find(blocks[i].substr(name, end - name) + "(") == std::string::npos) blocks[i].clear();
    used += blocks[i];
  }
  return list_of(blocks, "");
}

std::string activated(Activation activation, const std::string& z) {
  const bool plain = activation == Activation::linear || activation == Activation::softmax;
  return plain ? z : "nn_" + std::string(name_of(activation)) + "(" + z + ")";
}

// The slope of an activation by its sum, with all its digits where the unit is saturated; of relu by its value.
std::string slope_of(Activation activation, const std::string& a, const std::string& z) {
  switch (activation) {
    case Activation::logistic:
    case Activation::tanh:
      return "nn_" + std::string(name_of(activation)) + "_slope(" + z + ")";
    case Activation::relu:
      return "nn_relu_slope(" + a + ")";
    case Activation::softplus:
      return "nn_logistic(" + z + ")";
    default:
      return "";
  }
}

bool by_sum(Activation activation) {
  return activation == Activation::logistic || activation == Activation::tanh || activation == Activation::softplus;
}

// The statements of one function, in the order in which they run.
class Writer {
 public:
  Writer(const WrittenEquation& written, const Dialect& dialect) : written_(written), dialect_(dialect) {}

  std::string prediction() {
    run_forward(written_.equation.layers.size());
    std::vector<std::string> results;
    for (const Equation::Output& output : written_.equation.outputs) {
      const std::string unit = units_.back()[static_cast<std::size_t>(output.unit)];
      const bool plain = output.center == 0 && output.scale == 1;
      results.push_back(plain ? unit : sum_in_code(written_, {{output.center, ""}, {output.scale, unit}}));
    }
    return dialect_.function(false, lines_, names(), results);
  }

  std::string slope() {
    const std::size_t layers = written_.equation.layers.size();
    const bool ends_linear = written_.equation.layers.back().activation == Activation::linear;
    sloped_ = ends_linear ? layers - 1 : layers;  // a linear layer's slopes need no values
    run_forward(sloped_);
    const auto input = static_cast<std::size_t>(written_.derivative_input());
    const Equation::Input& by = written_.equation.inputs[input];
    std::vector<std::string> slopes;
    for (std::size_t l = 0; l < layers; ++l) slopes = run_slopes(l, slopes);
    std::vector<std::string> results;
    for (const Equation::Output& output : written_.equation.outputs) {
      const double unit = output.scale / by.scale;
      const auto own = static_cast<std::size_t>(output.unit);
      const std::string slope = written_.by_softmax() ? softmax_slope(units_.back(), slopes, own) : slopes[own];
      results.push_back(unit == 1 ? slope : slope + " * " + written_.number(unit));
    }
    return dialect_.function(true, lines_, names(), results);
  }

 private:
  void assign(const std::string& name, const std::string& expression) {
    lines_.push_back(dialect_.assign(name, expression));
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Equation::Output& output : written_.equation.outputs) names.push_back(output.name);
    return names;
  }

  void run_forward(std::size_t layers) {
    if (layers == 0) return;
    read_inputs();
    std::vector<std::string> from = numbered("u", static_cast<Index>(written_.equation.inputs.size()));
    for (std::size_t l = 0; l < layers; ++l) from = run_layer(l, from);
    if (written_.by_softmax()) run_softmax(from);
  }

  void read_inputs() {
    const std::vector<Variable>& variables = written_.design.variables;
    for (std::size_t v = 0; v < variables.size() && !dialect_.takes_inputs(); ++v) {
      assign("x" + std::to_string(v + 1), dialect_.value(variables[v]));
    }
    for (std::size_t i = 0; i < written_.equation.inputs.size(); ++i) {
      const Equation::Input& input = written_.equation.inputs[i];
      std::string value = "x" + std::to_string(input.variable + 1);
      if (dialect_.takes_inputs()) value = "x[" + std::to_string(i) + "]";
      if (input.level && !dialect_.takes_inputs())
        value = "nn_is(" + value + ", " + std::to_string(*input.level + 1) + ")";
      if (input.center != 0) {
        value += (input.center < 0 ? " + " : " - ") + written_.number(std::fabs(input.center));
        if (input.scale != 1) value = "(" + value + ")";
      }
      if (input.scale != 1) value += " / " + written_.number(input.scale);
      assign("u" + std::to_string(i + 1), value);
    }
  }

  std::vector<std::string> units_of(std::size_t l) const {
    const bool last = l + 1 == written_.equation.layers.size();
    const std::string prefix = last ? (written_.by_softmax() ? "s" : "o") : "h" + std::to_string(l + 1) + "_";
    return numbered(prefix, written_.equation.layers[l].weights.cols());
  }

  std::vector<std::string> sums_of(std::size_t l) const {
    return numbered("z" + std::to_string(l + 1) + "_", written_.equation.layers[l].weights.cols());
  }

  std::vector<std::string> run_layer(std::size_t l, const std::vector<std::string>& from) {
    const Equation::Layer& layer = written_.equation.layers[l];
    units_.push_back(units_of(l));
    const std::vector<std::string> sums = sums_of(l);
    for (Index unit = 0; unit < layer.weights.cols(); ++unit) {
      std::string z = sum_in_code(written_, terms_of(layer.weights, unit, from));
      if (l < sloped_ && by_sum(layer.activation)) {
        assign(sums[static_cast<std::size_t>(unit)], z);
        z = sums[static_cast<std::size_t>(unit)];
        if (l + 1 == sloped_) continue;  // nothing reads its value
      }
      assign(units_.back()[static_cast<std::size_t>(unit)], activated(layer.activation, z));
    }
    return units_.back();
  }

  void run_softmax(const std::vector<std::string>& sums) {
    assign("m1", sums.front());
    for (std::size_t k = 1; k < sums.size(); ++k) {
      assign("m" + std::to_string(k + 1), "nn_larger(m" + std::to_string(k) + ", " + sums[k] + ")");
    }
    std::vector<std::string> powers = numbered("e", static_cast<Index>(sums.size()));
    for (std::size_t k = 0; k < sums.size(); ++k) {
      assign(powers[k], "nn_exp(" + sums[k] + " - m" + std::to_string(sums.size()) + ")");
    }
    assign("total", list_of(powers, " + "));
    units_.push_back(numbered("p", static_cast<Index>(sums.size())));
    for (std::size_t k = 0; k < sums.size(); ++k) assign(units_.back()[k], powers[k] + " / total");
  }

  // Derivatives of a layer's units by the variable, in the network's units, from those of the layer before.
  std::vector<std::string> run_slopes(std::size_t l, const std::vector<std::string>& before) {
    const Equation::Layer& layer = written_.equation.layers[l];
    std::vector<std::string> slopes;
    for (Index unit = 0; unit < layer.weights.cols(); ++unit) {
      std::vector<EquationTerm> terms = terms_of(layer.weights, unit, before);
      terms.erase(terms.begin());
      if (l == 0) terms = {{layer.weights(written_.derivative_input() + 1, unit), ""}};
      const std::string sum = sum_in_code(written_, terms);
      const std::string value = units_of(l)[static_cast<std::size_t>(unit)];
      const std::string slope = slope_of(layer.activation, value, sums_of(l)[static_cast<std::size_t>(unit)]);
      slopes.push_back("d" + value);
      assign(slopes.back(), slope.empty() ? sum : slope + " * (" + sum + ")");
    }
    return slopes;
  }

  const WrittenEquation& written_;
  const Dialect& dialect_;
  std::vector<std::string> lines_;
  std::size_t sloped_ = 0;                       // layers whose slopes come from sums, which have names there
  std::vector<std::vector<std::string>> units_;  // names, one list a layer; behind softmax's sums its probabilities
};

}  // namespace

std::string write_code(const WrittenEquation& written, Language language) {
  const std::unique_ptr<Dialect> dialect = dialect_of(language);
  std::string code = Writer(written, *dialect).prediction();
  if (written.derivative) code += "\n" + Writer(written, *dialect).slope();
  return dialect->introduction(written) + used_helpers(dialect->helpers(), code) + "\n" + code;
}

}  // namespace nninterp
