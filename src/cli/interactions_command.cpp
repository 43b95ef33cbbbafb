#include <limits>
#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

struct InteractionsCommand {
  OutputOptions output;
  SourceOptions source;
  InteractionOptions options;
  std::vector<std::string> variables;
  std::string delta = "1";              // as it was asked for
  std::vector<std::string> own_deltas;  // NAME=DELTA
  OutputScale scale = OutputScale::response;

  // NAME=DELTA for one variable, DELTA for all others.
  void parse_delta(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos) {
      options.delta = delta_option(text, false);
      delta = text;
    } else {
      options.deltas.emplace_back(trim(text.substr(0, equals)), delta_option(text.substr(equals + 1), false));
      own_deltas.push_back(text);
    }
  }

  std::string delta_text() const {
    std::string text = delta;
    for (const std::string& one : own_deltas) text += ", " + one;
    return text;
  }

  Settings settings_of(const Session& session, bool both_scales) const {
    Settings settings = session.settings;
    settings.emplace_back("delta", delta_text());
    settings.emplace_back("on", both_scales ? "response and logit" : name_of(scale));
    settings.emplace_back("rows", static_cast<std::int64_t>(options.rows));
    settings.emplace_back("seed", static_cast<std::int64_t>(options.seed));
    add_interval_settings(options.interval, settings);
    return settings;
  }

  int run() {
    const Session session = open_session(source, output.file, output.threads);
    options.variables = split_names(session.model.design, variables);
    options.threads = output.threads;
    options.interval = interval_options(options.interval, session);
    InteractionReport report{interactions(session.model, session.variables, options), delta_text(), scale,
                             options.interval.level};
    sort_by_strength(report.interactions);
    const bool both_scales = report.interactions.pairs.front().logit.has_value();
    ReportFrame frame{settings_of(session, both_scales), session.warnings};
    for (const Warning& warning : report.interactions.warnings) frame.warnings.push_back(warning);
    append_unsaid(warn_of_reading(session, output.threads), frame.warnings);
    deliver(output, frame.warnings,
            {[&] { return interactions_json(report, frame); }, [&] { return interactions_csv(report); },
             [&] { return interactions_text(session.model, report); }});
    return exit_done;
  }
};

void add_sampling_options(CLI::App& app, const std::shared_ptr<InteractionsCommand>& command) {
  app.add_option_function<std::string>(
         "--rows",
         [command](const std::string& text) { command->options.rows = integer_option("--rows", text, 2, 100000); },
         "H-squared from at most so many rows (default: 1000); the time grows with their square")
      ->type_name("COUNT");
  app.add_option_function<std::string>(
         "--seed",
         [command](const std::string& text) {
           command->options.seed = static_cast<std::uint32_t>(integer_option("--seed", text, 0, 4294967295));
         },
         "Of the draw of those rows, where there are more (default: 1)")
      ->type_name("NUMBER");
}

}  // namespace

void add_interactions(CLI::App& app, Action& action) {
  auto command = std::make_shared<InteractionsCommand>();
  CLI::App* interactions = app.add_subcommand("interactions", "Which pairs of variables act together, strongest first");
  interactions->footer(
      "Examples:\n  nninterp interactions\n  nninterp interactions --var X1,X2 --delta sd --format table\n"
      "  nninterp interactions | jq '.interactions[0]'");
  add_repeatable(*interactions, "--var", command->variables,
                 "Pairs among these variables, as A,B; a single one with every other (default: every pair)", "Options");
  interactions
      ->add_option_function<std::vector<std::string>>(
          "--delta",
          [command](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) command->parse_delta(text);
          },
          "Move both variables by a NUMBER, or by their sd or iqr, in mixed differences; NAME=DELTA for one of them "
          "(repeatable; default: 1)")
      ->type_name("DELTA")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_repeatable(*interactions, "--target", command->options.targets, "Targets (repeatable; default: all)", "Options");
  add_scale_option(*interactions, command->scale);
  CLI::Option* on = interactions->get_option("--on");
  on->description(
      "Scale of the prediction: response or logit, the log-odds (default: response; for probabilities both)");
  add_sampling_options(*interactions, command);
  add_interval_options(*interactions, command->options.interval);
  add_source_options(*interactions, command->source);
  add_output_options(*interactions, command->output);
  interactions->callback([command, on, &action] {
    if (on->count() > 0) command->options.scale = command->scale;
    action = [command] { return command->run(); };
  });
}

}  // namespace nninterp::cli
