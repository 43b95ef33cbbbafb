#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>

#include "nninterp/core/text.hpp"
#include "nninterp/io/report.hpp"
#include "text_table.hpp"

namespace nninterp {

namespace {

constexpr std::size_t page_width = 100;
constexpr std::size_t label_width = 22;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string percent(double share) { return std::to_string(static_cast<int>(std::lround(share * 100))) + "%"; }

std::string joined(const std::vector<std::string>& words, const std::string& glue) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : glue) + word;
  return text;
}

// "Label     text", the text broken at blanks and kept within the page.
std::string paragraph(const std::string& label, const std::string& text) {
  constexpr std::size_t indent = 10;
  std::string result, line = label + std::string(indent - std::min(indent, label.size()), ' ');
  std::size_t begin = 0;
  bool first = true;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!first && display_width(line) + 1 + display_width(word) > page_width) {
      result += line + '\n';
      line = std::string(indent, ' ');
      first = true;
    }
    line += (first ? "" : " ") + word;
    first = false;
    begin = end + 1;
  }
  return result + line + '\n';
}

std::string architecture_text(const Architecture& architecture) {
  std::vector<std::string> units;
  for (const Index count : architecture.units) units.push_back(std::to_string(count));
  const bool hidden = architecture.layers() > 1;
  return joined(units, "-") +
         (hidden ? ", " + std::string(name_of(architecture.hidden)) + " units" : ", no hidden layer") + ", " +
         std::string(name_of(architecture.output)) + " output" + (architecture.outputs() > 1 ? "s" : "");
}

std::string target_text(const Design& design) {
  std::vector<std::string> texts;
  for (const Target& target : design.targets) {
    std::string text = fit_width(target.name, label_width);
    if (target.categorical) {
      text += target.one_output_a_class() ? " (" + count_of(target.levels.size(), "class") + ")"
                                          : " (probability of " + target.levels.back() + ")";
    }
    texts.push_back(text);
  }
  return joined(texts, ", ");
}

std::string data_text(const Model& model) {
  std::string text;
  if (model.data) {
    text = (model.data->path == "-" ? "standard input" : model.data->path) + ": " +
           with_thousands(static_cast<long>(model.data->rows_used)) + " rows";
    if (model.data->rows_used != model.data->rows) text += " of " + with_thousands(static_cast<long>(model.data->rows));
    text += "; ";
  }
  return text + target_text(model.design) + " by " + count_of(model.design.variables.size(), "variable");
}

std::string network_text(const Model& model) {
  const Index weights = model.network.architecture.weight_count();
  std::string text = architecture_text(model.network.architecture) + ": " + with_thousands(weights) + " weights";
  if (model.data && model.data->rows_used > 0) {
    text += " (" + format_number(static_cast<double>(model.data->rows_used) / static_cast<double>(weights), 2) +
            " rows a weight)";
  }
  return text;
}

std::string training_text(const TrainingRecord& record, ErrorFunction error) {
  std::vector<std::string> parts{record.algorithm + " on " + std::string(name_of(error))};
  if (record.decay) parts.push_back("decay " + format_number(*record.decay, 6));
  if (record.threshold) parts.push_back("threshold " + format_number(*record.threshold, 6));
  if (record.scaling) parts.push_back("scale " + *record.scaling);
  if (record.seed) parts.push_back("seed " + std::to_string(*record.seed));
  if (record.preset) parts.push_back("preset " + *record.preset);
  return joined(parts, ", ");
}

std::string outcome_text(const TrainingRecord& record) {
  const Repetition& best = record.repetitions[record.best];
  const std::string steps = with_thousands(best.steps) + " steps";
  switch (best.stopped) {
    case StopReason::threshold:
      return "converged after " + steps;
    case StopReason::stepmax:
      return "did not converge: stopped at stepmax, " + steps;
    case StopReason::stalled:
      return "did not converge: the error hardly fell any more after " + steps;
    case StopReason::interrupted:
      return "interrupted after " + steps;
  }
  return "";
}

// Long lists are cut to their best ends.
std::string repetitions_table(const TrainingRecord& record) {
  constexpr std::size_t most = 12;
  std::vector<std::size_t> order(record.repetitions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Repetition &left = record.repetitions[a], &right = record.repetitions[b];
    return left.error + left.penalty < right.error + right.penalty;
  });
  std::vector<std::string> start, stopped, steps;
  std::vector<double> error, penalty, gradient;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    const Repetition& rep = record.repetitions[order[i]];
    start.push_back((order[i] == record.best ? "* " : "  ") + std::to_string(order[i] + 1));
    stopped.emplace_back(name_of(rep.stopped));
    steps.push_back(with_thousands(rep.steps));
    error.push_back(rep.error);
    penalty.push_back(rep.penalty);
    gradient.push_back(rep.reached_threshold);
  }
  TextTable table;
  table.add_column("  start", start, true);
  table.add_column("stopped by", stopped, true);
  table.add_column("steps", steps);
  table.add_column("error", align_numbers(error));
  const bool penalised = std::any_of(penalty.begin(), penalty.end(), [](double value) { return value > 0; });
  if (penalised) table.add_column("+ penalty", align_numbers(penalty));
  table.add_column("gradient", align_numbers(gradient));
  std::string text = table.str();
  if (order.size() > most) text += "  and " + std::to_string(order.size() - most) + " starts with larger errors\n";
  return text;
}

struct Measure {
  const char* name;
  std::optional<double> Quality::*value;
};
constexpr std::array<Measure, 7> measures{{{"R-squared", &Quality::r_squared},
                                           {"RMSE", &Quality::rmse},
                                           {"MAE", &Quality::mae},
                                           {"log-loss", &Quality::log_loss},
                                           {"accuracy", &Quality::accuracy},
                                           {"AUC", &Quality::auc},
                                           {"Brier score", &Quality::brier}}};

// A target of several classes as a whole; its classes one by one are in the JSON.
std::string quality_table(const Model& model) {
  const TrainingRecord& record = *model.training;
  std::vector<std::string> targets, names, network, baseline;
  for (const Target& target : model.design.targets) {
    const auto quality = record.quality.find(target.name);
    if (quality == record.quality.end()) continue;
    const auto linear = record.linear_baseline.find(target.name);
    for (const Measure& measure : measures) {
      const std::optional<double>& value = quality->second.*measure.value;
      if (!value) continue;
      targets.push_back(fit_width(target.name, label_width));
      names.emplace_back(measure.name);
      network.push_back(format_number(*value, 4));
      const bool known = linear != record.linear_baseline.end() && (linear->second.*measure.value).has_value();
      baseline.push_back(known ? format_number(*(linear->second.*measure.value), 4) : "-");
    }
  }
  const bool classes = std::find(names.begin(), names.end(), "log-loss") != names.end();
  TextTable table;
  if (model.design.targets.size() > 1) table.add_column("target", targets, true);
  table.add_column("on the training rows", names, true);
  table.add_column("network", network);
  table.add_column(classes ? "logistic regression" : "linear regression", baseline);
  return table.str();
}

std::string describe(const Model& model) {
  std::string text = paragraph("Data", data_text(model)) + paragraph("Network", network_text(model));
  if (!model.training) return text;
  text += paragraph("Training", training_text(*model.training, model.error));
  if (!model.training->repetitions.empty()) {
    text += paragraph("Result", outcome_text(*model.training)) + '\n' + repetitions_table(*model.training);
  }
  if (!model.training->quality.empty()) text += '\n' + quality_table(model);
  return text;
}

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

std::string effects_table(const std::vector<const Effect*>& effects, const std::string& delta, const TextStyle& style) {
  std::vector<std::string> labels, groups, positive, bars;
  std::vector<double> slopes, shifts, deltas, lower, middle, upper;
  for (const Effect* effect : effects) {
    const Summary& shift = effect->shift_summary;
    labels.push_back(effect_label(*effect));
    groups.push_back(fit_width(effect->group.value_or(""), 12));
    slopes.push_back(effect->slope_summary ? without_dust(effect->slope_summary->mean, *effect->slope_summary) : nan);
    deltas.push_back(effect->delta.value_or(nan));
    shifts.push_back(without_dust(shift.mean, shift));
    lower.push_back(without_dust(shift.q25, shift));
    middle.push_back(without_dust(shift.median, shift));
    upper.push_back(without_dust(shift.q75, shift));
    positive.push_back(percent(shift.share_positive));
    bars.push_back(text_histogram(effect->shift, 9, style.unicode));
  }
  const bool named_delta = !parse_number(delta);
  TextTable table;
  table.add_column("variable", labels, true);
  if (effects.front()->group) table.add_column("group", groups, true);
  const auto known = [](double value) { return !std::isnan(value); };
  if (std::any_of(slopes.begin(), slopes.end(), known)) table.add_column("slope", align_numbers(slopes));
  if (named_delta && std::any_of(deltas.begin(), deltas.end(), known)) {
    table.add_column("delta: " + delta, align_numbers(deltas));
  }
  const std::string sign = delta.front() == '-' || delta.front() == '+' ? "" : "+";
  table.add_column(named_delta ? "effect" : "effect of " + sign + delta, align_numbers(shifts));
  table.add_column("25%", align_numbers(lower));
  table.add_column("median", align_numbers(middle));
  table.add_column("75%", align_numbers(upper));
  table.add_column("min..max", bars, true);
  table.add_column("> 0", positive);
  return table.str();
}

// At least one row in twenty each way; what is next to nothing beside the largest has no sign.
bool sign_differs(const Effect& effect) {
  const double nothing = 1e-6 * effect.shift.lpNorm<Eigen::Infinity>();
  const auto up = (effect.shift.array() > nothing).count(), down = (effect.shift.array() < -nothing).count();
  return 20 * std::min(up, down) >= effect.shift.size();
}

// What to be careful of, in the order of the harm it does.
std::string cautions(const Model& model, const std::vector<const Effect*>& effects) {
  std::vector<std::string> mixed;
  for (const Effect* effect : effects) {
    const std::string label = effect_label(*effect) + (effect->group ? " [" + *effect->group + "]" : "");
    if (sign_differs(*effect)) mixed.push_back(label + " " + percent(effect->shift_summary.share_positive));
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

std::string fit_text(const Model& model, const std::string& model_file) {
  return describe(model) + '\n' + paragraph("Model", model_file) +
         paragraph("Next", "nninterp effects" + (model_file == "nninterp-model.json" ? "" : " --model " + model_file));
}

std::string show_text(const Model& model) {
  const std::vector<std::string> names = weight_names(model);
  const Vector& weights = model.network.weights;
  TextTable table;
  std::vector<std::string> labels;
  for (const std::string& name : names) labels.push_back(fit_width(name, 60));
  table.add_column("weight", labels, true);
  table.add_column("value", align_numbers({weights.data(), weights.data() + weights.size()}));
  return describe(model) + '\n' + table.str();
}

std::string predict_text(const Model& model, const PredictionReport& report) {
  return row_table(report.rows, model.design.output_names(), report.predictions);
}

std::string slopes_text(const Model& model, const SlopeReport& report) {
  std::vector<std::string> variables;
  for (const std::size_t v : report.slopes.variables) variables.push_back(model.design.variables[v].name);
  const std::vector<std::string> targets = model.design.output_names();
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    text += (k > 0 ? "\n" : "") + ("Slopes of " + targets[k] + " at each row\n\n");
    text += row_table(report.rows, variables, report.slopes.by_output[k]);
  }
  return text;
}

std::string effects_text(const Model& model, const EffectReport& report, const TextStyle& style) {
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    std::vector<const Effect*> of_target;
    for (const Effect& effect : report.effects.effects) {
      if (effect.target == target) of_target.push_back(&effect);
    }
    if (of_target.empty()) continue;
    if (!text.empty()) text += '\n';
    text += "Effects on " + fit_width(target, 50) + ", averaged over " +
            with_thousands(static_cast<long>(report.rows.size())) + " rows (" +
            architecture_text(model.network.architecture) + ")\n\n";
    text += effects_table(of_target, report.delta, style) + '\n';
    text += cautions(model, of_target);
  }
  text += paragraph("slope", "the exact derivative of the prediction by the variable, averaged over the rows");
  text += paragraph("effect", "f(x moved) - f(x), averaged; quartiles, bars and share > 0 tell how it differs by row");
  return text;
}

}  // namespace nninterp
