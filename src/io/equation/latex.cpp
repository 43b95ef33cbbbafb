// Formulas in LaTeX.
#include <algorithm>
#include <map>

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "paper.hpp"

namespace nninterp {

namespace {

class Latex : public Style {
 public:
  Piece number(const std::string& digits) const override {
    const std::size_t e = digits.find('e');
    if (e == std::string::npos) return piece(digits);
    const int exponent = std::stoi(digits.substr(e + 1));
    return {digits.substr(0, e) + " \\times 10^{" + std::to_string(exponent) + "}", digits.size() + 4};
  }
  Piece name(const std::string& name) const override { return {"\\text{" + escaped(name) + "}", display_width(name)}; }
  Piece symbol(const std::string& name, bool slope) const override {
    std::string index = name.substr(1);
    const std::size_t width = 1 + (index.size() + 1) / 2;
    std::replace(index.begin(), index.end(), '_', ',');
    return {name[0] + std::string(slope ? "'" : "") + "_{" + index + "}", width};
  }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return {"\\frac{\\partial\\, " + of.text + "}{\\partial\\, " + by.text + "}", 1 + std::max(of.width, by.width)};
  }
  Piece times() const override { return {"\\;", 1}; }
  Piece is_level(const Piece& name, const Piece& level) const override {
    return {"[" + name.text + " = " + level.text + "]", name.width + 5 + level.width};
  }
  Piece power_of_e(const Piece& exponent) const override { return {"e^{" + exponent.text + "}", 4}; }
  Piece share(const Piece& own, const std::vector<Piece>& all) const override {
    std::string sum;
    for (const Piece& one : all) sum += (sum.empty() ? "" : " + ") + one.text;
    return {"\\frac{" + own.text + "}{" + sum + "}", 4 * all.size()};
  }
  Brackets function(Activation activation) const override {
    if (activation == Activation::linear || activation == Activation::softmax) return {piece(""), piece("")};
    if (activation == Activation::relu) return {{"\\max\\bigl(0,\\; ", 6}, {"\\bigr)", 1}};
    if (activation == Activation::tanh) return {{"\\tanh\\bigl(", 5}, {"\\bigr)", 1}};
    const std::string name(name_of(activation));
    return {{"\\operatorname{" + name + "}\\bigl(", name.size() + 1}, {"\\bigr)", 1}};
  }
  Brackets parentheses() const override { return {{"\\bigl(", 1}, {"\\bigr)", 1}}; }
  Piece slope(Activation activation, const Piece& a) const override {
    if (activation == Activation::logistic) return {a.text + " (1 - " + a.text + ")", 11};
    if (activation == Activation::tanh) return {"(1 - " + a.text + "^2)", 7};
    if (activation == Activation::relu) return {"[" + a.text + " > 0]", 6};
    return {"(1 - e^{-" + a.text + "})", 7};
  }
  bool too_long(const std::string& name) const override { return display_width(name) > 20; }
  std::string page(const std::vector<FormulaLine>& formulas, const std::vector<std::string>& notes,
                   const std::vector<std::pair<Piece, std::string>>& names) const override {
    std::size_t left = 0;
    std::vector<std::string> lines;
    for (const FormulaLine& formula : formulas) left = std::max(left, formula.left.width);
    for (const FormulaLine& formula : formulas) {
      const std::string begin = formula.left.text + " &=";
      lines.push_back(wrapped(begin, 2, formula.right, 64 - std::min<std::size_t>(left, 34), " \\\\\n  &\\quad "));
    }
    lines.insert(lines.end(), notes.begin(), notes.end());
    std::string text =
        "% needs amsmath; names beyond Latin letters need xelatex or lualatex, and a font that has them\n"
        "\\begingroup\\allowdisplaybreaks\n\\begin{align*}\n" +
        joined(lines, " \\\\\n") + "\n\\end{align*}\n\\endgroup\n";
    for (const auto& [symbol, name] : names) {
      text += "{\\raggedright\\noindent $" + symbol.text + "$: " + escaped(name, "\\hspace{0pt}") + "\\par}\n";
    }
    return text;
  }
  std::string note(Activation activation) const override {
    if (activation == Activation::logistic) return "\\operatorname{logistic}(z) &= 1 / (1 + e^{-z})";
    if (activation == Activation::softplus) return "\\operatorname{softplus}(z) &= \\log(1 + e^z)";
    return "";
  }
  std::string note_of_brackets() const override { return "[\\ldots] &= 1 \\text{ where that holds, else } 0"; }

 private:
  // `break_here` stands before every third byte that begins a character.
  static std::string escaped(const std::string& name, const std::string& break_here = "") {
    static const std::map<char, std::string> signs{
        {'\\', "\\textbackslash{}"},
        {'~', "\\textasciitilde{}"},
        {'^', "\\textasciicircum{}"},
        {'<', "\\textless{}"},
        {'>', "\\textgreater{}"},
        {'|', "\\textbar{}"},
        {'`', "\\textasciigrave{}"},
        {'\'', "\\textquotesingle{}"},
        {'\n', "\\textbackslash{}n"},
        {'"', "{\\ttfamily\\char34}"},  // \textquotedbl is not in every encoding
        {'-', "-{}"},                   // no dash of two
        {'&', "\\&"},
        {'%', "\\%"},
        {'$', "\\$"},
        {'#', "\\#"},
        {'_', "\\_"},
        {'{', "\\{"},
        {'}', "\\}"}};
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      if (i % 3 == 0 && (c & 0xc0) != 0x80) text += break_here;
      const auto sign = signs.find(c);
      const bool control = static_cast<unsigned char>(c) < 32 || c == 127;
      text += sign != signs.end() ? sign->second : std::string(1, control ? ' ' : c);
    }
    return text;
  }
};

}  // namespace

std::string write_latex(const Equation& equation, const Numbers& numbers) {
  return write_on_paper(equation, numbers, Latex());
}

}  // namespace nninterp
