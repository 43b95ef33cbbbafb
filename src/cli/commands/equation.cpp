#include "equation.hpp"

#include "cli/output.hpp"
#include "cli/session.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class EquationCommand : public Command {
 public:
  Help help() const override {
    return {"equation", "The network written out: as a formula, or as code that runs",
            "Examples:\n  nninterp equation --digits 3\n  nninterp equation --derivative X1\n"
            "  nninterp equation --language python > model.py"};
  }
  void declare(OptionSet& options) override;
  void check(const OptionSet&) override;
  int run() override;

 private:
  OutputOptions output;
  std::string model;
  EquationOptions equation;
};

void EquationCommand::declare(OptionSet& options) {
  options.word("--language", equation.language, "text (default), latex, r, python, c, javascript or sql");
  options.texts("--target", equation.targets, "Targets (repeatable; default: all)");
  options.text("--derivative", equation.derivative, "NAME", "The formula of the slope by this variable");
  options.whole("--digits", equation.digits, 1, 17, "COUNT",
                "Significant digits, 1 to 17 (default: as many as read back the same number)");
  declare_model(options, model, "The model to read");
  output.declare(options);
}

void EquationCommand::check(const OptionSet&) {
  if (output.format == Format::csv) {
    throw UsageError("--format: an equation is no table", "--language says how to write it");
  }
}

int EquationCommand::run() {
  const Model read = load_model(model, output.file);
  const std::unique_ptr<EquationDocument> document = written_out(read, equation, model);
  OutputOptions as_text = output;
  as_text.format = output.chosen(Format::table) == Format::json ? Format::json : Format::table;
  deliver(as_text, *document);
  return exit_done;
}

}  // namespace

std::unique_ptr<EquationDocument> written_out(const Model& model, const EquationOptions& options,
                                              const std::string& file) {
  const std::string language(name_of(options.language));
  auto document = std::make_unique<EquationDocument>(write_equation(model, options), language);
  document->settings = {{"model", file},
                        {"language", language},
                        {"derivative", setting_of(options.derivative)},
                        {"digits", setting_of(options.digits)}};
  document->warnings = warn_of_reading(model);
  append_unsaid(warn_of_units(model), document->warnings);
  return document;
}

std::unique_ptr<Command> make_equation() { return std::make_unique<EquationCommand>(); }

}  // namespace nninterp::cli
