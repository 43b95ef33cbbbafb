#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/importance.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

constexpr long max_rounds = 100'000;

// What cannot be told without the true values.
std::vector<Warning> warn_of_unknown(const Importances& importances) {
  std::vector<std::string> names;
  for (const Importance& one : importances.importances) {
    const bool listed = std::find(names.begin(), names.end(), one.target) != names.end();
    if (!one.permutation && !listed) names.push_back(one.target);
  }
  if (names.empty()) return {};
  return {{"no_target", "the data do not have " + list_some(names, 8) +
                            ": without true values there is no error, and no permutation importance"}};
}

// The loss of each target, once where they agree.
std::vector<std::string> losses_of(const Importances& importances) {
  std::vector<std::string> losses;
  for (const Importance& one : importances.importances) {
    if (!one.permutation) continue;
    const std::string& measure = one.permutation->measure;
    if (std::find(losses.begin(), losses.end(), measure) == losses.end()) losses.push_back(measure);
  }
  return losses;
}

struct ImportanceCommand {
  OutputOptions output;
  SourceOptions source;
  ImportanceOptions options;

  int run() const {
    const Session session = open_session(source, output.file, output.threads, {}, SessionRows::with_known_targets);
    ImportanceOptions chosen = options;
    chosen.threads = output.threads;
    chosen.interval = interval_options(options.interval, session);
    const ImportanceReport report{session.rows.size(),
                                  importances(session.model, session.variables, known_targets(session), chosen),
                                  chosen.interval.level};
    ReportFrame frame{session.settings, session.warnings};
    frame.settings.emplace_back("loss", losses_of(report.importances));
    frame.settings.emplace_back("rounds", static_cast<std::int64_t>(chosen.rounds));
    frame.settings.emplace_back("seed", static_cast<std::int64_t>(chosen.seed));
    add_interval_settings(chosen.interval, frame.settings);
    for (const auto& warnings : {warn_of_unknown(report.importances), report.importances.warnings}) {
      frame.warnings.insert(frame.warnings.end(), warnings.begin(), warnings.end());
    }
    append_unsaid(warn_of_reading(session, output.threads), frame.warnings);
    deliver(output, frame.warnings,
            {[&] { return importance_json(report, frame); }, [&] { return importance_csv(report); },
             [&] { return importance_text(session.model, report); }});
    return exit_done;
  }
};

}  // namespace

void add_importance(CLI::App& app, Action& action) {
  auto command = std::make_shared<ImportanceCommand>();
  ImportanceOptions& options = command->options;
  CLI::App* importance =
      app.add_subcommand("importance", "Which variables matter: permutation, slopes, and what the weights say");
  importance->footer(
      "Examples:\n  nninterp importance\n  nninterp importance --data new.csv --rounds 50 --seed 7\n"
      "  nninterp importance --json | jq '.importance[] | {variable, permutation}'");
  add_interval_options(*importance, options.interval);
  add_repeatable(*importance, "--target", options.targets, "Targets (repeatable; default: all)", "Options");
  importance
      ->add_option_function<std::string>(
          "--rounds",
          [&options](const std::string& text) {
            options.rounds = static_cast<int>(integer_option("--rounds", text, 1, max_rounds));
          },
          "How often each variable is shuffled (default: 10)")
      ->type_name("COUNT");
  importance
      ->add_option_function<std::string>(
          "--seed",
          [&options](const std::string& text) {
            options.seed = static_cast<std::int32_t>(integer_option("--seed", text, -2147483647L, 2147483647L));
          },
          "Of the shuffling (default: 1)")
      ->type_name("NUMBER");
  add_source_options(*importance, command->source);
  add_output_options(*importance, command->output);
  importance->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
