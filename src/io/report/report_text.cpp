#include <algorithm>
#include <cmath>

#include "analysis/entries.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/report.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values) {
  TextTable table;
  std::vector<std::string> labels;
  for (const Index row : rows) labels.push_back(std::to_string(row));
  table.add_column("row", labels);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const Vector column = values.col(static_cast<Index>(k));
    table.add_column(fit_width(names[k], label_width), align_numbers({column.data(), column.data() + column.size()}));
  }
  return table.str();
}

std::string effect_label(const Effect& effect) {
  if (!effect.level) return fit_width(effect.variable, label_width);
  return fit_width(effect.variable + ": " + *effect.level + " - " + *effect.reference, label_width);
}

// Beside effects of 1, an effect of 1e-9 is nothing.
double without_dust(double value, const Summary& summary) {
  return std::fabs(value) < 1e-4 * std::max(std::fabs(summary.min), std::fabs(summary.max)) ? 0 : value;
}

std::string effects_table(const std::vector<const Effect*>& effects, const EffectReport& report, bool undetermined,
                          const TextStyle& style) {
  const std::string& delta = report.delta;
  std::vector<std::string> labels, groups, bars, verdicts;
  std::vector<double> linear, slopes, shifts, deltas, low, high, lower, upper;
  for (const Effect* effect : effects) {
    const Summary& shift = effect->shift_summary;
    labels.push_back(effect_label(*effect));
    groups.push_back(fit_width(effect->group.value_or(""), 12));
    slopes.push_back(effect->slope_summary ? without_dust(effect->slope_summary->mean, *effect->slope_summary) : nan);
    deltas.push_back(effect->move.delta.value_or(nan));
    shifts.push_back(without_dust(shift.mean, shift));
    low.push_back(without_dust(effect->shift_interval.conf_low, shift));
    high.push_back(without_dust(effect->shift_interval.conf_high, shift));
    lower.push_back(without_dust(shift.q25, shift));
    upper.push_back(without_dust(shift.q75, shift));
    linear.push_back(effect->one_number.linear_coefficient.value_or(nan));
    verdicts.push_back(effect->one_number.verdict);
    bars.push_back(text_bars(effect->shift_histogram, style.unicode));
  }
  const bool named_delta = !parse_number(delta);
  TextTable table;
  table.add_column("variable", labels, true);
  if (effects.front()->group) table.add_column("group", groups, true);
  if (undetermined || any_known(linear)) table.add_column("linear", align_numbers(linear));
  if (any_known(slopes)) table.add_column("slope", align_numbers(slopes));
  if (named_delta && any_known(deltas)) {
    table.add_column("delta: " + delta, align_numbers(deltas));
  }
  const std::string sign = delta.front() == '-' || delta.front() == '+' ? "" : "+";
  table.add_column(named_delta ? "effect" : "effect of " + sign + delta, align_numbers(shifts));
  if (any_known(low)) {
    table.add_column(level_text(report.level) + " from", align_numbers(low));
    table.add_column("to", align_numbers(high));
  } else {
    table.add_column("25%", align_numbers(lower));
    table.add_column("75%", align_numbers(upper));
  }
  table.add_column("min..max", bars, true);
  const std::size_t left = page_width - std::min(page_width - 14, table.width() + 2);
  for (std::string& verdict : verdicts) verdict = fit_width(verdict, left);
  table.add_column("by row", verdicts, true);
  return table.str();
}

// What to be careful of, in the order of the harm it does.
std::string cautions(const Model& model, const std::vector<const Effect*>& effects) {
  std::vector<std::string> mixed;
  for (const Effect* effect : effects) {
    const std::string label = effect_label(*effect) + (effect->group ? " [" + *effect->group + "]" : "");
    if (effect->both_ways) mixed.push_back(label + " " + percent(effect->shift_summary.share_positive));
  }
  std::string text;
  if (model.training && !model.training->repetitions.empty() &&
      !model.training->repetitions[model.training->best].converged) {
    text +=
        paragraph("Careful", "the training did not converge; the numbers describe a network that is not at its best");
  }
  if (!mixed.empty()) {
    text += paragraph("Careful", "one number does not stand for all rows where their signs differ; share > 0: " +
                                     list_some(mixed, 12));
  }
  return text;
}

}  // namespace

std::string predict_text(const Model& model, const PredictionReport& report) {
  const auto size = static_cast<Index>(report.rows.size());
  const std::vector<std::string> targets = model.design.output_names();
  if (report.replicates == 0) return row_table(report.rows, targets, report.predictions(0, size));
  const Matrix predictions = report.predictions(0, size);
  const PredictionIntervals intervals = report.intervals(0, size);
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto output = static_cast<Index>(k);
    Matrix columns(size, 4);
    columns << predictions.col(output), intervals.std_error.col(output), intervals.conf_low.col(output),
        intervals.conf_high.col(output);
    text += (k > 0 ? "\n" : "") +
            row_table(report.rows, {targets[k], "std error", level_text(report.level) + " from", "to"}, columns);
  }
  return text + '\n' +
         paragraph(level_text(report.level), "interval of f(x), the mean at such a row, from " +
                                                 std::to_string(report.replicates) +
                                                 " refits on resampled rows; an observation varies around it");
}

std::string slopes_text(const Model& model, const SlopeReport& report) {
  std::vector<std::string> variables;
  for (const std::size_t v : numeric_variables(model.design)) variables.push_back(model.design.variables[v].name);
  const std::vector<std::string> targets = model.design.output_names();
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    text += (k > 0 ? "\n" : "") + ("Slopes of " + on_scale(report.scale, targets[k]) + " at each row\n\n");
    text += row_table(report.rows, variables,
                      report.slopes(static_cast<Index>(k), 0, static_cast<Index>(report.rows.size())));
  }
  if (!report.second) return text;
  std::vector<std::string> pairs;
  const SecondDerivatives second =
      report.second(numeric_variables(model.design), 0, static_cast<Index>(report.rows.size()));
  for (const auto& pair : second.pairs) pairs.push_back(pair_name(model.design, pair));
  for (std::size_t k = 0; k < targets.size(); ++k) {
    text += "\nSecond derivatives of " + on_scale(report.scale, targets[k]) + " at each row\n\n";
    text += row_table(report.rows, pairs, second.by_output[k]);
  }
  return text;
}

std::string effects_text(const Model& model, const EffectReport& report, const TextStyle& style) {
  std::string text;
  const bool undetermined = model.training && model.training->undetermined;
  for (const std::string& target : model.design.output_names()) {
    const std::vector<const Effect*> entries = of_target(report.effects.effects, target);
    if (entries.empty()) continue;
    if (!text.empty()) text += '\n';
    text += "Effects on " + on_scale(report.scale, fit_width(target, 50)) + ", averaged over " +
            with_thousands(static_cast<long>(report.rows.size())) + " rows (" +
            architecture_text(model.network.architecture) + ")\n\n";
    text += effects_table(entries, report, undetermined, style) + '\n';
    text += cautions(model, entries);
  }
  const std::string predicted = report.scale == OutputScale::logit ? "log-odds of the prediction" : "prediction";
  text += paragraph("slope", "the exact derivative of the " + predicted + " by the variable, averaged over the rows");
  if (report.scale == OutputScale::logit) text += paragraph("f(x)", "the log-odds here, log(p / (1 - p))");
  text += paragraph("effect", "f(x moved) - f(x), averaged; quartiles and bars tell how it differs by row");
  text += paragraph("linear",
                    std::string("the coefficient of the linear (or logistic: its average slope) regression of the ") +
                        (undetermined ? "same table, which is not determined here" : "same table"));
  if (report.effects.method != IntervalMethod::none) {
    text += paragraph(
        level_text(report.level),
        report.effects.method == IntervalMethod::bootstrap
            ? "interval of the effect, from " + std::to_string(report.effects.replicates) + " refits on resampled rows"
            : "interval of the effect, by the delta method");
  }
  if (report.paths) text += '\n' + paths_text(report);
  return text;
}

}  // namespace nninterp
