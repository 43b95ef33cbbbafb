#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/equation/equation.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

struct EquationCommand {
  OutputOptions output;
  std::string model;
  EquationOptions options;
  std::string language = "text";

  Settings settings() const {
    Settings settings{{"model", model}, {"language", language}, {"derivative", {}}, {"digits", {}}};
    if (options.derivative) settings[2].second = *options.derivative;
    if (options.digits) settings[3].second = static_cast<std::int64_t>(*options.digits);
    return settings;
  }

  int run() const {
    if (output.format == Format::csv)
      throw UsageError("--format: an equation is no table", "--language says how to write it");
    const Model read = load_model(model, output.file);
    const std::string code = write_equation(read, options);
    ReportFrame frame{settings(), warn_of_reading(read)};
    add_unit_warnings(read, frame.warnings);
    const auto plain = [&] { return code; };
    OutputOptions as_text = output;
    if (output.format != Format::json) as_text.format = Format::table;
    deliver(as_text, frame.warnings, {[&] { return equation_json(code, language, frame); }, plain, plain});
    return exit_done;
  }
};

}  // namespace

void add_equation(CLI::App& app, Action& action) {
  auto command = std::make_shared<EquationCommand>();
  CLI::App* equation = app.add_subcommand("equation", "The network written out: as a formula, or as code that runs");
  equation->footer(
      "Examples:\n  nninterp equation --digits 3\n  nninterp equation --derivative X1\n"
      "  nninterp equation --language python > model.py");
  const std::vector<std::string> words = language_words();
  equation
      ->add_option_function<std::string>(
          "--language",
          [c = command.get(), words](const std::string& name) {
            c->options.language = static_cast<Language>(word_option("--language", name, words));
            c->language = name;
          },
          "text (default), latex, r, python, c, javascript or sql")
      ->type_name("NAME");
  add_repeatable(*equation, "--target", command->options.targets, "Targets (repeatable; default: all)", "Options");
  equation->add_option("--derivative", command->options.derivative, "The formula of the slope by this variable")
      ->type_name("NAME");
  equation
      ->add_option_function<std::string>(
          "--digits",
          [c = command.get()](const std::string& text) {
            c->options.digits = static_cast<int>(integer_option("--digits", text, 1, 17));
          },
          "Significant digits, 1 to 17 (default: as many as read back the same number)")
      ->type_name("COUNT");
  add_model_option(*equation, command->model, "The model to read");
  add_output_options(*equation, command->output);
  equation->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
