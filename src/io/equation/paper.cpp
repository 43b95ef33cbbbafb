// Equations as one writes them on paper: a line a unit, the outputs last, then what the signs mean.
#include <algorithm>
#include <cmath>
#include <set>

#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "styles.hpp"

namespace nninterp {

namespace {

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
    return style_.page(formulas_, notes(), long_names_);
  }

 private:
  void add(const Piece& left, const std::vector<Piece>& right) { formulas_.push_back({left, right}); }

  // A name, or x1, y1, .. explained below where it is too long for a formula.
  Piece named(const std::string& name, const std::string& letter, std::size_t position) {
    return style_.too_long(name) ? explained(name, letter, std::to_string(position + 1)) : style_.name(name);
  }

  Piece explained(const std::string& name, const std::string& letter, const std::string& index) {
    Piece symbol = style_.symbol(letter, index);
    const auto known = [&](const auto& one) { return one.first.text == symbol.text; };
    if (std::none_of(long_names_.begin(), long_names_.end(), known)) long_names_.emplace_back(symbol, name);
    return symbol;
  }

  Piece named(const Equation::Output& output) {
    return named(output.name, "y", static_cast<std::size_t>(&output - written_.equation.outputs.data()));
  }

  std::vector<Piece> inputs() {
    std::vector<Piece> pieces;
    for (const Equation::Input& input : written_.equation.inputs) {
      const Variable& variable = written_.design.variables[input.variable];
      const Piece name = named(variable.name, "x", input.variable);
      pieces.push_back(input.level ? style_.is_level(name, level(input)) : name);
    }
    return pieces;
  }

  Piece level(const Equation::Input& input) {
    const std::string& name = written_.design.variables[input.variable].levels[*input.level];
    if (!style_.too_long(name)) return style_.level(name);
    return explained(name, "l", std::to_string(input.variable + 1) + "_" + std::to_string(*input.level + 1));
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

  Piece number(double size) const { return style_.number(written_.paper_number(size)); }

  // The terms with their signs, a piece each.
  std::vector<Piece> sum(const std::vector<double>& coefficients, const std::vector<Piece>& factors) const {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
      const bool last_hope = pieces.empty() && i + 1 == coefficients.size();
      if (coefficients[i] == 0 && !last_hope) continue;
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
      add(units[unit], within(style_.function(layer.activation), pieces));
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
      add(sums[unit], unit_sum(last, static_cast<Index>(unit), from));
    }
    std::vector<Piece> powers;
    for (const Piece& sum : sums) powers.push_back(style_.power_of_e(sum));
    std::vector<Piece> all = powers;
    if (written_.by_softmax() && powers.size() > most_in_a_share) {
      for (std::size_t k = 1; k < all.size(); ++k) all[k] = piece("+ ") + all[k];
      add(total, all);
      all = {total};
    }
    const auto formula = [&](Index unit) -> std::vector<Piece> {
      if (written_.by_softmax()) return {style_.share(powers[static_cast<std::size_t>(unit)], all)};
      return within(style_.function(activation), unit_sum(last, unit, from));
    };
    for (std::size_t unit = 0; unit < shown.size() && written_.derivative; ++unit) {
      add(shown[unit], formula(static_cast<Index>(unit)));
    }
    for (const Equation::Output& output : written_.equation.outputs) {
      if (!written_.derivative) add(named(output), in_units_of(output, formula(output.unit)));
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
        add(derivatives.back(), slope(l, static_cast<Index>(unit), value, before));
      }
      before = derivatives;
    }
    const Piece by = named(written_.design.variables[*written_.derivative].name, "x", *written_.derivative);
    for (const Equation::Output& output : written_.equation.outputs) {
      add(style_.derivative(named(output), by), output_slope(output, before));
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
    const bool plain = pieces.size() == 1 && pieces.front().text[0] != '-';
    const Brackets around = plain ? Brackets{piece(""), piece("")} : style_.parentheses();
    return within({style_.slope(layer.activation, value) + style_.times() + around.open, around.close}, pieces);
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

  // Of more classes the sum in the denominator has a line of its own.
  static constexpr std::size_t most_in_a_share = 6;
  const Piece total{"T", 1};

  const WrittenEquation& written_;
  const Style& style_;
  std::vector<FormulaLine> formulas_;
  std::vector<std::pair<Piece, std::string>> long_names_;
  std::set<Activation> used_;
  bool brackets_ = false, inputs_shown_ = true;
};

// What the text calls units, their derivatives and functions.
std::set<std::string> symbols_of(const WrittenEquation& written) {
  std::set<std::string> symbols{"logistic", "tanh", "softplus", "exp", "log", "max", "d", "z", "T"};
  const std::size_t last = written.equation.layers.size() - 1;
  for (std::size_t l = 0; l <= last; ++l) {
    for (Index unit = 1; unit <= written.equation.layers[l].weights.cols(); ++unit) {
      const std::string index = std::to_string(unit);
      std::vector<std::string> names{(last > 1 ? "h" + std::to_string(l + 1) + "_" : "h") + index};
      if (l == last) names = {(written.by_softmax() ? "s" : "o") + index, "p" + index};
      for (const std::string& name : names) symbols.insert({name, "d" + name});
    }
  }
  return symbols;
}

}  // namespace

std::string write_on_paper(const WrittenEquation& written, Language language) {
  return PaperWriter(written, *style_of(language, symbols_of(written))).write();
}

}  // namespace nninterp
