#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/io/report.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

struct ShowCommand {
  OutputOptions output;
  std::string model;

  int run() const {
    check_output("-o", output.file, {model});
    const Model shown = load_model(model);
    ReportFrame frame{{{"model", model}}, {}};
    const std::vector<Warning> of_the_fit = shown.training ? shown.training->warnings : std::vector<Warning>{};
    for (const Warning& warning : of_the_fit) {
      if (warning.code != "target_assumed") frame.warnings.push_back(warning);  // no choice any more
    }
    deliver(
        output, frame.warnings,
        {[&] { return show_json(shown, frame); }, [&] { return show_csv(shown); }, [&] { return show_text(shown); }});
    return exit_done;
  }
};

}  // namespace

void add_show(CLI::App& app, Action& action) {
  auto command = std::make_shared<ShowCommand>();
  CLI::App* show = app.add_subcommand("show", "The fitted model: layers, training record, weights");
  show->footer("Example:\n  nninterp show --json | jq '.weights_table[] | select(.name == \"1layhid1.to.Y\")'");
  add_model_option(*show, command->model, "The model to read");
  add_output_options(*show, command->output);
  show->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
