#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "commands.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/exchange/neuralnet.hpp"
#include "nninterp/io/report/text.hpp"

namespace nninterp::cli {

namespace {

enum class ExportedTo { neuralnet };
constexpr Words<ExportedTo, 1> words_of(ExportedTo) { return {{{ExportedTo::neuralnet, "neuralnet"}}}; }

class Export : public Command {
 public:
  Help help() const override {
    return {"export", "The model's weights for another system",
            "Example:\n  nninterp export --to neuralnet -o weights.csv   # as write.csv(nn$result.matrix) in R"};
  }
  void declare(OptionSet& options) override {
    options.word("--to", to, "neuralnet", values_of<ExportedTo>(), "SYSTEM");
    options.require("--to");
    declare_model(options, model, "The model to read");
    output.declare(options);
  }
  int run() override;

 private:
  OutputOptions output;
  ExportedTo to = ExportedTo::neuralnet;
  std::string model;
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

int Export::run() {
  const Model exported = load_model(model, output.file);
  ExportDocument document(export_neuralnet(exported), std::string(name_of(to)));
  document.settings = {{"model", model}, {"to", setting_of(to)}};
  OutputOptions as_text = output;
  if (output.format == Format::automatic) as_text.format = Format::csv;
  deliver(as_text, document);
  if (!output.quiet) say_what_weights_do_not(exported);
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_export() { return std::make_unique<Export>(); }

}  // namespace nninterp::cli
