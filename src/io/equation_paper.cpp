// Equations as one writes them on paper: a line a unit, the outputs last, then what the signs mean.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <set>

#include "equation_parts.hpp"
#include "nninterp/core/text.hpp"
#include "text_parts.hpp"

namespace nninterp {

namespace {

// A piece that is not broken, and about how wide it looks.
struct Piece {
  std::string text;
  std::size_t width;
};

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Piece piece(const std::string& text) { return {text, characters(text)}; }
Piece operator+(const Piece& a, const Piece& b) { return {a.text + b.text, a.width + b.width}; }

struct Brackets {
  Piece open, close;
};

// What both ways of writing have their own signs for.
class Style {
 public:
  Style() = default;
  Style(const Style&) = delete;
  Style& operator=(const Style&) = delete;
  virtual ~Style() = default;

  virtual Piece number(const std::string& digits) const = 0;  ///< of a number that is not negative
  virtual Piece name(const std::string& name) const = 0;
  virtual Piece symbol(const std::string& letter, const std::string& index) const = 0;
  virtual Piece derivative_of(const std::string& letter, const std::string& index) const = 0;
  virtual Piece derivative(const Piece& of, const Piece& by) const = 0;
  virtual Piece times() const = 0;
  virtual Piece is_level(const Piece& name, const std::string& level) const = 0;
  virtual Piece power_of_e(const Piece& exponent) const = 0;
  virtual Piece share(const Piece& own, const std::vector<Piece>& all) const = 0;
  virtual Brackets function(Activation activation) const = 0;
  virtual Brackets parentheses() const = 0;
  virtual Piece slope(Activation activation, const Piece& a) const = 0;
  /// Left side, and the pieces of the right one, broken where the page ends.
  virtual std::string line(const Piece& left, const std::vector<Piece>& right) const = 0;
  virtual std::string whole(const std::string& lines, const std::vector<std::string>& notes) const = 0;
  virtual std::string note(Activation activation) const = 0;
  virtual std::string note_of_brackets() const = 0;
};

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
    std::string text;
    for (const char c : name) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '`' || c == '\\') text += '\\';
      text += byte < 32 || byte == 127 ? (c == '\n' ? "\\n" : c == '\t' ? "\\t" : "?") : std::string(1, c);
    }
    return piece("`" + text + "`");
  }
  Piece symbol(const std::string& letter, const std::string& index) const override { return piece(letter + index); }
  Piece derivative_of(const std::string& letter, const std::string& index) const override {
    return piece("d" + letter + index);
  }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return piece("d " + of.text + " / d " + by.text);
  }
  Piece times() const override { return piece(" * "); }
  Piece is_level(const Piece& name, const std::string& level) const override {
    return piece("[" + name.text + " = " + one_line(level, 200) + "]");
  }
  Piece power_of_e(const Piece& exponent) const override { return piece("exp(" + exponent.text + ")"); }
  Piece share(const Piece& own, const std::vector<Piece>& all) const override {
    std::vector<std::string> texts;
    for (const Piece& one : all) texts.push_back(one.text);
    return piece(own.text + " / (" + joined(texts, " + ") + ")");
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
  std::string line(const Piece& left, const std::vector<Piece>& right) const override {
    return wrapped(left.text + " =", left.width + 2, right, page_width, "\n    ") + "\n";
  }
  std::string whole(const std::string& lines, const std::vector<std::string>& notes) const override {
    return lines + (notes.empty() ? "" : "\n" + joined(notes, "\n") + "\n");
  }
  std::string note(Activation activation) const override {
    if (activation == Activation::logistic) return "logistic(z) = 1 / (1 + exp(-z))";
    if (activation == Activation::softplus) return "softplus(z) = log(1 + exp(z))";
    return "";
  }
  std::string note_of_brackets() const override { return "[..] is 1 where that holds, else 0"; }

 private:
  std::set<std::string> symbols_;
};

class Latex : public Style {
 public:
  Piece number(const std::string& digits) const override {
    const std::size_t e = digits.find('e');
    if (e == std::string::npos) return piece(digits);
    const int exponent = std::stoi(digits.substr(e + 1));
    return {digits.substr(0, e) + " \\times 10^{" + std::to_string(exponent) + "}", digits.size() + 2};
  }
  Piece name(const std::string& name) const override { return {"\\text{" + escaped(name) + "}", characters(name)}; }
  Piece symbol(const std::string& letter, const std::string& index) const override {
    return {letter + "_{" + comma(index) + "}", 2};
  }
  Piece derivative_of(const std::string& letter, const std::string& index) const override {
    return {letter + "'_{" + comma(index) + "}", 2};
  }
  Piece derivative(const Piece& of, const Piece& by) const override {
    return {"\\frac{\\partial\\, " + of.text + "}{\\partial\\, " + by.text + "}", 1 + std::max(of.width, by.width)};
  }
  Piece times() const override { return {"\\,", 0}; }
  Piece is_level(const Piece& name, const std::string& level) const override {
    return {"[" + name.text + " = \\text{" + escaped(level) + "}]", name.width + 5 + characters(level)};
  }
  Piece power_of_e(const Piece& exponent) const override { return {"e^{" + exponent.text + "}", 2}; }
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
    if (activation == Activation::logistic) return {a.text + " (1 - " + a.text + ")", 8};
    if (activation == Activation::tanh) return {"(1 - " + a.text + "^2)", 7};
    if (activation == Activation::relu) return {"[" + a.text + " > 0]", 6};
    return {"(1 - e^{-" + a.text + "})", 7};
  }
  std::string line(const Piece& left, const std::vector<Piece>& right) const override {
    return wrapped(left.text + " &=", left.width + 2, right, 72, " \\\\\n  &\\quad ") + " \\\\\n";
  }
  std::string whole(const std::string& lines, const std::vector<std::string>& notes) const override {
    std::string all = lines;
    for (const std::string& note : notes) all += note + " \\\\\n";
    const std::size_t end = all.rfind(" \\\\\n");
    return "% needs amsmath; names beyond Latin letters need xelatex or lualatex, and a font that has them\n"
           "\\begingroup\\allowdisplaybreaks\n\\begin{align*}\n" +
           all.substr(0, end) + "\n\\end{align*}\n\\endgroup\n";
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

  // Within \text, where a long name may be broken nowhere.
  static std::string escaped(const std::string& name) {
    std::string text;
    for (const char c : name) {
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
          text += "\\textquotedbl{}";
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
        default:
          if (std::string("&%$#_{}").find(c) != std::string::npos) text += '\\';
          text += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
      }
    }
    return text;
  }
};

// The name of a unit, so that its style can make a symbol and a derivative of it.
struct UnitName {
  std::string letter, index;
};

class PaperWriter {
 public:
  PaperWriter(const WrittenEquation& written, const Style& style) : written_(written), style_(style) {}

  std::string write() {
    const std::vector<Equation::Layer>& layers = written_.equation.layers;
    std::vector<Piece> from = inputs();
    const bool slopes_need_outputs = layers.back().activation != Activation::linear;
    inputs_shown_ = !written_.derivative || layers.size() > 1 || slopes_need_outputs;
    for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
      write_hidden(l, from);
      from = symbols(l);
    }
    if (!written_.derivative || slopes_need_outputs) write_outputs(from);
    if (written_.derivative) write_slopes();
    return style_.whole(lines_, notes());
  }

 private:
  std::vector<Piece> inputs() {
    std::vector<Piece> pieces;
    for (const Equation::Input& input : written_.equation.inputs) {
      const Variable& variable = written_.design.variables[input.variable];
      const Piece name = style_.name(variable.name);
      pieces.push_back(input.level ? style_.is_level(name, variable.levels[*input.level]) : name);
    }
    return pieces;
  }

  std::vector<UnitName> unit_names(std::size_t l) const {
    const std::size_t hidden = written_.equation.layers.size() - 1;
    std::vector<UnitName> names;
    for (Index unit = 1; unit <= written_.equation.layers[l].weights.cols(); ++unit) {
      const std::string index = std::to_string(unit);
      if (l == hidden) {
        names.push_back({"s", index});
      } else {
        names.push_back({"h", hidden == 1 ? index : std::to_string(l + 1) + "_" + index});
      }
    }
    return names;
  }

  std::vector<Piece> symbols(std::size_t l) const {
    std::vector<Piece> pieces;
    for (const UnitName& unit : unit_names(l)) pieces.push_back(style_.symbol(unit.letter, unit.index));
    return pieces;
  }

  Piece number(double size) const {
    return style_.number(written_.digits ? format_number(size, *written_.digits) : format_number(size));
  }

  // The terms with their signs, a piece each.
  std::vector<Piece> sum(const std::vector<double>& coefficients, const std::vector<Piece>& factors) const {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
      const bool negative = std::signbit(coefficients[i]);
      const std::string sign = pieces.empty() ? (negative ? "-" : "") : (negative ? "- " : "+ ");
      Piece term = piece(sign) + number(std::fabs(coefficients[i]));
      if (!factors[i].text.empty()) term = term + style_.times() + factors[i];
      pieces.push_back(term);
    }
    return pieces;
  }

  std::vector<Piece> unit_sum(std::size_t l, Index unit, const std::vector<Piece>& from) const {
    const Vector weights = written_.equation.layers[l].weights.col(unit);
    std::vector<Piece> factors{piece("")};
    factors.insert(factors.end(), from.begin(), from.end());
    return sum({weights.begin(), weights.end()}, factors);
  }

  static std::vector<Piece> within(const Brackets& brackets, std::vector<Piece> pieces) {
    pieces.front() = brackets.open + pieces.front();
    pieces.back() = pieces.back() + brackets.close;
    return pieces;
  }

  void write_hidden(std::size_t l, const std::vector<Piece>& from) {
    const Equation::Layer& layer = written_.equation.layers[l];
    const std::vector<Piece> units = symbols(l);
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      const auto pieces = unit_sum(l, static_cast<Index>(unit), from);
      lines_ += style_.line(units[unit], within(style_.function(layer.activation), pieces));
    }
    used_.insert(layer.activation);
  }

  // For predictions each target's formula, with its scale outside where that is not linear; for slopes the outputs
  // themselves. Of softmax the sums first.
  void write_outputs(const std::vector<Piece>& from) {
    const std::size_t last = written_.equation.layers.size() - 1;
    const Activation activation = written_.equation.layers[last].activation;
    const std::vector<Piece> sums = symbols(last), shown = output_symbols();
    for (std::size_t unit = 0; unit < sums.size() && written_.by_softmax(); ++unit) {
      lines_ += style_.line(sums[unit], unit_sum(last, static_cast<Index>(unit), from));
    }
    const auto formula = [&](Index unit) -> std::vector<Piece> {
      if (written_.by_softmax()) return {share_of(unit, sums)};
      return within(style_.function(activation), unit_sum(last, unit, from));
    };
    for (std::size_t unit = 0; unit < shown.size() && written_.derivative; ++unit) {
      lines_ += style_.line(shown[unit], formula(static_cast<Index>(unit)));
    }
    for (const Equation::Output& output : written_.equation.outputs) {
      if (!written_.derivative)
        lines_ += style_.line(style_.name(output.name), in_units_of(output, formula(output.unit)));
    }
    used_.insert(activation);
  }

  std::vector<Piece> in_units_of(const Equation::Output& output, std::vector<Piece> formula) const {
    if (output.center == 0 && output.scale == 1) return formula;
    const Piece center = piece(output.center < 0 ? "-" : "") + number(std::fabs(output.center));
    formula.front() = piece("+ ") + number(output.scale) + style_.times() + formula.front();
    formula.insert(formula.begin(), center);
    return formula;
  }

  std::vector<Piece> output_symbols() const {
    std::vector<Piece> pieces;
    for (Index unit = 1; unit <= written_.equation.layers.back().weights.cols(); ++unit) {
      pieces.push_back(style_.symbol(written_.by_softmax() ? "p" : "o", std::to_string(unit)));
    }
    return pieces;
  }

  Piece share_of(Index own, const std::vector<Piece>& sums) const {
    std::vector<Piece> powers;
    for (const Piece& sum : sums) powers.push_back(style_.power_of_e(sum));
    return style_.share(powers[static_cast<std::size_t>(own)], powers);
  }

  // The chain rule: each hidden unit's derivative from those before it, then the targets'.
  void write_slopes() {
    const std::vector<Equation::Layer>& layers = written_.equation.layers;
    std::vector<Piece> before;
    for (std::size_t l = 0; l + 1 < layers.size() || (written_.by_softmax() && l < layers.size()); ++l) {
      const std::vector<UnitName> units = unit_names(l);
      std::vector<Piece> derivatives;
      for (std::size_t unit = 0; unit < units.size(); ++unit) {
        derivatives.push_back(style_.derivative_of(units[unit].letter, units[unit].index));
        const Piece value = style_.symbol(units[unit].letter, units[unit].index);
        lines_ += style_.line(derivatives.back(), slope(l, static_cast<Index>(unit), value, before));
      }
      before = derivatives;
    }
    const Piece by = style_.name(written_.design.variables[*written_.derivative].name);
    for (const Equation::Output& output : written_.equation.outputs) {
      lines_ += style_.line(style_.derivative(style_.name(output.name), by), output_slope(output, before));
    }
  }

  // Slope of a unit's activation times the derivative of its sum.
  std::vector<Piece> slope(std::size_t l, Index unit, const Piece& value, const std::vector<Piece>& before) {
    const Equation::Layer& layer = written_.equation.layers[l];
    std::vector<Piece> pieces;
    if (l == 0) {
      pieces = sum({layer.weights(written_.derivative_input() + 1, unit)}, {piece("")});
    } else {
      const Vector weights = layer.weights.col(unit).tail(layer.weights.rows() - 1);
      pieces = sum({weights.begin(), weights.end()}, before);
    }
    if (layer.activation == Activation::linear || layer.activation == Activation::softmax) return pieces;
    used_.insert(layer.activation);
    brackets_ = brackets_ || layer.activation == Activation::relu;
    const Brackets around{style_.slope(layer.activation, value) + style_.times() + style_.parentheses().open,
                          style_.parentheses().close};
    return within(around, pieces);
  }

  std::vector<Piece> output_slope(const Equation::Output& output, const std::vector<Piece>& before) {
    const std::vector<Piece> o = output_symbols();
    const auto own = static_cast<std::size_t>(output.unit);
    std::vector<Piece> pieces;
    if (written_.by_softmax()) {  // sum over classes m of d p_own / d s_m times the derivative of s_m
      for (std::size_t m = 0; m < o.size(); ++m) pieces.push_back(piece("- ") + o[m] + style_.times() + before[m]);
      pieces.insert(pieces.begin(), before[own]);
      pieces = within({o[own] + style_.times() + style_.parentheses().open, style_.parentheses().close}, pieces);
    } else {
      pieces = slope(written_.equation.layers.size() - 1, output.unit, o[own], before);
    }
    if (output.scale != 1) pieces.front() = number(output.scale) + style_.times() + pieces.front();
    return pieces;
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> notes;
    for (const Activation activation : used_) {
      if (!style_.note(activation).empty()) notes.push_back(style_.note(activation));
    }
    const auto is_level = [](const Equation::Input& input) { return input.level.has_value(); };
    const std::vector<Equation::Input>& inputs = written_.equation.inputs;
    const bool levels = std::any_of(inputs.begin(), inputs.end(), is_level) && inputs_shown_;
    if (levels || brackets_) notes.push_back(style_.note_of_brackets());
    return notes;
  }

  const WrittenEquation& written_;
  const Style& style_;
  std::string lines_;
  std::set<Activation> used_;
  bool brackets_ = false, inputs_shown_ = true;
};

// What the text calls units and their derivatives.
std::set<std::string> symbols_of(const WrittenEquation& written) {
  std::set<std::string> symbols;
  for (std::size_t l = 0; l < written.equation.layers.size(); ++l) {
    for (Index unit = 1; unit <= written.equation.layers[l].weights.cols(); ++unit) {
      const std::string index = std::to_string(unit), deep = std::to_string(l + 1) + "_" + index;
      for (const std::string& name : {"h" + index, "h" + deep, "s" + index, "o" + index, "p" + index}) {
        symbols.insert(name);
        symbols.insert("d" + name);
      }
    }
  }
  for (const char* word : {"logistic", "tanh", "relu", "softplus", "exp", "log", "max", "d", "z"}) symbols.insert(word);
  return symbols;
}

}  // namespace

std::string write_on_paper(const WrittenEquation& written, Language language) {
  std::unique_ptr<Style> style = std::make_unique<Latex>();
  if (language == Language::text) style = std::make_unique<Text>(symbols_of(written));
  return PaperWriter(written, *style).write();
}

}  // namespace nninterp
