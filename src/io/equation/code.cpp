// Equations as statements, whatever the dialect.
#include "code.hpp"

#include <cmath>
#include <map>
#include <set>
#include <sstream>

namespace nninterp {

namespace {

using Kind = Equation::Kind;
using Step = Equation::Step;

std::string activated(Activation activation, const std::string& z) {
  const bool plain = activation == Activation::linear || activation == Activation::softmax;
  return plain ? z : "nn_" + std::string(name_of(activation)) + "(" + z + ")";
}

// Whether a slope comes from the sum, with all its digits where the unit is saturated; relu's comes from the value.
bool by_sum(Activation activation) {
  return activation == Activation::logistic || activation == Activation::tanh || activation == Activation::softplus;
}

// The statements of one function, in the order in which they run.
class Function {
 public:
  Function(const Equation& equation, const Numbers& numbers, const Dialect& dialect)
      : equation_(equation), numbers_(numbers), dialect_(dialect) {}

  std::string write(bool slope, const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      for (const Equation::Term& term : step.terms) read_.insert(term.factors.begin(), term.factors.end());
      if (step.kind == Kind::slope && by_sum(step.activation)) sums_[step.of] = "z_" + step.of;
    }
    for (const Step& step : steps) add(step);
    return dialect_.function(slope, lines_, names_, results_);
  }

 private:
  void assign(const std::string& name, const std::string& expression) {
    lines_.push_back(dialect_.assign(name, expression));
  }

  void add(const Step& step) {
    switch (step.kind) {
      case Kind::input:
        if (lines_.empty() && !dialect_.takes_inputs()) read_variables();
        return assign(step.name, input(step.input));
      case Kind::unit:
        return add_unit(step);
      case Kind::share:
        if (powers_.empty()) add_powers(step.terms);
        return assign(step.name, powers_.at(step.of) + " / total");
      case Kind::slope:
        return assign(step.name, slope(step));
      case Kind::share_slope:
        share_slopes_[step.name] = share_slope(step);
        return;
      case Kind::result:
        names_.push_back(step.name);
        results_.push_back(result(step.terms));
    }
  }

  void read_variables() {
    std::size_t number = 0;
    for (const Variable& variable : equation_.variables) {
      const std::string from = dialect_.row() + ", " + dialect_.text(variable.name);
      const std::string levels = ", " + dialect_.list(dialect_.texts(variable.levels));
      assign("x" + std::to_string(++number),
             variable.categorical ? "nn_level(" + from + levels + ")" : "nn_number(" + from + ")");
    }
  }

  std::string input(const Equation::Input& input) {
    std::string value = "x" + std::to_string(input.variable + 1);
    if (dialect_.takes_inputs()) {
      value = "x[" + std::to_string(inputs_++) + "]";
    } else if (input.level) {
      value = "nn_is(" + value + ", " + std::to_string(*input.level + 1) + ")";
    }
    if (input.center != 0) {
      value += (input.center < 0 ? " + " : " - ") + numbers_.in_code(std::fabs(input.center));
      if (input.scale != 1) value = "(" + value + ")";
    }
    return input.scale == 1 ? value : value + " / " + numbers_.in_code(input.scale);
  }

  // Where a slope is to come from its sum, that has a name, and the value none that nothing reads.
  void add_unit(const Step& step) {
    const std::string z = numbers_.sum(step.terms);
    const auto sum = sums_.find(step.name);
    if (sum == sums_.end()) return assign(step.name, activated(step.activation, z));
    assign(sum->second, z);
    if (read_.count(step.name) > 0) assign(step.name, activated(step.activation, sum->second));
  }

  std::string slope(const Step& step) const {
    std::string terms = numbers_.sum(step.terms);
    if (step.of.empty()) return terms;
    const auto sum = sums_.find(step.of);
    const std::string& at = sum == sums_.end() ? step.of : sum->second;
    return "nn_" + std::string(name_of(step.activation)) + "_slope(" + at + ") * (" + terms + ")";
  }

  // e^(sum - the largest sum), which cannot overflow, and their total.
  void add_powers(const std::vector<Equation::Term>& sums) {
    std::string largest, total;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const std::string &sum = sums[k].factors[0], name = "m" + std::to_string(k + 1);
      assign(name, k == 0 ? sum : "nn_larger(" + largest + ", " + sum + ")");
      largest = name;
    }
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const std::string &sum = sums[k].factors[0], name = "e" + std::to_string(k + 1);
      assign(name, "nn_exp(" + sum + " - " + largest + ")");
      powers_[sum] = name;
      total += (k == 0 ? "" : " + ") + name;
    }
    assign("total", total);
  }

  std::string result(const std::vector<Equation::Term>& terms) const {
    if (terms.size() > 1) return numbers_.sum(terms);
    const std::string& name = terms[0].factors[0];
    const auto share = share_slopes_.find(name);
    const bool plain = terms[0].coefficient == 1;
    const std::string scale = plain ? "" : " * " + numbers_.in_code(terms[0].coefficient);
    if (share == share_slopes_.end()) return name + scale;
    return plain ? share->second : "(" + share->second + ")" + scale;
  }

  const Equation& equation_;
  const Numbers& numbers_;
  const Dialect& dialect_;
  std::size_t inputs_ = 0;
  std::vector<std::string> lines_, names_, results_;
  std::map<std::string, std::string> powers_, share_slopes_;  // by the names of sums, and of their own
  std::map<std::string, std::string> sums_;                   // names of sums, by units whose slopes come from them
  std::set<std::string> read_;                                // names that terms have
};

}  // namespace

std::string Dialect::text(const std::string& text) const {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const char* hex = "0123456789abcdef";
    if (c == '"' || c == '\\') {
      result += std::string{'\\', c};
    } else if (byte < 32 || byte == 127) {
      result += std::string("\\u00") + hex[byte / 16] + hex[byte % 16];
    } else {
      result += c;
    }
  }
  // These turn the direction of what follows.
  for (const auto& [sign, escape] :
       {std::pair("\u202a", "\\u202a"), std::pair("\u202b", "\\u202b"), std::pair("\u202c", "\\u202c"),
        std::pair("\u202d", "\\u202d"), std::pair("\u202e", "\\u202e"), std::pair("\u2066", "\\u2066"),
        std::pair("\u2067", "\\u2067"), std::pair("\u2068", "\\u2068"), std::pair("\u2069", "\\u2069")}) {
    result = replaced(result, sign, escape);
  }
  return '"' + result + '"';
}

std::string Dialect::texts(const std::vector<std::string>& texts) const {
  std::string result;
  for (const std::string& one : texts) result += (result.empty() ? "" : ", ") + text(one);
  return result;
}

std::string write_function(const Equation& equation, const Numbers& numbers, const Dialect& dialect, bool slope) {
  return Function(equation, numbers, dialect).write(slope, slope ? equation.slopes : equation.predictions);
}

// Those that are called in the code, or by another of them that is; what stands before all stays.
std::string used_helpers(const Dialect& dialect, const std::string& code) {
  std::vector<std::string> blocks(1);
  std::istringstream lines(dialect.helpers());
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
  return joined(blocks, "");
}

std::string write_code(const Equation& equation, const Numbers& numbers, const Dialect& dialect) {
  std::string code = write_function(equation, numbers, dialect, false);
  if (equation.derivative) code += "\n" + write_function(equation, numbers, dialect, true);
  return dialect.introduction(equation) + used_helpers(dialect, code) + "\n" + code;
}

}  // namespace nninterp
