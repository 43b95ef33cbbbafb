#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/inference.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/report/report.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

struct ShowCommand {
  OutputOptions output;
  SourceOptions source;
  std::optional<double> level;
  bool weights_alone = false;

  void parse_level(const std::string& text) { level = level_option(text); }

  WeightReport::Inference infer(const Session& session, ReportFrame& frame) const;
  int run() const;
};

// What the fit had to say, without the choice that is none any more.
std::vector<Warning> warnings_of_fit(const Model& model) {
  std::vector<Warning> warnings;
  if (!model.training) return warnings;
  for (const Warning& warning : model.training->warnings) {
    if (warning.code != "target_assumed") warnings.push_back(warning);
  }
  append_unsaid(warn_of_reading(model), warnings);
  return warnings;
}

WeightReport::Inference ShowCommand::infer(const Session& session, ReportFrame& frame) const {
  const Matrix targets = encode_targets(session.model.design, session.table, session.rows);
  const std::vector<Index> clusters = clusters_of_rows(session.model, session.variables.rows(), session.training_rows);
  const WeightCovariance covariance =
      weight_covariance(session.model, session.variables, targets, output.threads, clusters);
  frame.settings = session.settings;
  frame.settings.emplace_back("level", *level);
  for (const auto& warnings : {session.warnings, covariance.warnings}) {
    append_unsaid(warnings, frame.warnings);
  }
  return {session.rows.size(), weight_intervals(session.model, covariance, *level), covariance.nic};
}

int ShowCommand::run() const {
  Session session;
  if (level) {
    session = open_session(source, output.file, output.threads, {}, SessionRows::trained_on);
  } else {
    session.model = load_model(source.model, output.file);
  }
  const Model& model = session.model;
  ReportFrame frame{{{"model", source.model}, {"data", {}}, {"level", {}}}, warnings_of_fit(model)};
  WeightReport report{{}, weights_alone};
  if (level) report.inference = infer(session, frame);
  add_unit_warnings(model, frame.warnings);
  deliver(output, frame.warnings,
          {[&] { return show_json(model, report, frame); }, [&] { return show_csv(model, report); },
           [&] { return show_text(model, report); }});
  return exit_done;
}

}  // namespace

void add_show(CLI::App& app, Action& action) {
  auto command = std::make_shared<ShowCommand>();
  CLI::App* show = app.add_subcommand("show", "The fitted model: layers, training record, weights");
  show->footer(
      "Examples:\n  nninterp show --weights --level 0.95\n"
      "  nninterp show --json | jq '.weights_table[] | select(.name == \"1layhid1.to.Y\")'");
  show->add_option_function<std::string>(
          "--level", [c = command.get()](const std::string& text) { c->parse_level(text); },
          "Standard errors and intervals of the weights that hold the truth in this share of cases, as 0.95; from the "
          "table that --data names, which is not read without")
      ->type_name("NUMBER");
  show->add_flag("--weights", command->weights_alone, "The table: nothing but the weights");
  add_source_options(*show, command->source);
  add_output_options(*show, command->output);
  show->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
