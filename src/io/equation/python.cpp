#include "code.hpp"

namespace nninterp {

namespace {

constexpr const char* python_helpers = R"(from math import exp, log1p, tanh


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


def nn_logistic_slope(z):
    return nn_logistic(z) * nn_logistic(-z)


def nn_tanh_slope(z):
    return 4 * nn_logistic_slope(2 * z)


def nn_relu(z):
    return 0.0 if z < 0 else z


def nn_relu_slope(a):
    return a if a != a else float(a > 0)


def nn_softplus(z):
    return (0.0 if z < 0 else z) + log1p(exp(-abs(z)))


def nn_softplus_slope(z):
    return nn_logistic(z)


def nn_larger(a, b):
    return a if a > b else b

)";

class Python : public Dialect {
 public:
  std::string helpers() const override { return python_helpers; }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return name + " = " + expression;
  }
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    std::vector<std::string> members;
    for (std::size_t k = 0; k < names.size(); ++k) members.push_back(text(names[k]) + ": " + results[k]);
    return (slope ? "\ndef slope" : "\ndef predict") + std::string("(row):\n    ") + joined(body, "\n    ") +
           "\n    return {" + joined(members, ", ") + "}\n";
  }
};

}  // namespace

std::string write_python(const Equation& equation, const Numbers& numbers) {
  return write_code(equation, numbers, Python());
}

}  // namespace nninterp
