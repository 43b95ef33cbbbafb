#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace nninterp::cli {

/// What a parsed command does, and its exit code. Parsing opens no files; running does.
using Action = std::function<int()>;

/// Each adds one command and its options, and sets `action` when the command is parsed.
void add_fit(CLI::App& app, Action& action);
void add_show(CLI::App& app, Action& action);
void add_predict(CLI::App& app, Action& action);
void add_slopes(CLI::App& app, Action& action);
void add_effects(CLI::App& app, Action& action);
void add_curves(CLI::App& app, Action& action);
void add_importance(CLI::App& app, Action& action);
void add_interactions(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_equation(CLI::App& app, Action& action);
void add_plot(CLI::App& app, Action& action);
void add_import(CLI::App& app, Action& action);
void add_export(CLI::App& app, Action& action);

constexpr int exit_done = 0, exit_input = 1, exit_usage = 2, exit_not_converged = 3, exit_internal = 70,
              exit_interrupted = 130;

}  // namespace nninterp::cli
