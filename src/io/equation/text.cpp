// Formulas in plain text.
#include <algorithm>
#include <cctype>
#include <set>

#include "io/text/page.hpp"
#include "paper.hpp"

namespace nninterp {

namespace {

constexpr std::size_t widest_line = 100;

class Text : public Style {
 public:
  /// Names that would look like these symbols stand in backticks.
  explicit Text(std::set<std::string> symbols) : symbols_(std::move(symbols)) {}

  Piece number(const std::string& digits) const override { return piece(digits); }
  Piece name(const std::string& name) const override {
    const bool odd = name.empty() || (name[0] >= '0' && name[0] <= '9') || symbols_.count(name) > 0;
    return !odd && has_only(name, "_.") ? piece(name) : in_backticks(name);
  }
  Piece symbol(const std::string& name, bool slope) const override { return piece((slope ? "d" : "") + name); }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return piece("d " + of.text + " / d " + by.text);
  }
  Piece times() const override { return piece(" * "); }
  Piece level(const std::string& level) const override {
    return has_only(level, "_.- ") ? piece(level) : in_backticks(level);
  }
  Piece is_level(const Piece& name, const Piece& level) const override {
    return piece("[" + name.text + " = " + level.text + "]");
  }
  Piece power_of_e(const Piece& exponent) const override { return piece("exp(" + exponent.text + ")"); }
  Piece share(const Piece& own, const std::vector<Piece>& all) const override {
    std::vector<std::string> texts;
    for (const Piece& one : all) texts.push_back(one.text);
    const std::string sum = joined(texts, " + ");
    return piece(own.text + " / " + (all.size() > 1 ? "(" + sum + ")" : sum));
  }
  Brackets function(Activation activation) const override {
    if (activation == Activation::linear || activation == Activation::softmax) return {piece(""), piece("")};
    if (activation == Activation::relu) return {piece("max(0, "), piece(")")};
    return {piece(std::string(name_of(activation)) + "("), piece(")")};
  }
  Brackets parentheses() const override { return {piece("("), piece(")")}; }
  Piece slope(Activation activation, const Piece& a) const override {
    if (activation == Activation::logistic) return piece(a.text + " * (1 - " + a.text + ")");
    if (activation == Activation::tanh) return piece("(1 - " + a.text + "^2)");
    if (activation == Activation::relu) return piece("[" + a.text + " > 0]");
    return piece("(1 - exp(-" + a.text + "))");
  }
  std::string page(const std::vector<FormulaLine>& formulas, const std::vector<std::string>& notes,
                   const std::vector<std::pair<Piece, std::string>>&) const override {
    std::string text;
    for (const FormulaLine& formula : formulas) {
      text += wrapped(formula.left.text + " =", formula.left.width + 2, formula.right, widest_line, "\n    ") + "\n";
    }
    return text + (notes.empty() ? "" : "\n" + joined(notes, "\n") + "\n");
  }
  std::string note(Activation activation) const override {
    if (activation == Activation::logistic) return "logistic(z) = 1 / (1 + exp(-z))";
    if (activation == Activation::softplus) return "softplus(z) = log(1 + exp(z))";
    return "";
  }
  std::string note_of_brackets() const override { return "[..] is 1 where that holds, else 0"; }

 private:
  // Besides letters and digits of any language.
  static bool has_only(const std::string& text, const std::string& signs) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || signs.find(c) != std::string::npos || (c & 0x80) != 0;
    });
  }

  static Piece in_backticks(const std::string& name) {
    std::string text;
    for (const char c : name) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '`' || c == '\\') text += '\\';
      text += byte < 32 || byte == 127 ? (c == '\n' ? "\\n" : c == '\t' ? "\\t" : "?") : std::string(1, c);
    }
    return piece("`" + text + "`");
  }

  std::set<std::string> symbols_;
};

// What the text calls units, their derivatives and functions.
std::set<std::string> symbols_of(const Equation& equation) {
  std::set<std::string> symbols{"logistic", "tanh", "softplus", "exp", "log", "max", "d", "z", "T"};
  for (const Equation::Step& step : equation.predictions) {
    if (step.kind == Equation::Kind::input || step.kind == Equation::Kind::result) continue;
    const bool output = step.name[0] == 'o';  // p as well, as if it were a share
    for (const std::string& name : {step.name, output ? "p" + step.name.substr(1) : step.name}) {
      symbols.insert({name, "d" + name});
    }
  }
  return symbols;
}

}  // namespace

std::string write_text(const Equation& equation, const Numbers& numbers) {
  return write_on_paper(equation, numbers, Text(symbols_of(equation)));
}

}  // namespace nninterp
