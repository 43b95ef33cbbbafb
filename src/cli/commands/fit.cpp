#include "nninterp/io/report/fit.hpp"

#include <algorithm>
#include <optional>

#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "commands.hpp"
#include "fit_options.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/bytes/output_file.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/io/model/training_table.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class Fit : public Command {
 public:
  Help help() const override {
    return {"fit", "Train a network on a table and write the model file",
            "Examples:\n  nninterp fit data.csv\n  nninterp fit cars.csv -f 'mpg ~ wt + hp' --hidden 3 --decay 0.1\n"
            "  nninterp fit infert.csv -t case --categorical case --json | jq .quality"};
  }
  void declare(OptionSet& options) override;
  void check(const OptionSet& options) override;
  int run() override;

 private:
  void check_outputs() const;
  Table read_data(DataSource& source) const;
  std::optional<Table> read_validation(const Table& table) const;
  Model fitted(const FitOptions& options, const Table& table, const Table* validation, DataSource source) const;

  OutputOptions output;
  FitArguments arguments;
  std::string data, model, typed;
  bool require_convergence = false;
};

void Fit::declare(OptionSet& options) {
  options.positional("DATA", data, "The table, a CSV file; - reads standard input");
  declare_model(options, model, "Where to write the model");
  options.flag("--require-convergence", require_convergence,
               "Exit 3 unless the threshold was met (the model is kept all the same)");
  declare_fit_options(options, arguments);
  output.declare(options);
}

void Fit::check(const OptionSet& options) {
  check_arguments(arguments);
  // Nothing of these shapes the model.
  typed = options.typed({"--model", "--require-convergence", "--format", "--json", "-o", "--quiet", "--threads"});
}

Table Fit::read_data(DataSource& source) const {
  TableFile file(data, arguments.csv, output.threads);
  Table table = file.table();
  source = source_of(data, file.bytes(), table, arguments.csv, arguments.fit.columns.missing);
  return table;
}

// Its columns are of the kinds of the table that is trained on, whatever its own cells look like.
std::optional<Table> Fit::read_validation(const Table& table) const {
  if (arguments.validation_file.empty()) return std::nullopt;
  CsvOptions csv = arguments.csv;
  csv.categorical.clear();
  for (const Column& column : table.columns) {
    if (column.kind == ColumnKind::text) csv.categorical.push_back(column.name);
  }
  csv.kinds_known = true;
  return read_table(arguments.validation_file, csv, output.threads);
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

Model Fit::fitted(const FitOptions& options, const Table& table, const Table* validation, DataSource source) const {
  ProgressLine progress(!output.quiet && stderr_is_terminal());
  Model result = fit(table, options, progress.observer(), validation);
  source.rows_used = result.data->rows_used;
  source.held_out = std::move(result.data->held_out);
  source.cluster = result.data->cluster;
  source.weights = result.data->weights;
  result.data = std::move(source);
  return result;
}

void Fit::check_outputs() const {
  if (model.empty()) check_writable(model);  // says why it is none
  std::vector<std::string> files{data, arguments.validation_file, arguments.weights.start, arguments.weights.exclude,
                                 arguments.weights.constant};
  check_output("--model", model, files);
  files.push_back(model);
  check_output("-o", output.file, files);
}

int Fit::run() {
  check_outputs();
  const FitOptions options = read_fit_files(arguments, output.threads);
  DataSource source;
  const Table table = read_data(source);
  const std::optional<Table> validation = read_validation(table);

  const InterruptWatch watch;
  Model result = fitted(options, table, validation ? &*validation : nullptr, std::move(source));
  result.training->command = typed;
  spell_options(result.training->warnings);
  write_file(model, write_model(result));  // first of all: a training is worth more than what is printed of it
  FitDocument document(result);
  document.model_file = model;
  document.settings =
      settings_of(options, arguments.csv, table.format, arguments.weights.start, arguments.validation_file, result);
  document.warnings = result.training->warnings;
  try {
    deliver(output, document, beside_table(output, result));
  } catch (const InputError& error) {
    throw InputError(error.what(), "the model is in " + model + " all the same");
  }

  const Repetition& best = result.training->repetitions[result.training->best];
  if (InterruptWatch::interrupted()) return exit_interrupted;
  return require_convergence && !best.converged ? exit_not_converged : exit_done;
}

}  // namespace

std::unique_ptr<Command> make_fit() { return std::make_unique<Fit>(); }

}  // namespace nninterp::cli
