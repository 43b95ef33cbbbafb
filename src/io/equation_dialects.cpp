// R, Python, JavaScript and C.
#include "equation_dialects.hpp"

namespace nninterp {

namespace {

// U+202A to U+202E and U+2066 to U+2069, which turn the direction of what follows: their last two digits, or 0.
int bidi_sign(const std::string& text, std::size_t at) {
  const std::string sign = text.substr(at, 3);
  for (const auto& [first, last] : {std::pair("\u202a", "\u202e"), std::pair("\u2066", "\u2069")}) {
    if (sign.size() == 3 && sign >= first && sign <= last) return (sign[1] & 3) << 6 | (sign[2] & 63);
  }
  return 0;
}

// Text in quotes, escaped as R, Python, C and JavaScript all understand it.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    const char* hex = "0123456789abcdef";
    if (const int sign = bidi_sign(text, i)) {
      result += std::string("\\u20") + hex[sign / 16] + hex[sign % 16];
      i += 2;
      continue;
    }
    if (c == '"' || c == '\\') {
      result += std::string{'\\', c};
    } else if (byte < 32 || byte == 127) {
      result += std::string("\\u00") + hex[byte / 16] + hex[byte % 16];
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::vector<std::string> quoted(const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const std::string& name : names) result.push_back(quoted(name));
  return result;
}

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
  column <- data[[name]]
  values <- as.character(column)
  whole <- is.numeric(column) & !is.na(column)
  if (any(whole)) whole <- whole & column == round(column) & abs(column) < 1e15
  values[whole] <- sprintf("%.0f", column[whole])
  position <- match(values, levels)
  unknown <- is.na(position) & !is.na(values)
  if (any(unknown)) stop("column ", name, ": unknown level ", values[unknown][1])
  position
}
nn_is <- function(position, level) as.numeric(position == level)
nn_exp <- function(z) exp(z)
nn_logistic <- function(z) 1 / (1 + nn_exp(-z))
nn_logistic_slope <- function(z) nn_logistic(z) * nn_logistic(-z)
nn_tanh <- function(z) ifelse(abs(z) < 1, tanh(z), sign(z) * (1 - 2 / (nn_exp(2 * abs(z)) + 1)))
nn_tanh_slope <- function(z) 4 * nn_logistic_slope(2 * z)
nn_relu <- function(z) ifelse(z < 0, 0, z)
nn_relu_slope <- function(a) ifelse(a > 0, 1, 0)
nn_softplus <- function(z) pmax(z, 0) + log1p(exp(-abs(z)))
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
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    return (slope ? "slope_nn" : "predict_nn") + std::string(" <- function(data) {\n  ") + list_of(body, "\n  ") +
           "\n  nn_frame(data, c(" + list_of(quoted(names)) + "), list(" + list_of(results) + "))\n}\n";
  }
};

class Python : public Dialect {
 public:
  std::string helpers() const override {
    return R"(from math import exp, log1p, tanh


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


def nn_logistic_slope(z):
    return nn_logistic(z) * nn_logistic(-z)


def nn_tanh(z):
    size = abs(z)
    return tanh(z) if not size >= 1 else (1 - 2 / (nn_exp(2 * size) + 1)) * (1 if z > 0 else -1)


def nn_tanh_slope(z):
    return 4 * nn_logistic_slope(2 * z)


def nn_relu(z):
    return 0.0 if z < 0 else z


def nn_relu_slope(a):
    return a if a != a else float(a > 0)


def nn_softplus(z):
    return (0.0 if z < 0 else z) + log1p(exp(-abs(z)))


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
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
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
  const value = Object.prototype.hasOwnProperty.call(row, name) ? row[name] : undefined;
  if (value === undefined) throw new Error("there is no column " + name);
  return value;
}
function nn_number(row, name) {
  const value = nn_value(row, name);
  return value === null || String(value).trim() === "" ? NaN : Number(value);
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
function nn_logistic_slope(z) {
  return nn_logistic(z) * nn_logistic(-z);
}
function nn_tanh(z) {
  const size = Math.abs(z);
  return size >= 1 ? Math.sign(z) * (1 - 2 / (nn_exp(2 * size) + 1)) : Math.tanh(z);
}
function nn_tanh_slope(z) {
  return 4 * nn_logistic_slope(2 * z);
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
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    std::vector<std::string> members;
    for (std::size_t k = 0; k < names.size(); ++k) members.push_back("[" + text(names[k]) + "]: " + results[k]);
    const std::string name = slope ? "slope" : "predict";
    return "function " + name + "(row) {\n  " + list_of(body, "\n  ") + "\n  return { " + list_of(members) +
           " };\n}\nif (typeof module !== \"undefined\") module.exports." + name + " = " + name + ";\n";
  }

 private:
  // Without signs that would end a script element or, in old engines, the line.
  static std::string text(const std::string& name) {
    std::string result;
    const std::string plain = quoted(name);
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i] == '\\') {
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
static double nn_logistic_slope(double z) { return nn_logistic(z) * nn_logistic(-z); }
static double nn_tanh(double z) {
  const double size = fabs(z);
  return size >= 1 ? copysign(1 - 2 / (nn_exp(2 * size) + 1), z) : tanh(z);
}
static double nn_tanh_slope(double z) { return 4 * nn_logistic_slope(2 * z); }
static double nn_relu(double z) { return z < 0 ? 0 : z; }
static double nn_relu_slope(double a) { return a != a ? a : a > 0; }
static double nn_softplus(double z) { return (z < 0 ? 0 : z) + log1p(exp(-fabs(z))); }
static double nn_larger(double a, double b) { return a > b ? a : b; }
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return "const double " + name + " = " + expression + ";";
  }
  std::string value(const Variable&) const override { return ""; }
  bool takes_inputs() const override { return true; }
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>&,
                       const std::vector<std::string>& results) const override {
    std::string text = slope ? "void nn_slope" : "void nn_predict";
    text += "(const double *x, double *y) {\n  " + list_of(body, "\n  ") + "\n";
    if (text.find("x[") == std::string::npos) text += "  (void)x;\n";
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

}  // namespace

std::string list_of(const std::vector<std::string>& words, const std::string& glue) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : glue) + words[i];
  return text;
}

std::unique_ptr<Dialect> dialect_of(Language language) {
  if (language == Language::r) return std::make_unique<R>();
  if (language == Language::python) return std::make_unique<Python>();
  if (language == Language::c) return std::make_unique<C>();
  return std::make_unique<JavaScript>();
}

}  // namespace nninterp
