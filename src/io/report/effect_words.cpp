#include "effect_words.hpp"

#include <cmath>

#include "effects_table.hpp"
#include "io/text/page.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr int digits = 3;

constexpr int digits_of_factor = 4;  // which may be next to 1

std::string in_brackets(const Interval& interval, double unit, int of_number) {
  if (std::isnan(interval.conf_low)) return "";
  return " [" + format_number(unit * interval.conf_low, of_number) + ", " +
         format_number(unit * interval.conf_high, of_number) + "]";
}

double best_known(double mean, const Interval& interval) {
  return std::isnan(interval.debiased) ? mean : interval.debiased;
}

// "per 1 % more wt, mpg falls by 0.54 %".
std::string slope_in_words(const Effect& effect, SlopeKind kind, const std::string& predicted) {
  const bool of_share = kind == SlopeKind::eyex || kind == SlopeKind::eydx;  // shares of the prediction
  const bool per_share = kind == SlopeKind::eyex || kind == SlopeKind::dyex;
  const double unit = (of_share ? 100 : 1) / (per_share ? 100.0 : 1.0);
  const double change = unit * best_known(effect.slope_summary->mean, effect.slope_interval);
  return "per 1 " + std::string(per_share ? "% " : "") + "more " + effect.variable + ", " + predicted +
         (change < 0 ? " falls by " : " rises by ") + format_number(std::fabs(change), digits) +
         (of_share ? " %" : "") + in_brackets(effect.slope_interval, unit, digits);
}

// "moving wt by 1 multiplies mpg by 0.85".
std::string shift_in_words(const Effect& effect, ShiftKind kind, const std::string& predicted) {
  const double times = best_known(effect.shift_summary.mean, effect.shift_interval);
  std::string by = " by " + format_number(effect.move.delta.value_or(1), 6);
  if (effect.level) by = " from " + *effect.reference + " to " + *effect.level;
  if (effect.move.switched && !effect.level) {
    by = " from " + format_number(*effect.move.from) + " to " + format_number(*effect.move.to);
  }
  return "moving " + effect.variable + by + " multiplies " + (kind == ShiftKind::ratio ? "" : "the odds of ") +
         predicted + " by " + format_number(times, digits_of_factor) +
         in_brackets(effect.shift_interval, 1, digits_of_factor);
}

std::string predicted_name(const Model& model, const std::string& target, bool odds) {
  return odds || !is_probability(model.network.architecture.output) ? target : "the probability of " + target;
}

}  // namespace

std::string effects_in_words(const Model& model, const std::vector<const Effect*>& effects,
                             const EffectOptions& options, std::size_t page) {
  const Paragraphs paragraph(page);
  const ShiftKind shift = options.shift;
  std::string text;
  for (const Effect* effect : effects) {
    std::vector<std::string> said;
    const auto name = [&](bool odds) { return predicted_name(model, effect->target, odds); };
    if (shift != ShiftKind::difference) {
      said.push_back(shift_in_words(*effect, shift, name(shift == ShiftKind::odds_ratio)));
    }
    if (options.slope != SlopeKind::dydx && effect->slope_summary) {
      said.push_back(slope_in_words(*effect, options.slope, name(false)));
    }
    if (said.empty()) continue;
    text +=
        paragraph(text.empty() ? "In words" : "", (effect->group ? *effect->group + ": " : "") + joined(said, "; "));
  }
  return text;
}

std::string holds_in_words(const Design& design, const std::vector<Hold>& holds, std::size_t page) {
  std::vector<std::string> held;
  for (const Hold& hold : holds) held.push_back(hold_text(design, hold, 6));
  return held.empty() ? "" : Paragraphs(page)("Held", joined(held, ", ") + " in every row");
}

}  // namespace nninterp
