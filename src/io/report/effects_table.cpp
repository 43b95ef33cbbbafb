#include "effects_table.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// Beside effects of 1, an effect of 1e-9 is nothing.
double without_dust(double value, const Summary& summary) {
  return std::fabs(value) < 1e-4 * std::max(std::fabs(summary.min), std::fabs(summary.max)) ? 0 : value;
}

// The numbers of a line, a list a column.
struct Numbers {
  std::vector<double> linear, slope, delta, own, effect, low, high;  // own: of the network, where effect is debiased
};

Numbers numbers_of(const std::vector<const Effect*>& effects, bool intervals) {
  Numbers numbers;
  for (const Effect* effect : effects) {
    const Summary& shift = effect->shift_summary;
    const Interval& interval = effect->shift_interval;
    numbers.linear.push_back(effect->one_number.linear_coefficient.value_or(nan));
    const bool debiased = !std::isnan(interval.debiased);
    const double slope = !effect->slope_summary ? nan
                         : debiased             ? effect->slope_interval.debiased
                                                : effect->slope_summary->mean;
    numbers.slope.push_back(effect->slope_summary ? without_dust(slope, *effect->slope_summary) : nan);
    numbers.delta.push_back(effect->move.delta.value_or(nan));
    numbers.own.push_back(debiased ? without_dust(shift.mean, shift) : nan);
    numbers.effect.push_back(without_dust(debiased ? interval.debiased : shift.mean, shift));
    numbers.low.push_back(without_dust(intervals ? interval.conf_low : shift.q25, shift));
    numbers.high.push_back(without_dust(intervals ? interval.conf_high : shift.q75, shift));
  }
  return numbers;
}

void add_numbers(const Numbers& numbers, bool intervals, const EffectsAsked& asked, TextTable& table) {
  const std::string& delta = asked.delta;
  const bool named_delta = !parse_number(delta);
  // Slopes are effects of 1: only with these they are in one unit.
  const bool one_unit =
      parse_number(delta) == 1.0 && asked.shift == ShiftKind::difference && asked.slope == SlopeKind::dydx;
  const std::vector<std::vector<double>> of_effect{numbers.own, numbers.effect, numbers.low, numbers.high};
  std::vector<std::vector<double>> of_slope{numbers.linear, numbers.slope};
  if (one_unit) of_slope.insert(of_slope.end(), of_effect.begin(), of_effect.end());
  const auto slopes = align_rows(of_slope);
  const auto effects = one_unit ? decltype(slopes)(slopes.begin() + 2, slopes.end()) : align_rows(of_effect);
  if (asked.undetermined || any_known(numbers.linear)) table.add_column("linear", slopes[0], false, Need::context);
  if (any_known(numbers.slope)) table.add_column(slope_name(asked.slope), slopes[1]);
  if (named_delta && any_known(numbers.delta)) {
    table.add_column("delta: " + delta, align_numbers(numbers.delta), false, Need::context);
  }
  const std::string sign = delta.front() == '-' || delta.front() == '+' ? "" : "+";
  if (any_known(numbers.own)) table.add_column("network", effects[0], false, Need::context);
  const std::string effect = shift_name(asked.shift);
  table.add_column(named_delta ? effect : effect + " of " + sign + delta, effects[1]);
  const Need need = intervals ? Need::always : Need::details;
  table.add_column(intervals ? level_text(asked.level) + " from" : "25%", effects[2], false, need);
  table.add_column(intervals ? "to" : "75%", effects[3], false, need);
}

// "changes sign, depends on wt" in fewer letters, none of which is the name's.
std::string shortened(std::string verdict) {
  const std::string words = "depends ";
  const std::size_t at = verdict.find(words + "on ");
  return at == std::string::npos ? verdict : verdict.erase(at, words.size());
}

// As long as the longest of the short ones allows.
std::vector<std::string> shortened(const std::vector<std::string>& verdicts) {
  std::size_t longest = 0;
  for (const std::string& verdict : verdicts) longest = std::max(longest, display_width(shortened(verdict)));
  std::vector<std::string> result;
  for (const std::string& verdict : verdicts) {
    result.push_back(display_width(verdict) <= longest ? verdict : shortened(verdict));
  }
  return result;
}

// Names first, those that the same is said of together.
std::string verdicts_below(const std::vector<const Effect*>& effects, std::size_t page) {
  std::vector<std::pair<std::string, std::string>> parts;  // names and what is said of them
  for (const Effect* effect : effects) {
    const std::string& verdict = effect->one_number.verdict;
    const auto same =
        std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.second == verdict; });
    if (same == parts.end()) {
      parts.emplace_back(full_label(*effect), verdict);
    } else {
      same->first += ", " + full_label(*effect);
    }
  }
  std::vector<std::string> texts;
  for (const auto& [names, verdict] : parts) texts.push_back(names + ": " + verdict);
  return '\n' + Paragraphs(page)("By row", joined(texts, "; "));
}

}  // namespace

std::string shift_name(ShiftKind kind) {
  return kind == ShiftKind::difference ? "effect" : kind == ShiftKind::ratio ? "ratio" : "odds ratio";
}

std::string slope_name(SlopeKind kind) { return kind == SlopeKind::dydx ? "slope" : std::string(name_of(kind)); }

std::string full_label(const Effect& effect) {
  return fit_width(effect.label, std::string::npos) +
         (effect.group ? " [" + fit_width(*effect.group, std::string::npos) + "]" : "");
}

std::string effects_table(const std::vector<const Effect*>& effects, const EffectsAsked& asked,
                          const TextStyle& style) {
  std::vector<std::string> labels, groups, bars, verdicts;
  bool intervals = false;
  for (const Effect* effect : effects) {
    const Summary& shift = effect->shift_summary;
    labels.push_back(effect->label);
    groups.push_back(effect->group.value_or(""));
    verdicts.push_back(fit_width(effect->one_number.verdict, std::string::npos));
    intervals = intervals || !std::isnan(effect->shift_interval.conf_low);
    const bool finite = std::isfinite(shift.mean) && std::isfinite(shift.max - shift.min);
    bars.push_back(finite ? text_bars(effect->shift_histogram, style.unicode) : "not finite");
  }
  TextTable table;
  table.add_names("variable", labels);
  if (effects.front()->group) table.add_names("group", groups);
  add_numbers(numbers_of(effects, intervals), intervals, asked, table);
  table.add_column("min..max", bars, true, Need::decoration);
  for (const auto& column : {verdicts, shortened(verdicts)}) {
    TextTable with_verdicts = table;
    with_verdicts.add_column("by row", column, true);
    if (with_verdicts.fits(style.width)) return with_verdicts.str(style.width);
  }
  return table.str(style.width) + verdicts_below(effects, style.width);
}

}  // namespace nninterp
