// Equations as one writes them on paper: a line a unit, the results last, then what the signs mean.
#include "paper.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "io/text/table.hpp"

namespace nninterp {

namespace {

using Kind = Equation::Kind;
using Step = Equation::Step;

class PaperWriter {
 public:
  PaperWriter(const Equation& equation, const Numbers& numbers, const Style& style)
      : equation_(equation),
        numbers_(numbers),
        style_(style),
        steps_(equation.derivative ? equation.slopes : equation.predictions) {}

  std::string write() {
    for (const Step& step : equation_.predictions) {
      if (step.kind == Kind::input) pieces_.emplace(step.name, input(step.input));
    }
    std::set<std::string> used;
    for (const Step& step : steps_) {
      if (step.kind == Kind::result) continue;
      used.insert(step.of);
      for (const Equation::Term& term : step.terms) used.insert(term.factors.begin(), term.factors.end());
    }
    for (const Step& step : steps_) {
      if (step.kind != Kind::input) write(step, used.count(step.name) > 0);
    }
    return style_.page(lines_, notes(), long_names_);
  }

 private:
  // What more than a result is made of has a line of its own, else its formula stands in that of the result.
  void write(const Step& step, bool used) {
    const std::vector<Piece> pieces = formula(step);
    if (step.kind == Kind::result) {
      lines_.push_back({result_name(step.name), pieces});
    } else if (used) {
      const bool slope = step.kind == Kind::slope;
      pieces_.emplace(step.name, style_.symbol(step.name.substr(slope ? 1 : 0), slope));
      lines_.push_back({pieces_.at(step.name), pieces});
    } else {
      formulas_[step.name] = pieces;
    }
  }

  // The name or, where it is too long for a formula, a symbol that is explained below.
  Piece named(const std::string& name, const std::string& short_name, bool level = false) {
    if (!style_.too_long(name)) return level ? style_.level(name) : style_.name(name);
    Piece symbol = style_.symbol(short_name, false);
    const auto known = [&](const auto& one) { return one.first.text == symbol.text; };
    if (std::none_of(long_names_.begin(), long_names_.end(), known)) long_names_.emplace_back(symbol, name);
    return symbol;
  }

  Piece variable(std::size_t v) { return named(equation_.variables[v].name, "x" + std::to_string(v + 1)); }

  Piece input(const Equation::Input& input) {
    Piece name = variable(input.variable);
    if (!input.level) return name;
    const std::string& level = equation_.variables[input.variable].levels[*input.level];
    const std::string index = std::to_string(input.variable + 1) + "_" + std::to_string(*input.level + 1);
    return style_.is_level(name, named(level, "l" + index, true));
  }

  Piece result_name(const std::string& target) {
    const Piece name = named(target, "y" + std::to_string(++results_));
    return equation_.derivative ? style_.derivative(name, variable(*equation_.derivative)) : name;
  }

  Piece number(double size) const { return style_.number(numbers_.on_paper(size)); }

  // The terms with their signs, a piece each.
  std::vector<Piece> sum(const std::vector<Equation::Term>& terms) const {
    std::vector<Piece> pieces;
    for (const Equation::Term& term : terms) {
      const bool last_hope = pieces.empty() && &term == &terms.back();
      if (term.coefficient == 0 && !last_hope) continue;
      const bool negative = std::signbit(term.coefficient);
      const std::string sign = pieces.empty() ? (negative ? "-" : "") : (negative ? "- " : "+ ");
      pieces.push_back(piece(sign) + number(std::fabs(term.coefficient)));
      for (const std::string& factor : term.factors) {
        pieces.back() = pieces.back() + style_.times() + pieces_.at(factor);
      }
    }
    return pieces;
  }

  static std::vector<Piece> within(const Brackets& brackets, std::vector<Piece> pieces) {
    pieces.front() = brackets.open + pieces.front();
    pieces.back() = pieces.back() + brackets.close;
    return pieces;
  }

  std::vector<Piece> formula(const Step& step) {
    switch (step.kind) {
      case Kind::unit:
        used_.insert(step.activation);
        return within(style_.function(step.activation), sum(step.terms));
      case Kind::share:
        return share(step);
      case Kind::slope:
        return slope(step);
      case Kind::share_slope:
        return share_slope(step);
      default:
        return result(step.terms);
    }
  }

  // Of many classes the sum in the denominator has a line of its own.
  std::vector<Piece> share(const Step& step) {
    constexpr std::size_t most_in_a_share = 6;
    const Piece total{"T", 1};
    const bool many = step.terms.size() > most_in_a_share;
    if (powers_.empty()) {
      for (const Equation::Term& sum : step.terms) {
        const Piece plus = piece(many && !powers_.empty() ? "+ " : "");
        powers_.push_back(plus + style_.power_of_e(pieces_.at(sum.factors[0])));
      }
      if (many) lines_.push_back({total, powers_});
    }
    return {style_.share(style_.power_of_e(pieces_.at(step.of)), many ? std::vector<Piece>{total} : powers_)};
  }

  std::vector<Piece> slope(const Step& step) {
    std::vector<Piece> pieces = sum(step.terms);
    if (step.of.empty()) return pieces;
    used_.insert(step.activation);
    brackets_ = brackets_ || step.activation == Activation::relu;
    const bool plain = pieces.size() == 1 && pieces.front().text[0] != '-';
    const Brackets around = plain ? Brackets{piece(""), piece("")} : style_.parentheses();
    const Piece before = style_.slope(step.activation, pieces_.at(step.of)) + style_.times() + around.open;
    return within({before, around.close}, pieces);
  }

  std::vector<Piece> share_slope(const Step& step) const {
    std::vector<Piece> pieces{piece("")};
    for (const Equation::Term& term : step.terms) {
      const Piece &share = pieces_.at(term.factors[0]), &slope = pieces_.at(term.factors[1]);
      if (term.factors[0] == step.of) pieces.front() = slope;
      pieces.push_back(piece("- ") + share + style_.times() + slope);
    }
    const Brackets around = style_.parentheses();
    return within({pieces_.at(step.of) + style_.times() + around.open, around.close}, pieces);
  }

  // Where the output is not linear, the target's scale stands outside.
  std::vector<Piece> result(const std::vector<Equation::Term>& terms) const {
    const Equation::Term& value = terms.back();
    const bool alone = terms.size() == 1;
    std::vector<Piece> pieces = formulas_.at(value.factors[0]);
    if (alone && value.coefficient == 1) return pieces;
    pieces.front() = piece(alone ? "" : "+ ") + number(value.coefficient) + style_.times() + pieces.front();
    const double center = terms.front().coefficient;
    if (!alone) pieces.insert(pieces.begin(), piece(center < 0 ? "-" : "") + number(std::fabs(center)));
    return pieces;
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> notes;
    for (const Activation activation : used_) {
      if (!style_.note(activation).empty()) notes.push_back(style_.note(activation));
    }
    const auto is_level = [](const Step& step) { return step.input.level.has_value(); };
    if (brackets_ || std::any_of(steps_.begin(), steps_.end(), is_level)) notes.push_back(style_.note_of_brackets());
    return notes;
  }

  const Equation& equation_;
  const Numbers& numbers_;
  const Style& style_;
  const std::vector<Step>& steps_;
  std::vector<FormulaLine> lines_;
  std::map<std::string, Piece> pieces_;                 // of what has a line, and of inputs
  std::map<std::string, std::vector<Piece>> formulas_;  // of what has none
  std::vector<Piece> powers_;
  std::vector<std::pair<Piece, std::string>> long_names_;
  std::set<Activation> used_;
  std::size_t results_ = 0;
  bool brackets_ = false;
};

}  // namespace

Piece piece(const std::string& text) { return {text, display_width(text)}; }
Piece operator+(const Piece& a, const Piece& b) { return {a.text + b.text, a.width + b.width}; }

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

std::string write_on_paper(const Equation& equation, const Numbers& numbers, const Style& style) {
  return PaperWriter(equation, numbers, style).write();
}

}  // namespace nninterp
