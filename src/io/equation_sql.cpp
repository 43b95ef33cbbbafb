// Equations as a SELECT: each step of the computation is a table expression of its own, so that no value is computed
// twice and no name of a column meets one of ours.
#include <algorithm>
#include <cmath>

#include "equation_parts.hpp"

namespace nninterp {

namespace {

// Text in these quotes, which stand for themselves doubled.
std::string quoted(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += c == quote ? std::string(2, quote) : std::string(1, c);
  return result + quote;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789-") == std::string::npos;
}

class SqlWriter {
 public:
  explicit SqlWriter(const WrittenEquation& written) : written_(written) {}

  std::string select() {
    read_inputs();
    std::vector<std::string> from = columns("u", static_cast<Index>(written_.equation.inputs.size())), slopes;
    for (std::size_t l = 0; l < written_.equation.layers.size(); ++l) {
      run_layer(l, from);
      if (written_.derivative) slopes = run_slopes(l, slopes);
      from = columns("a" + std::to_string(l + 1) + "_", written_.equation.layers[l].weights.cols());
    }
    return "-- needs exp, ln and tanh; where AS MATERIALIZED is not known, leave out the second word\n" + text_ +
           "\nSELECT\n" + results(from, slopes) + "\nFROM " + last_ + ";\n";
  }

 private:
  // Unqualified, some databases would take a column that is not there for a text.
  static std::string column(const Variable& variable) { return "data." + quoted(variable.name, '"'); }

  static std::vector<std::string> columns(const std::string& name, Index count) {
    return numbered("nn_" + name, count);
  }

  // A table expression: what the one before has, and these columns.
  void step(const std::vector<std::string>& names, const std::vector<std::string>& expressions) {
    const std::string name = "nn_" + std::to_string(++steps_);
    text_ += (steps_ == 1 ? "WITH " : ",\n") + name + " AS MATERIALIZED (\n  SELECT\n";
    if (steps_ > 1) text_ += "    " + last_ + ".*,\n";
    for (std::size_t i = 0; i < names.size(); ++i) {
      text_ += "    " + expressions[i] + " AS " + names[i] + (i + 1 < names.size() ? ",\n" : "\n");
    }
    last_ = name;
    text_ += "  FROM " + std::string(steps_ == 1 ? "data" : "nn_" + std::to_string(steps_ - 1)) + "\n)";
  }

  // 1, 0, or NULL for what is no level; numbers as texts of either form.
  static std::string indicator(const Variable& variable, std::size_t level) {
    const auto any_of = [&](const std::vector<std::string>& levels) {
      std::string list;
      for (const std::string& one : levels) {
        list += (list.empty() ? "" : ", ") + quoted(one, '\'');
        const bool other = std::count(variable.levels.begin(), variable.levels.end(), one + ".0") > 0;
        if (is_number(one) && !other) list += ", " + quoted(one + ".0", '\'');
      }
      return "CAST(" + column(variable) + " AS TEXT) IN (" + list + ")";
    };
    return "CASE WHEN " + any_of({variable.levels[level]}) + " THEN 1.0 WHEN " + any_of(variable.levels) +
           " THEN 0.0 END";
  }

  // NULL also for the texts that stand for missing numbers, which some databases would count as 0.
  static std::string number(const Variable& variable) {
    const std::string name = column(variable);
    return "CASE WHEN CAST(" + name + " AS TEXT) IN ('', 'NA') THEN NULL ELSE " + name + " END";
  }

  void read_inputs() {
    std::vector<std::string> expressions;
    for (const Equation::Input& input : written_.equation.inputs) {
      const Variable& variable = written_.design.variables[input.variable];
      std::string value = input.level ? indicator(variable, *input.level) : number(variable) + " * 1.0";
      if (!input.level && input.center != 0) {
        value = number(variable) + (input.center < 0 ? " + " : " - ") + written_.number(std::fabs(input.center));
      }
      if (input.scale != 1) value = "(" + value + ") / " + written_.number(input.scale);
      expressions.push_back(value);
    }
    step(columns("u", static_cast<Index>(expressions.size())), expressions);
  }

  void run_layer(std::size_t l, const std::vector<std::string>& from) {
    const Equation::Layer& layer = written_.equation.layers[l];
    const Index units = layer.weights.cols();
    const std::string number = std::to_string(l + 1) + "_";
    const std::vector<std::string> z = columns("z" + number, units);
    std::vector<std::string> sums, activations;
    for (Index unit = 0; unit < units; ++unit)
      sums.push_back(sum_in_code(written_, terms_of(layer.weights, unit, from)));
    step(z, sums);
    for (std::size_t unit = 0; unit < z.size(); ++unit) activations.push_back(activated(layer.activation, z, unit));
    step(columns("a" + number, units), activations);
  }

  static std::string activated(Activation activation, const std::vector<std::string>& sums, std::size_t unit) {
    const std::string& z = sums[unit];
    const std::string tail = "exp(-abs(" + z + "))";
    switch (activation) {
      case Activation::logistic:
        return logistic(z);
      case Activation::tanh:
        return "CASE WHEN abs(" + z + ") < 1.0 THEN tanh(" + z + ") WHEN " + z + " > 20.0 THEN 1.0 WHEN " + z +
               " < -20.0 THEN -1.0 WHEN " + z + " > 0.0 THEN 1.0 - 2.0 / (exp(2.0 * " + z +
               ") + 1.0) ELSE 2.0 / (exp(-2.0 * " + z + ") + 1.0) - 1.0 END";
      case Activation::relu:
        return "CASE WHEN " + z + " < 0.0 THEN 0.0 ELSE " + z + " END";
      case Activation::softplus:  // ln(1 + t) as Kahan has it, which keeps the digits of a small t
        return "CASE WHEN " + z + " < 0.0 THEN 0.0 ELSE " + z + " END + CASE WHEN 1.0 + " + tail + " = 1.0 THEN " +
               tail + " ELSE ln(1.0 + " + tail + ") * " + tail + " / ((1.0 + " + tail + ") - 1.0) END";
      case Activation::softmax:
        return softmax(sums, unit);
      default:
        return z;
    }
  }

  static std::string logistic(const std::string& z) {
    return "CASE WHEN " + z + " < -709.7 THEN 0.0 ELSE 1.0 / (1.0 + exp(-" + z + ")) END";
  }

  // With all its digits where the unit is saturated.
  static std::string logistic_slope(const std::string& z) { return logistic(z) + " * " + logistic("(-" + z + ")"); }

  // 1 / (1 + sum of e^(other - own))
  static std::string softmax(const std::vector<std::string>& sums, std::size_t own) {
    std::string text = "1.0 / (1.0 + (";
    for (std::size_t k = 0; k < sums.size(); ++k) {
      if (k > 0) text += k % most_terms == 0 ? ") + (" : " + ";
      const std::string ahead = sums[k] + " - " + sums[own];
      text += k == own ? "0.0" : "exp(CASE WHEN " + ahead + " > 700.0 THEN 700.0 ELSE " + ahead + " END)";
    }
    return text + "))";
  }

  static std::string slope_of(Activation activation, const std::string& a, const std::string& z) {
    switch (activation) {
      case Activation::logistic:
        return logistic_slope(z) + " * ";
      case Activation::tanh:
        return "4.0 * " + logistic_slope("(2.0 * " + z + ")") + " * ";
      case Activation::relu:
        return "CASE WHEN " + a + " > 0.0 THEN 1.0 WHEN " + a + " <= 0.0 THEN 0.0 END * ";
      case Activation::softplus:
        return logistic(z) + " * ";
      default:
        return "";
    }
  }

  // Derivatives of a layer's units, from those of the layer before.
  std::vector<std::string> run_slopes(std::size_t l, const std::vector<std::string>& before) {
    const Equation::Layer& layer = written_.equation.layers[l];
    const Index units = layer.weights.cols();
    const std::string number = std::to_string(l + 1) + "_";
    const auto a = columns("a" + number, units), z = columns("z" + number, units);
    std::vector<std::string> expressions;
    for (Index unit = 0; unit < units; ++unit) {
      std::vector<EquationTerm> terms = terms_of(layer.weights, unit, before);
      terms.erase(terms.begin());
      if (l == 0) terms = {{layer.weights(written_.derivative_input() + 1, unit), ""}};
      const auto k = static_cast<std::size_t>(unit);
      expressions.push_back(slope_of(layer.activation, a[k], z[k]) + "(" + sum_in_code(written_, terms) + ")");
    }
    step(columns("d" + number, units), expressions);
    return columns("d" + number, units);
  }

  std::string results(const std::vector<std::string>& units, const std::vector<std::string>& slopes) const {
    std::string text;
    for (const Equation::Output& output : written_.equation.outputs) {
      const auto unit = static_cast<std::size_t>(output.unit);
      std::string value = written_.derivative ? slope_result(output, units, slopes) : units[unit];
      if (!written_.derivative && (output.center != 0 || output.scale != 1)) {
        value = sum_in_code(written_, {{output.center, ""}, {output.scale, value}});
      }
      text += (text.empty() ? "  " : ",\n  ") + value + " AS " + quoted(output.name, '"');
    }
    return text;
  }

  std::string slope_result(const Equation::Output& output, const std::vector<std::string>& p,
                           const std::vector<std::string>& slopes) const {
    const auto own = static_cast<std::size_t>(output.unit);
    const auto input = static_cast<std::size_t>(written_.derivative_input());
    std::string slope = slopes[own];
    if (written_.by_softmax()) slope = softmax_slope(p, slopes, own);
    return "(" + slope + ") * " + written_.number(output.scale / written_.equation.inputs[input].scale);
  }

  const WrittenEquation& written_;
  std::string text_, last_;
  int steps_ = 0;
};

}  // namespace

std::string write_sql(const WrittenEquation& written) { return SqlWriter(written).select(); }

}  // namespace nninterp
