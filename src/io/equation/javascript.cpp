#include "javascript.hpp"

namespace nninterp {

std::string JavaScript::helpers() const {
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
function nn_tanh(z) {
  const size = Math.abs(z);
  return size >= 1 ? Math.sign(z) * (1 - 2 / (nn_exp(2 * size) + 1)) : Math.tanh(z);
}
function nn_logistic_slope(z) {
  return nn_logistic(z) * nn_logistic(-z);
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
function nn_softplus_slope(z) {
  return nn_logistic(z);
}
function nn_larger(a, b) {
  return a > b ? a : b;
}
)";
}

std::string JavaScript::assign(const std::string& name, const std::string& expression) const {
  return "const " + name + " = " + expression + ";";
}

std::string JavaScript::function(bool slope, const std::vector<std::string>& body,
                                 const std::vector<std::string>& names, const std::vector<std::string>& results) const {
  std::vector<std::string> members;
  for (std::size_t k = 0; k < names.size(); ++k) members.push_back("[" + text(names[k]) + "]: " + results[k]);
  const std::string name = slope ? "slope" : "predict";
  return "function " + name + "(row) {\n  " + joined(body, "\n  ") + "\n  return { " + joined(members, ", ") +
         " };\n}\nif (typeof module !== \"undefined\") module.exports." + name + " = " + name + ";\n";
}

// Without signs that would end a script element or, in old engines, the line.
std::string JavaScript::text(const std::string& name) const {
  return replaced(replaced(replaced(Dialect::text(name), "<", "\\x3c"), "\u2028", "\\u2028"), "\u2029", "\\u2029");
}

std::string write_javascript(const Equation& equation, const Numbers& numbers) {
  return write_code(equation, numbers, JavaScript());
}

}  // namespace nninterp
