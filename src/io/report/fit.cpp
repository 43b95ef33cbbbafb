#include "nninterp/io/report/fit.hpp"

#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "model_parts.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/show.hpp"
#include "parts.hpp"

namespace nninterp {

Settings settings_of(const FitOptions& fit, const CsvOptions& csv, const TableFormat& format,
                     const std::string& start_weights, const std::string& validation, const Model& fitted) {
  const TrainingRecord& record = *fitted.training;
  const Architecture& architecture = fitted.network.architecture;
  std::vector<std::string> targets;
  for (const Target& target : fitted.design.targets) targets.push_back(target.name);
  std::vector<std::string> references, ordered;
  for (const Target& target : fitted.design.targets) {
    if (target.categorical && !target.one_output_a_class()) references.push_back(target.name + "=" + target.levels[0]);
  }
  for (const Variable& variable : fitted.design.variables) {
    if (variable.categorical) references.push_back(variable.name + "=" + variable.levels[variable.reference]);
  }
  for (const auto& [name, levels] : fit.columns.levels) {
    ordered.push_back(name);
    for (const std::string& level : levels) ordered.back() += (level == levels.front() ? "=" : ",") + level;
  }
  const auto file = [](const std::string& name) { return name.empty() ? SettingValue() : SettingValue(name); };
  const auto character = [](const std::optional<char>& c) {
    return c ? SettingValue(std::string(1, *c)) : SettingValue();
  };
  const auto number_or_auto = [](const std::optional<double>& value) {
    return value ? SettingValue(*value) : SettingValue(std::string("auto"));
  };
  return {{"preset", setting_of(fit.preset)},
          {"formula", setting_of(fit.columns.formula)},
          {"target", targets},
          {"variables", fitted.design.variable_names()},
          {"reference", references},
          {"levels", ordered},
          {"categorical", csv.categorical},
          {"cluster", setting_of(fit.columns.cluster)},
          {"weights", setting_of(fit.columns.weights)},
          {"hidden", std::vector<double>(architecture.units.begin() + 1, architecture.units.end() - 1)},
          {"activation", setting_of(architecture.hidden)},
          {"output", setting_of(architecture.output)},
          {"error", setting_of(fitted.error)},
          {"scale", setting_of(*record.scaling)},
          {"algorithm", setting_of(*record.algorithm)},
          {"learningrate", setting_of(fit.train.step.learning_rate)},
          {"polish", setting_of(*record.polish)},
          {"decay", number_or_auto(fit.choice.decay)},
          {"hidden_choice", std::string(fit.network.choose_hidden ? "auto" : "user")},
          {"folds", record.cross_validation ? setting_of(record.cross_validation->folds) : SettingValue()},
          {"crossfit", record.cross_fit ? setting_of(record.cross_fit->folds) : SettingValue()},
          {"holdout", fit.choice.holdout > 0 ? SettingValue(fit.choice.holdout) : SettingValue()},
          {"validation", file(validation)},
          {"bootstrap", setting_of(fit.refits.count)},
          {"bootstrap_start", setting_of(fit.refits.start)},
          {"bootstrap_decay", number_or_auto(fit.refits.decay)},
          {"rep", setting_of(record.repetitions.size())},
          {"seed", setting_of(fit.seed)},
          {"threshold", *record.threshold},
          {"stepmax", setting_of(fit.train.stepmax)},
          {"stall_window", setting_of(fit.train.stall.window)},
          {"stall_tolerance", fit.train.stall.tolerance},
          {"stall_gradient_tolerance", fit.train.stall.gradient_tolerance},
          {"learningrate_limit", std::vector<double>{fit.train.step.min, fit.train.step.max}},
          {"learningrate_factor", std::vector<double>{fit.train.step.minus, fit.train.step.plus}},
          {"start_spread", setting_of(fit.starts.spread)},
          {"start_weights", file(start_weights)},
          {"na", setting_of(fit.columns.missing)},
          {"na_strings", format.na_strings},
          {"delimiter", character(format.delimiter)},
          {"decimal", character(format.decimal)},
          {"thousands", character(format.thousands)},
          {"comment", character(format.comment)},
          {"header", format.header},
          {"keep_na", format.keep_na}};
}

void FitDocument::json(const Sink& sink) const {
  Json body{{"schema", from ? "nninterp/import/1" : "nninterp/fit/1"}, {"model_file", model_file}};
  if (from) body["from"] = *from;
  add_model(body, model);
  sink(finished(std::move(body), *this));
}

void FitDocument::csv(const Sink& sink) const {
  if (from) return ShowDocument(model).csv(sink);
  std::string csv = "rep,converged,stopped,steps,polish_steps,reached_threshold,error\n";
  for (std::size_t i = 0; i < model.training->repetitions.size(); ++i) {
    const Repetition& rep = model.training->repetitions[i];
    add_line(csv, {std::to_string(i + 1), rep.converged ? "true" : "false", std::string(name_of(rep.stopped)),
                   std::to_string(rep.steps), std::to_string(rep.polish_steps), cell(rep.reached_threshold),
                   cell(rep.error)});
  }
  sink(csv);
}

std::string FitDocument::table(const TextStyle& style) const {
  const Paragraphs paragraph(style.width);
  return describe(model, style.width) + '\n' + paragraph("Model", model_file) +
         paragraph("Next", "nninterp effects" +
                               (model_file == "nninterp-model.json" ? "" : with_dashes(" ⟨model⟩ ") + model_file) +
                               (model.data ? "" : with_dashes(" ⟨data⟩ FILE")));
}

}  // namespace nninterp
