#include "nninterp/analysis/holds.hpp"

#include <algorithm>
#include <optional>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// The mean, the median or a quantile of values, by its name; none of another text.
std::optional<double> measure_of(const std::string& text, const Vector& values, const Vector& weights) {
  if (text == "mean") return mean(values, weights);
  if (text == "median") return Ranked(values, weights).quantile(0.5);
  if (text.size() < 2 || text.front() != 'q') return std::nullopt;
  const std::optional<double> percent = parse_number(text.substr(1));
  if (!percent || !(*percent >= 0 && *percent <= 100)) return std::nullopt;
  return Ranked(values, weights).quantile(*percent / 100);
}

bool is_measure(const std::string& text) { return measure_of(text, Vector::Zero(1), {}).has_value(); }

double level_named(const Variable& variable, const std::string& text) {
  const auto level = std::find(variable.levels.begin(), variable.levels.end(), text);
  if (level != variable.levels.end()) return static_cast<double>(level - variable.levels.begin());
  const std::string suggestion = did_you_mean(text, variable.levels);
  throw InputError("⟨at⟩ " + variable.name + "=" + text + ": is none of its levels",
                   suggestion.empty() ? "they are " + list_some(variable.levels, 20) : suggestion);
}

double value_named(const Variable& variable, const std::string& text, const Vector& values, const Vector& weights) {
  if (variable.categorical) return level_named(variable, text);
  if (const auto measure = measure_of(text, values, weights)) return *measure;
  if (const auto number = parse_number(text)) return *number;
  throw InputError("⟨at⟩ " + variable.name + "=" + text + ": is no number", "or it is mean, median or q25");
}

// Where the name ends: a name may hold an = itself.
std::size_t end_of_name(const Design& design, const std::string& text) {
  for (std::size_t at = text.find('='); at != std::string::npos; at = text.find('=', at + 1)) {
    const auto is = [&](const Variable& variable) { return variable.name == text.substr(0, at); };
    if (std::any_of(design.variables.begin(), design.variables.end(), is)) return at;
  }
  return text.find('=');
}

}  // namespace

std::vector<Hold> plan_holds(const Design& design, const Matrix& data, const Vector& weights,
                             const std::vector<std::string>& asked) {
  std::vector<std::optional<double>> values(design.variables.size());
  std::optional<std::string> others;
  for (const std::string& text : asked) {
    const std::size_t end = end_of_name(design, text);
    if (end == std::string::npos) {
      if (!is_measure(text)) {
        throw InputError("⟨at⟩ " + text + ": is not NAME=VALUE", "or it is mean, median or q25, of all others");
      }
      if (others) throw InputError("⟨at⟩ " + text + ": the others are held at their " + *others + " already");
      others = text;
      continue;
    }
    const std::size_t v = design.variable_index(text.substr(0, end));
    const Variable& variable = design.variables[v];
    if (values[v]) throw InputError("⟨at⟩ " + text + ": " + variable.name + " is held at another value already");
    values[v] = value_named(variable, text.substr(end + 1), data.col(static_cast<Index>(v)), weights);
  }
  std::vector<Hold> holds;
  for (std::size_t v = 0; v < values.size(); ++v) {
    const Variable& variable = design.variables[v];
    const Vector column = data.col(static_cast<Index>(v));
    if (!values[v] && others) {
      values[v] = variable.categorical ? static_cast<double>(commonest_level(variable, column, weights))
                                       : *measure_of(*others, column, weights);
    }
    if (values[v]) holds.push_back({v, *values[v]});
  }
  return holds;
}

Matrix held(Matrix rows, const std::vector<Hold>& holds) {
  for (const Hold& hold : holds) rows.col(static_cast<Index>(hold.variable)).setConstant(hold.value);
  return rows;
}

std::string hold_text(const Design& design, const Hold& hold, int digits) {
  const Variable& variable = design.variables[hold.variable];
  if (variable.categorical) return variable.name + "=" + variable.levels[static_cast<std::size_t>(hold.value)];
  return variable.name + "=" + (digits > 0 ? format_number(hold.value, digits) : format_number(hold.value));
}

std::vector<std::string> hold_texts(const Design& design, const std::vector<Hold>& holds, int digits) {
  std::vector<std::string> texts;
  for (const Hold& hold : holds) texts.push_back(hold_text(design, hold, digits));
  return texts;
}

std::vector<Warning> warn_of_holds(const Design& design, const Matrix& data, const std::vector<Hold>& holds) {
  std::vector<std::string> outside;
  for (const Hold& hold : holds) {
    const Variable& variable = design.variables[hold.variable];
    if (variable.categorical) continue;
    const Range range = known_range(variable, data.col(static_cast<Index>(hold.variable)));
    if (hold.value >= range.min && hold.value <= range.max) continue;
    outside.push_back(hold_text(design, hold, 6) + " (" + format_number(range.min, 6) + " to " +
                      format_number(range.max, 6) + ")");
  }
  if (outside.empty()) return {};
  return {{"extrapolation", "what is held leaves the range of the data: " + list_some(outside)}};
}

}  // namespace nninterp
