// Equations as R, Python, C and JavaScript. Expressions are the same in all four: what differs is how values come in,
// how a name is given to one, and how results go out.
#include <cmath>
#include <memory>
#include <sstream>

#include "equation_parts.hpp"

namespace nninterp {

namespace {

using Lines = std::vector<std::string>;

// Text in quotes, escaped as R, Python, C and JavaScript all understand it.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += std::string{'\\', c};
    } else if (byte < 32 || byte == 127) {
      const char digits[] = {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
                             static_cast<char>('0' + byte % 8), '\0'};
      result += digits;
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string list_of(const std::vector<std::string>& words, const std::string& glue = ", ") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : glue) + words[i];
  return text;
}

std::vector<std::string> quoted(const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const std::string& name : names) result.push_back(quoted(name));
  return result;
}

class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  virtual std::string helpers() const = 0;
  virtual std::string assign(const std::string& name, const std::string& expression) const = 0;
  /// The value of a variable under its name; of a categorical one its level's position, from 1.
  virtual std::string value(const Variable& variable) const = 0;
  virtual bool takes_inputs() const { return false; }  ///< in place of variables: x[0], x[1], ..
  virtual std::string function(bool slope, const Lines& body, const std::vector<std::string>& names,
                               const std::vector<std::string>& results) const = 0;
  virtual std::string introduction(const WrittenEquation&) const { return ""; }
};

class R : public Dialect {
 public:
  std::string helpers() const override {
    return R"(nn_number <- function(data, name) {
  if (!name %in% names(data)) stop("there is no column ", name)
  values <- data[[name]]
  as.numeric(if (is.factor(values)) as.character(values) else values)
}
nn_level <- function(data, name, levels) {
  if (!name %in% names(data)) stop("there is no column ", name)
  values <- as.character(data[[name]])
  position <- match(values, levels)
  unknown <- is.na(position) & !is.na(values)
  if (any(unknown)) stop("column ", name, ": unknown level ", values[unknown][1])
  position
}
nn_is <- function(position, level) as.numeric(position == level)
nn_exp <- function(z) exp(z)
nn_logistic <- function(z) 1 / (1 + nn_exp(-z))
nn_tanh <- function(z) ifelse(abs(z) < 1, tanh(z), sign(z) * (1 - 2 / (nn_exp(2 * abs(z)) + 1)))
nn_relu <- function(z) ifelse(z < 0, 0, z)
nn_relu_slope <- function(a) ifelse(a > 0, 1, 0)
nn_softplus <- function(z) pmax(z, 0) + log1p(exp(-abs(z)))
nn_softplus_slope <- function(a) -expm1(-a)
nn_larger <- function(a, b) pmax(a, b)
nn_frame <- function(data, names, values) {
  values <- lapply(values, rep_len, nrow(data))
  structure(values, names = names, row.names = seq_len(nrow(data)), class = "data.frame")
}
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return name + " <- " + expression;
  }
  std::string value(const Variable& variable) const override {
    if (!variable.categorical) return "nn_number(data, " + quoted(variable.name) + ")";
    return "nn_level(data, " + quoted(variable.name) + ", c(" + list_of(quoted(variable.levels)) + "))";
  }
  std::string function(bool slope, const Lines& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    return (slope ? "slope_nn" : "predict_nn") + std::string(" <- function(data) {\n  ") + list_of(body, "\n  ") +
           "\n  nn_frame(data, c(" + list_of(quoted(names)) + "), list(" + list_of(results) + "))\n}\n";
  }
};

class Python : public Dialect {
 public:
  std::string helpers() const override {
    return R"(from math import exp, expm1, log1p, tanh


def nn_number(row, name):
    value = row[name]
    return float("nan") if value is None or value in ("", "NA") else float(value)


def nn_level(row, name, levels):
    value = row[name]
    if value is None or value != value or value in ("", "NA") and value not in levels:
        return float("nan")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    for spelling in (text, text.upper(), text.lower()) if isinstance(value, bool) else (text,):
        if spelling in levels:
            return levels.index(spelling) + 1
    raise ValueError(f"column {name!r}: unknown level {value!r}")


def nn_is(position, level):
    return position if position != position else float(position == level)


def nn_exp(z):
    return float("inf") if z > 709.782712893384 else exp(z)


def nn_logistic(z):
    return 1 / (1 + nn_exp(-z))


def nn_tanh(z):
    size = abs(z)
    return tanh(z) if not size >= 1 else (1 - 2 / (nn_exp(2 * size) + 1)) * (1 if z > 0 else -1)


def nn_relu(z):
    return 0.0 if z < 0 else z


def nn_relu_slope(a):
    return a if a != a else float(a > 0)


def nn_softplus(z):
    return (0.0 if z < 0 else z) + log1p(exp(-abs(z)))


def nn_softplus_slope(a):
    return -expm1(-a)


def nn_larger(a, b):
    return a if a > b else b

)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return name + " = " + expression;
  }
  std::string value(const Variable& variable) const override {
    if (!variable.categorical) return "nn_number(row, " + quoted(variable.name) + ")";
    return "nn_level(row, " + quoted(variable.name) + ", [" + list_of(quoted(variable.levels)) + "])";
  }
  std::string function(bool slope, const Lines& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    std::vector<std::string> members;
    for (std::size_t k = 0; k < names.size(); ++k) members.push_back(quoted(names[k]) + ": " + results[k]);
    return (slope ? "\ndef slope" : "\ndef predict") + std::string("(row):\n    ") + list_of(body, "\n    ") +
           "\n    return {" + list_of(members) + "}\n";
  }
};

class JavaScript : public Dialect {
 public:
  std::string helpers() const override {
    return R"(function nn_value(row, name) {
  const value = row[name];
  if (value === undefined) throw new Error("there is no column " + name);
  return value;
}
function nn_number(row, name) {
  const value = nn_value(row, name);
  return value === null || value === "" ? NaN : Number(value);
}
function nn_level(row, name, levels) {
  const value = nn_value(row, name);
  const text = String(value);
  const spellings = typeof value === "boolean" ? [text, text.toUpperCase()] : [text];
  const position = levels.findIndex((level) => spellings.includes(level));
  if (position >= 0) return position + 1;
  if (value === null || text === "" || text === "NA" || text === "NaN") return NaN;
  throw new Error("column " + name + ": unknown level " + text);
}
function nn_is(position, level) {
  return Number.isNaN(position) ? NaN : Number(position === level);
}
function nn_exp(z) {
  return Math.exp(z);
}
function nn_logistic(z) {
  return 1 / (1 + nn_exp(-z));
}
function nn_tanh(z) {
  const size = Math.abs(z);
  return size >= 1 ? Math.sign(z) * (1 - 2 / (nn_exp(2 * size) + 1)) : Math.tanh(z);
}
function nn_relu(z) {
  return z < 0 ? 0 : z;
}
function nn_relu_slope(a) {
  return Number.isNaN(a) ? NaN : Number(a > 0);
}
function nn_softplus(z) {
  return (z < 0 ? 0 : z) + Math.log1p(Math.exp(-Math.abs(z)));
}
function nn_softplus_slope(a) {
  return -Math.expm1(-a);
}
function nn_larger(a, b) {
  return a > b ? a : b;
}
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return "const " + name + " = " + expression + ";";
  }
  std::string value(const Variable& variable) const override {
    if (!variable.categorical) return "nn_number(row, " + text(variable.name) + ")";
    std::vector<std::string> levels;
    for (const std::string& level : variable.levels) levels.push_back(text(level));
    return "nn_level(row, " + text(variable.name) + ", [" + list_of(levels) + "])";
  }
  std::string function(bool slope, const Lines& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    std::vector<std::string> members;
    for (std::size_t k = 0; k < names.size(); ++k) members.push_back("[" + text(names[k]) + "]: " + results[k]);
    const std::string name = slope ? "slope" : "predict";
    return "function " + name + "(row) {\n  " + list_of(body, "\n  ") + "\n  return { " + list_of(members) +
           " };\n}\nif (typeof module !== \"undefined\") module.exports." + name + " = " + name + ";\n";
  }

 private:
  // Without signs that would end a script element or, in old engines, the line; \x in place of octal digits.
  static std::string text(const std::string& name) {
    std::string result;
    const std::string plain = quoted(name);
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i] == '\\' && plain[i + 1] >= '0' && plain[i + 1] <= '9') {
        const int byte = (plain[i + 1] - '0') * 64 + (plain[i + 2] - '0') * 8 + (plain[i + 3] - '0');
        const char* hex = "0123456789abcdef";
        result += std::string("\\x") + hex[byte / 16] + hex[byte % 16];
        i += 3;
      } else if (plain[i] == '\\') {
        result += plain.substr(i++, 2);
      } else if (plain[i] == '<') {
        result += "\\x3c";
      } else if (plain.compare(i, 3, "\u2028") == 0 || plain.compare(i, 3, "\u2029") == 0) {
        result += plain.compare(i, 3, "\u2028") == 0 ? "\\u2028" : "\\u2029";
        i += 2;
      } else {
        result += plain[i];
      }
    }
    return result;
  }
};

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
static double nn_relu(double z) { return z < 0 ? 0 : z; }
static double nn_relu_slope(double a) { return a != a ? a : a > 0; }
static double nn_softplus(double z) { return (z < 0 ? 0 : z) + log1p(exp(-fabs(z))); }
static double nn_softplus_slope(double a) { return -expm1(-a); }
static double nn_larger(double a, double b) { return a > b ? a : b; }
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return "const double " + name + " = " + expression + ";";
  }
  std::string value(const Variable&) const override { return ""; }
  bool takes_inputs() const override { return true; }
  std::string function(bool slope, const Lines& body, const std::vector<std::string>&,
                       const std::vector<std::string>& results) const override {
    std::string text = slope ? "void nn_slope" : "void nn_predict";
    text += "(const double *x, double *y) {\n  " + list_of(body, "\n  ") + "\n";
    for (std::size_t k = 0; k < results.size(); ++k) text += "  y[" + std::to_string(k) + "] = " + results[k] + ";\n";
    return text + "}\n";
  }
  std::string introduction(const WrittenEquation& written) const override {
    std::string text = "/*\n";
    for (std::size_t i = 0; i < written.equation.inputs.size(); ++i) {
      const Equation::Input& input = written.equation.inputs[i];
      const Variable& variable = written.design.variables[input.variable];
      text += "x[" + std::to_string(i) + "]: " + quoted(variable.name);
      if (input.level) text += ", 1 where it is " + quoted(variable.levels[*input.level]) + ", else 0";
      text += "\n";
    }
    for (std::size_t k = 0; k < written.equation.outputs.size(); ++k) {
      text += "y[" + std::to_string(k) + "]: " + quoted(written.equation.outputs[k].name) + "\n";
    }
    // No name ends the comment, or begins another.
    for (const std::string end : {"*/", "/*", "?\?/"}) {
      for (std::size_t at = text.find(end, 2); at != std::string::npos; at = text.find(end, at + 2)) {
        text.insert(at + end.size() - 1, " ");
      }
    }
    return text + "*/\n";
  }
};

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

std::unique_ptr<Dialect> dialect_of(Language language) {
  if (language == Language::r) return std::make_unique<R>();
  if (language == Language::python) return std::make_unique<Python>();
  if (language == Language::c) return std::make_unique<C>();
  return std::make_unique<JavaScript>();
}

std::string activated(Activation activation, const std::string& z) {
  const bool plain = activation == Activation::linear || activation == Activation::softmax;
  return plain ? z : "nn_" + std::string(name_of(activation)) + "(" + z + ")";
}

// The slope of an activation by its value; as exact as the program's where that is all but 1.
std::string slope_of(Activation activation, const std::string& a) {
  switch (activation) {
    case Activation::logistic:
      return a + " * (1 - " + a + ")";
    case Activation::tanh:
      return "(1 - " + a + ") * (1 + " + a + ")";
    case Activation::relu:
    case Activation::softplus:
      return "nn_" + std::string(name_of(activation)) + "_slope(" + a + ")";
    default:
      return "";
  }
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
    run_forward(ends_linear ? layers - 1 : layers);  // a linear layer's slopes need no values
    const auto input = static_cast<std::size_t>(written_.derivative_input());
    const Equation::Input& by = written_.equation.inputs[input];
    std::vector<std::string> slopes;
    for (std::size_t l = 0; l < layers; ++l) slopes = run_slopes(l, slopes);
    std::vector<std::string> results;
    for (const Equation::Output& output : written_.equation.outputs) {
      const double unit = output.scale / by.scale;
      const std::string slope =
          written_.by_softmax() ? softmax_slope(output.unit, slopes) : slopes[static_cast<std::size_t>(output.unit)];
      results.push_back(unit == 1 ? slope : slope + " * " + written_.number(unit));
      if (written_.by_softmax() && unit != 1) results.back() = "(" + slope + ") * " + written_.number(unit);
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

  std::vector<std::string> run_layer(std::size_t l, const std::vector<std::string>& from) {
    const Equation::Layer& layer = written_.equation.layers[l];
    units_.push_back(units_of(l));
    for (Index unit = 0; unit < layer.weights.cols(); ++unit) {
      const std::string z = sum_in_code(written_, terms_of(layer.weights, unit, from));
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
      const double own = layer.weights(written_.derivative_input() + 1, unit);
      std::string sum = l == 0 ? sum_in_code(written_, {{own, ""}}) : sum_in_code(written_, terms);
      const std::string value = units_of(l)[static_cast<std::size_t>(unit)];
      const std::string slope = slope_of(layer.activation, value);
      slopes.push_back("d" + value);
      assign(slopes.back(), slope.empty() ? sum : slope + " * (" + sum + ")");
    }
    return slopes;
  }

  // Sum over classes m of d p_k / d s_m times the slope of s_m.
  std::string softmax_slope(Index k, const std::vector<std::string>& slopes) const {
    const std::vector<std::string>& p = units_.back();
    const auto own = static_cast<std::size_t>(k);
    std::string text = p[own] + " * (1 - " + p[own] + ") * " + slopes[own];
    for (std::size_t m = 0; m < slopes.size(); ++m) {
      if (m != own) text += " - " + p[own] + " * " + p[m] + " * " + slopes[m];
    }
    return text;
  }

  const WrittenEquation& written_;
  const Dialect& dialect_;
  Lines lines_;
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
