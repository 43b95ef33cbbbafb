#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/curves.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

constexpr long max_grid = 10'000, max_rows = 1'000'000'000;

struct CurvesCommand {
  OutputOptions output;
  SourceOptions source;
  std::vector<std::string> variables;
  CurveOptions options;

  int run() const;
};

std::string one_variable(const Design& design, const std::vector<std::string>& texts) {
  const std::vector<std::string> names = split_names(design, texts);
  if (names.size() == 1) return names.front();
  throw UsageError("--var: takes one variable, not " + std::to_string(names.size()),
                   "one call a variable: nninterp curves --var " + names.front());
}

Settings settings_of(const CurveOptions& options, const Session& session) {
  Settings settings = session.settings;
  settings.emplace_back("kind", std::string(name_of(options.kind)));
  settings.emplace_back("grid", static_cast<std::int64_t>(options.grid));
  settings.emplace_back("center", options.center);
  settings.emplace_back("derivative", options.derivative);
  settings.emplace_back("rows",
                        options.rows > 0 ? SettingValue(static_cast<std::int64_t>(options.rows)) : SettingValue());
  settings.emplace_back("on", name_of(options.scale));
  add_interval_settings(options.interval, settings);
  return settings;
}

int CurvesCommand::run() const {
  Session session = open_session(source, output.file, output.threads);
  CurveOptions chosen = options;
  chosen.variable = one_variable(session.model.design, variables);
  chosen.threads = output.threads;
  const std::vector<Warning> reading = warn_of_reading(session, output.threads);
  const CurveReport report{session.take_row_numbers(), curves(session.model, session.variables, chosen),
                           chosen.interval.level};
  ReportFrame frame{settings_of(chosen, session), session.warnings};
  for (const Warning& warning : report.curves.warnings) frame.warnings.push_back(warning);
  append_unsaid(reading, frame.warnings);
  deliver(output, frame.warnings,
          {[&] { return curves_json(session.model, report, frame); }, [&] { return curves_csv(session.model, report); },
           [&] { return curves_text(session.model, report, text_style()); }});
  return exit_done;
}

void add_curve_options(CLI::App& app, const std::shared_ptr<CurvesCommand>& command) {
  CurveOptions& options = command->options;
  add_repeatable(app, "--var", command->variables, "The variable along which to draw", "Options");
  app.get_option("--var")->required();
  app.add_option_function<std::string>(
         "--kind",
         [&options](const std::string& name) {
           options.kind = static_cast<CurveKind>(word_option("--kind", name, curve_kind_names()));
         },
         "pdp (default: partial dependence), ice (a curve a row), ale (accumulated local effects) or lek (others at "
         "their quantiles)")
      ->type_name("KIND");
  add_repeatable(app, "--target", options.targets, "Targets (repeatable; default: all)", "Options");
  app.add_option_function<std::string>(
         "--grid",
         [&options](const std::string& text) {
           options.grid = static_cast<int>(integer_option("--grid", text, 1, max_grid));
         },
         "Points from the least to the largest value; ale: quantile intervals (default: 21)")
      ->type_name("N");
  app.add_flag("--center,--centre,--centered,--centred", options.center,
               "Each curve less its first value (pdp, ice, lek)");
  app.add_flag("--derivative", options.derivative, "ale: by exact slopes in place of differences");
  app.add_option_function<std::string>(
         "--rows", [&options](const std::string& text) { options.rows = integer_option("--rows", text, 1, max_rows); },
         "ice: draw only N rows, evenly spaced (default: every row)")
      ->type_name("N");
  add_scale_option(app, options.scale);
  add_interval_options(app, options.interval);
}

}  // namespace

void add_curves(CLI::App& app, Action& action) {
  auto command = std::make_shared<CurvesCommand>();
  CLI::App* curves = app.add_subcommand("curves", "How the prediction changes along one variable");
  curves->footer(
      "Examples:\n  nninterp curves --var X1\n  nninterp curves --var X1 --kind ale --grid 10 --format csv\n"
      "  nninterp curves --var X1 --kind ice --centered --json | jq '.curves[0]'");
  add_curve_options(*curves, command);
  add_source_options(*curves, command->source);
  add_output_options(*curves, command->output);
  curves->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
