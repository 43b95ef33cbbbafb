// Formulas in plain text and in LaTeX.
#include "styles.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

std::string wrapped(const std::string& begin, std::size_t width, const std::vector<Piece>& pieces, std::size_t limit,
                    const std::string& next_line) {
  std::string text = begin;
  for (const Piece& piece : pieces) {
    if (width + 1 + piece.width > limit) {
      text += next_line;
      width = 4;
    } else {
      text += ' ';
    }
    text += piece.text;
    width += 1 + piece.width;
  }
  return text;
}

class Text : public Style {
 public:
  /// Names that would look like these symbols stand in backticks.
  explicit Text(std::set<std::string> symbols) : symbols_(std::move(symbols)) {}

  Piece number(const std::string& digits) const override { return piece(digits); }
  Piece name(const std::string& name) const override {
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || (c & 0x80) != 0;
    });
    const bool digit_first = !name.empty() && name[0] >= '0' && name[0] <= '9';
    if (plain && !digit_first && !name.empty() && symbols_.count(name) == 0) return piece(name);
    return in_backticks(name);
  }
  Piece symbol(const std::string& letter, const std::string& index) const override { return piece(letter + index); }
  Piece derivative_of(const std::string& letter, const std::string& index) const override {
    return piece("d" + letter + index);
  }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return piece("d " + of.text + " / d " + by.text);
  }
  Piece times() const override { return piece(" * "); }
  Piece level(const std::string& level) const override {
    const bool plain = std::all_of(level.begin(), level.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("_.- ", c) != nullptr || (c & 0x80) != 0;
    });
    return plain ? piece(level) : in_backticks(level);
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
      text += wrapped(formula.left.text + " =", formula.left.width + 2, formula.right, page_width, "\n    ") + "\n";
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

class Latex : public Style {
 public:
  Piece number(const std::string& digits) const override {
    const std::size_t e = digits.find('e');
    if (e == std::string::npos) return piece(digits);
    const int exponent = std::stoi(digits.substr(e + 1));
    return {digits.substr(0, e) + " \\times 10^{" + std::to_string(exponent) + "}", digits.size() + 4};
  }
  Piece name(const std::string& name) const override { return {"\\text{" + escaped(name) + "}", display_width(name)}; }
  Piece symbol(const std::string& letter, const std::string& index) const override {
    return {letter + "_{" + comma(index) + "}", 1 + (index.size() + 1) / 2};
  }
  Piece derivative_of(const std::string& letter, const std::string& index) const override {
    return {letter + "'_{" + comma(index) + "}", 1 + (index.size() + 1) / 2};
  }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return {"\\frac{\\partial\\, " + of.text + "}{\\partial\\, " + by.text + "}", 1 + std::max(of.width, by.width)};
  }
  Piece times() const override { return {"\\;", 1}; }
  Piece level(const std::string& level) const override { return name(level); }
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
  static std::string comma(std::string index) {
    std::replace(index.begin(), index.end(), '_', ',');
    return index;
  }

  // `break_here` stands before every third byte that begins a character.
  static std::string escaped(const std::string& name, const std::string& break_here = "") {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      if (i % 3 == 0 && (c & 0xc0) != 0x80) text += break_here;
      switch (c) {
        case '\\':
          text += "\\textbackslash{}";
          break;
        case '~':
          text += "\\textasciitilde{}";
          break;
        case '^':
          text += "\\textasciicircum{}";
          break;
        case '<':
          text += "\\textless{}";
          break;
        case '>':
          text += "\\textgreater{}";
          break;
        case '|':
          text += "\\textbar{}";
          break;
        case '"':
          text += "{\\ttfamily\\char34}";  // \textquotedbl is not in every encoding
          break;
        case '`':
          text += "\\textasciigrave{}";
          break;
        case '\'':
          text += "\\textquotesingle{}";
          break;
        case '\n':
          text += "\\textbackslash{}n";
          break;
        case '-':
          text += "-{}";  // no dash of two
          break;
        default:
          if (std::string("&%$#_{}").find(c) != std::string::npos) text += '\\';
          text += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
      }
    }
    return text;
  }
};

}  // namespace

Piece piece(const std::string& text) { return {text, display_width(text)}; }
Piece operator+(const Piece& a, const Piece& b) { return {a.text + b.text, a.width + b.width}; }

std::unique_ptr<Style> style_of(Language language, const std::set<std::string>& symbols) {
  if (language == Language::text) return std::make_unique<Text>(symbols);
  return std::make_unique<Latex>();
}

}  // namespace nninterp
