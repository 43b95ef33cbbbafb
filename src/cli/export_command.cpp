#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/exchange.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

struct ExportCommand {
  OutputOptions output;
  std::string to, model;

  int run() const;
};

// What the weights alone do not tell.
std::string settings_in_r(const Architecture& architecture) {
  const auto function = [](Activation activation) -> std::string {
    if (activation == Activation::softplus) return "function(x) log(1 + exp(x))";
    if (activation == Activation::linear) return "function(x) x";
    return "\"" + std::string(name_of(activation)) + "\"";
  };
  std::string text;
  if (architecture.layers() > 1) text = "act.fct = " + function(architecture.hidden) + ", ";
  if (architecture.output == Activation::linear) return text + "linear.output = TRUE";
  return text + "linear.output = FALSE, output.act.fct = " + function(architecture.output);
}

int ExportCommand::run() const {
  check_output("-o", output.file, {model});
  const Model exported = load_model(model);
  const std::string text = export_neuralnet(exported);
  const auto plain = [&] { return text; };
  const ReportFrame frame{{{"model", model}, {"to", to}}, {}};
  OutputOptions as_text = output;
  if (output.format == Format::automatic) as_text.format = Format::csv;
  deliver(as_text, {}, {[&] { return export_json(text, to, frame); }, plain, plain});
  if (!output.quiet) say("note", "in R the network has " + settings_in_r(exported.network.architecture));
  return exit_done;
}

}  // namespace

void add_export(CLI::App& app, Action& action) {
  auto command = std::make_shared<ExportCommand>();
  CLI::App* exporting = app.add_subcommand("export", "The model's weights for another system");
  exporting->footer(
      "Example:\n  nninterp export --to neuralnet -o weights.csv   # as write.csv(nn$result.matrix) in R");
  exporting
      ->add_option_function<std::string>(
          "--to",
          [command](const std::string& name) {
            word_option("--to", name, {"neuralnet"});
            command->to = name;
          },
          "neuralnet")
      ->type_name("SYSTEM")
      ->required();
  add_model_option(*exporting, command->model, "The model to read");
  add_output_options(*exporting, command->output);
  exporting->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
