#include <algorithm>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "fit_options.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/files.hpp"
#include "nninterp/io/model_file.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

struct FitCommand {
  OutputOptions output;
  FitArguments arguments;
  std::string data, model;
  bool require_convergence = false;

  int run();
  void check_outputs() const;
  Table read_data(DataSource& source) const;
  std::optional<Table> read_validation(const Table& table) const;
};

Table FitCommand::read_data(DataSource& source) const {
  const FileBytes bytes(data);
  Table table = read_csv(bytes, name_in_messages(data), arguments.csv, output.threads);
  source.path = data;
  source.sha256 = sha256(bytes);
  source.rows = table.lines.size();
  source.delimiter = arguments.csv.delimiter;
  source.na_strings = arguments.csv.na_strings;
  source.missing = arguments.fit.missing;
  return table;
}

// Its columns are of the kinds of the table that is trained on, whatever its own cells look like.
std::optional<Table> FitCommand::read_validation(const Table& table) const {
  if (arguments.validation_file.empty()) return std::nullopt;
  CsvOptions csv = arguments.csv;
  csv.categorical.clear();
  for (const Column& column : table.columns) {
    if (column.kind == ColumnKind::text) csv.categorical.push_back(column.name);
  }
  csv.kinds_known = true;
  const FileBytes bytes(arguments.validation_file);
  return read_csv(bytes, name_in_messages(arguments.validation_file), csv, output.threads);
}

// The table has the verdict as a paragraph of its own, and what shows it shows standard error as well.
std::vector<Warning> beside_table(const OutputOptions& output, const Model& fitted) {
  std::vector<Warning> warnings = fitted.training->warnings;
  if (output.chosen() != Format::table || !output.file.empty()) return warnings;
  for (const Warning& said : warn_of_verdict(fitted)) {
    const auto same = [&](const Warning& warning) { return warning.code == said.code; };
    warnings.erase(std::remove_if(warnings.begin(), warnings.end(), same), warnings.end());
  }
  return warnings;
}

void FitCommand::check_outputs() const {
  if (model.empty()) check_writable(model);  // says why it is none
  std::vector<std::string> files{data, arguments.validation_file, arguments.start_weights_file, arguments.exclude_file,
                                 arguments.constant_weights_file};
  check_output("--model", model, files);
  files.push_back(model);
  check_output("-o", output.file, files);
}

int FitCommand::run() {
  check_outputs();
  const FitOptions options = read_fit_files(arguments, output.threads);
  DataSource source;
  const Table table = read_data(source);
  const std::optional<Table> validation = read_validation(table);

  const InterruptWatch watch;
  Model fitted;
  {
    ProgressLine progress(!output.quiet && stderr_is_terminal());
    fitted = fit(table, options, progress.observer(), validation ? &*validation : nullptr);
  }
  source.rows_used = fitted.data->rows_used;
  source.held_out = std::move(fitted.data->held_out);
  source.cluster = fitted.data->cluster;
  fitted.data = std::move(source);
  write_file(model, write_model(fitted));  // first of all: a training is worth more than what is printed of it
  const ReportFrame frame{fit_settings(arguments, fitted), fitted.training->warnings};
  try {
    deliver(output, beside_table(output, fitted),
            {[&] { return fit_json(fitted, model, frame); }, [&] { return fit_csv(fitted); },
             [&] { return fit_text(fitted, model); }});
  } catch (const InputError& error) {
    throw InputError(error.what(), "the model is in " + model + " all the same");
  }

  const Repetition& best = fitted.training->repetitions[fitted.training->best];
  if (InterruptWatch::interrupted()) return exit_interrupted;
  return require_convergence && !best.converged ? exit_not_converged : exit_done;
}

}  // namespace

void add_fit(CLI::App& app, Action& action) {
  auto command = std::make_shared<FitCommand>();
  CLI::App* fit = app.add_subcommand("fit", "Train a network on a table and write the model file");
  fit->footer(
      "Examples:\n  nninterp fit data.csv\n  nninterp fit cars.csv -f 'mpg ~ wt + hp' --hidden 3 --decay 0.1\n"
      "  nninterp fit infert.csv -t case --categorical case --json | jq .quality");
  fit->add_option("DATA", command->data, "The table, a CSV file; - reads standard input")->required();
  add_model_option(*fit, command->model, "Where to write the model");
  fit->add_flag("--require-convergence", command->require_convergence,
                "Exit 3 unless the threshold was met (the model is kept all the same)");
  add_fit_options(*fit, command->arguments);
  add_output_options(*fit, command->output);
  fit->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
