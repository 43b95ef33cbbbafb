#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "commands.hpp"
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
            "Example:\n  nninterp export --to neuralnet -o w.csv   # as R's write.csv(nn$result.matrix)"};
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

int Export::run() {
  const Model exported = load_model(model, output.file);
  ExportDocument document(export_neuralnet(exported), std::string(name_of(to)));
  document.settings = {{"model", model}, {"to", setting_of(to)}};
  OutputOptions as_text = output;
  if (output.format == Format::automatic) as_text.format = Format::csv;
  deliver(as_text, document);
  if (output.quiet) return exit_done;
  for (const std::string& note : notes_for_neuralnet(exported)) say("note", note);
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_export() { return std::make_unique<Export>(); }

}  // namespace nninterp::cli
