#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/exchange/exchange.hpp"
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

// Inputs that are no columns of the table. R takes a logical column as it is.
std::vector<std::string> indicator_inputs(const Design& design) {
  std::vector<std::string> names;
  for (const Variable& variable : design.variables) {
    if (is_logical(variable.levels) && variable.reference == 0) continue;
    for (std::size_t k = 0; k < variable.levels.size(); ++k) {
      if (k != variable.reference) names.push_back(variable.name + "=" + variable.levels[k]);
    }
  }
  return names;
}

void say_what_weights_do_not(const Model& exported) {
  say("note", "in R the network has " + settings_in_r(exported.network.architecture));
  const std::vector<std::string> indicators = indicator_inputs(exported.design);
  if (indicators.empty()) return;
  say("note",
      "a table for this network, in R or imported again, needs 0/1 columns for categories: " + list_some(indicators));
}

int ExportCommand::run() const {
  const Model exported = load_model(model, output.file);
  const std::string text = export_neuralnet(exported);
  const auto plain = [&] { return text; };
  const ReportFrame frame{{{"model", model}, {"to", to}}, {}};
  OutputOptions as_text = output;
  if (output.format == Format::automatic) as_text.format = Format::csv;
  deliver(as_text, {}, {[&] { return export_json(text, to, frame); }, plain, plain});
  if (!output.quiet) say_what_weights_do_not(exported);
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
