#include <limits>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/paths.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

constexpr std::size_t max_groups = 50;

struct EffectsCommand {
  OutputOptions output;
  SourceOptions source;
  std::vector<std::string> variables, targets;
  std::string delta = "1";
  OutputScale scale = OutputScale::response;
  IntervalOptions interval;
  std::optional<std::string> by;
  bool per_row = false, split_by_paths = false;

  void parse_delta(const std::string& text) {
    delta = text;
    delta_option(text, true);
  }

  int run() const;
};

Grouping grouping_of(const Session& session, const std::string& name) {
  Levels levels = levels_of(session.table, name, max_groups);
  Grouping grouping{name, levels.levels, {}};
  for (const Index row : session.rows) grouping.codes.push_back(levels.codes[static_cast<std::size_t>(row)]);
  return grouping;
}

Settings settings_of(const EffectsCommand& command, const Session& session) {
  Settings settings = session.settings;
  settings.emplace_back("delta", command.delta);
  settings.emplace_back("by", command.by ? SettingValue(*command.by) : SettingValue());
  settings.emplace_back("on", name_of(command.scale));
  settings.emplace_back("paths", command.split_by_paths);
  add_interval_settings(command.interval, settings);
  return settings;
}

int EffectsCommand::run() const {
  if (split_by_paths && per_row && output.chosen() == Format::csv) {
    throw UsageError("--paths: and --per-row are two tables, and CSV holds one", "--json holds both");
  }
  Session session = open_session(source, output.file, output.threads,
                                 by ? std::vector<std::string>{*by} : std::vector<std::string>{});
  EffectOptions options;
  options.variables = split_names(session.model.design, variables);
  options.targets = targets;
  options.delta = delta_option(delta, true);
  options.scale = scale;
  options.threads = output.threads;
  std::optional<Grouping> grouping;
  if (by) grouping = grouping_of(session, *by);

  EffectReport report;
  Paths split;
  if (split_by_paths) {
    split = paths(session.model, session.variables, options, grouping);
    report.paths = std::move(split.splits);
  }
  options.interval = interval_options(interval, session);
  const std::vector<Warning> reading = warn_of_reading(session, output.threads);
  report.rows = session.take_row_numbers();
  report.effects = effects(session.model, session.variables, std::move(options), grouping);
  report.delta = delta;
  report.scale = scale;
  report.per_row = per_row;
  report.level = interval.level;
  report.threads = output.threads;
  const auto rows_of = [&](const Effect& effect, Index first, Index count) {
    Matrix rows(count, session.variables.cols());
    for (Index i = 0; i < count; ++i) rows.row(i) = session.variables.row(report.effects.row_of(effect, first + i));
    return rows;
  };
  report.shifts = [&](const Effect& effect, Index first, Index count) {
    return row_shifts(session.model, rows_of(effect, first, count), effect.move, effect.output, scale);
  };
  report.slopes = [&](const Effect& effect, Index first, Index count) {
    return row_slopes(session.model, rows_of(effect, first, count), effect.move.variable, effect.output, scale);
  };
  ReportFrame frame{settings_of(*this, session), session.warnings};
  for (const Warning& warning : report.effects.warnings) frame.warnings.push_back(warning);
  for (const Warning& warning : split.warnings) frame.warnings.push_back(warning);
  if (split_by_paths) add_unit_warnings(session.model, frame.warnings);
  append_unsaid(warn_of_regression(session.model), frame.warnings);
  append_unsaid(reading, frame.warnings);
  deliver(output, frame.warnings,
          LongDocument{[&](const Sink& sink) { effects_json(report, frame, sink); },
                       [&](const Sink& sink) { effects_csv(report, sink); },
                       [&] { return effects_text(session.model, report, text_style()); }});
  return exit_done;
}

}  // namespace

void add_effects(CLI::App& app, Action& action) {
  auto command = std::make_shared<EffectsCommand>();
  CLI::App* effects =
      app.add_subcommand("effects", "What moving a variable does to the prediction, on average and by row");
  effects->footer(
      "Examples:\n  nninterp effects\n  nninterp effects --var X1 --delta 1 | jq .effects[0].shift.mean\n"
      "  nninterp effects --delta sd --by sex --format table");
  add_repeatable(*effects, "--var", command->variables, "Variables, as A,B (default: every variable)", "Options");
  effects
      ->add_option_function<std::string>(
          "--delta", [command](const std::string& text) { command->parse_delta(text); },
          "Move by a NUMBER, or by the sd, iqr or minmax of the rows used (default: 1)")
      ->type_name("DELTA");
  add_repeatable(*effects, "--target", command->targets, "Targets (repeatable; default: all)", "Options");
  add_scale_option(*effects, command->scale);
  add_interval_options(*effects, command->interval);
  effects->add_option("--by", command->by, "Means for each value of this column")->type_name("NAME");
  effects->add_flag("--per-row", command->per_row, "Each row's effect too (JSON and CSV)");
  effects->add_flag("--paths", command->split_by_paths,
                    "The average slope split by paths through the hidden units (CSV: a line a path)");
  add_source_options(*effects, command->source);
  add_output_options(*effects, command->output);
  effects->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
