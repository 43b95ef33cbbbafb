#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/exchange/exchange.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

constexpr const char* examples = R"(Examples:
  nninterp import --from neuralnet weights.csv --output logistic --data infert.csv
  nninterp import --from neuralnet weights.csv --target Species --data iris.csv   # outputs are its classes
  nninterp import --from nnet nnet.json --target mpg --model m.json
  nninterp effects --model m.json --data cars.csv

In R, of a network nn by neuralnet:
  write.csv(nn$result.matrix, "weights.csv")

In R, of a network fit by nnet:
  j <- function(x) if (is.null(x)) "null" else paste0("[", paste0(if (is.character(x)) encodeString(x, quote = '"') else sprintf("%.17g", x + 0), collapse = ", "), "]")
  k <- c("n", "wts", "nunits", "nsunits", "entropy", "softmax", "censored", "coefnames", "lev")
  writeLines(sprintf("{%s}", paste0('"', k, '": ', sapply(k, function(i) j(fit[[i]])), collapse = ", ")), "nnet.json")

In Python, of an MLPRegressor or MLPClassifier m (and its StandardScaler s, if there is one):
  import json
  d = dict(coefs=[c.tolist() for c in m.coefs_], intercepts=[b.tolist() for b in m.intercepts_], activation=m.activation, out_activation=m.out_activation_, features=list(getattr(m, "feature_names_in_", [])), classes=[str(c) for c in getattr(m, "classes_", [])])  # , mean=s.mean_.tolist(), scale=s.scale_.tolist()
  json.dump(d, open("sklearn.json", "w")))";

struct ImportCommand {
  OutputOptions output;
  ImportOptions options;
  std::string from, file, model;
  std::optional<std::string> data;
  CsvOptions csv;
  MissingPolicy missing = MissingPolicy::error;

  int run() const;
  void check_options() const;
  Model imported() const;
  void add_data(Model& read) const;
};

// What only neuralnet's file leaves open.
void ImportCommand::check_options() const {
  if (from == "neuralnet") return;
  const auto refuse = [&](const std::string& option) {
    throw UsageError(option + ": the file of " + from + " tells it", "it is for --from neuralnet");
  };
  if (options.activation) refuse("--activation");
  if (options.output) refuse("--output");
  if (options.error) refuse("--error");
  if (options.repetition) refuse("--rep");
}

Model ImportCommand::imported() const {
  const std::string bytes = read_file(file), name = name_in_messages(file);
  if (from == "neuralnet") return import_neuralnet(bytes, name, options);
  if (from == "nnet") return import_nnet(bytes, name, options);
  return import_sklearn(bytes, name, options);
}

// The table becomes the one that later commands read, and its ranges those that rows may leave.
void ImportCommand::add_data(Model& read) const {
  if (!data) return;
  const FileBytes bytes(*data);
  CsvOptions reading = csv;
  reading.kinds_known = true;
  const Table table = read_csv(bytes, name_in_messages(*data), reading, output.threads);
  const std::vector<Index> rows = complete_rows(table, read.design.variable_names(), missing);
  if (rows.empty()) throw InputError(name_in_messages(*data) + ": has no complete rows");
  const Matrix values = gather_variables(read.design, table, rows);
  for (std::size_t v = 0; v < read.design.variables.size(); ++v) {
    const auto column = values.col(static_cast<Index>(v));
    read.design.variables[v].range = Range{column.minCoeff(), column.maxCoeff()};
  }
  read.data = DataSource{};
  read.data->path = *data;
  read.data->sha256 = sha256(bytes);
  read.data->rows = table.lines.size();
  read.data->rows_used = rows.size();
  read.data->delimiter = csv.delimiter;
  read.data->na_strings = csv.na_strings;
  read.data->missing = missing;
}

int ImportCommand::run() const {
  check_options();
  if (model.empty()) check_writable(model);  // says why it is none
  check_output("--model", model, {file, data.value_or("")});
  check_output("-o", output.file, {file, model, data.value_or("")});
  Model read = imported();
  add_data(read);
  StagedFile model_file(model);
  model_file.write(write_model(read));
  model_file.sync();  // safe on the disk, in its place once the result is out
  const auto chosen = [](const std::optional<std::string>& value) {
    return value ? SettingValue(*value) : SettingValue();
  };
  ReportFrame frame{
      {{"from", from},
       {"file", file},
       {"rep", options.repetition ? SettingValue(static_cast<std::int64_t>(*options.repetition)) : SettingValue()},
       {"inputs", options.inputs},
       {"target", options.targets},
       {"data", chosen(data)}},
      {}};
  deliver(output, frame.warnings,
          {[&] { return import_json(read, model, from, frame); }, [&] { return show_csv(read, {}); },
           [&] { return fit_text(read, model); }});
  model_file.commit();
  return exit_done;
}

}  // namespace

void add_import(CLI::App& app, Action& action) {
  auto command = std::make_shared<ImportCommand>();
  ImportOptions& options = command->options;
  CLI::App* importing = app.add_subcommand("import", "A model from a network that another system has fitted");
  importing->footer(examples);
  importing->add_option("FILE", command->file, "The other system's file; - reads standard input")->required();
  importing
      ->add_option_function<std::string>(
          "--from",
          [command](const std::string& name) {
            word_option("--from", name, {"neuralnet", "nnet", "sklearn"});
            command->from = name;
          },
          "neuralnet, nnet or sklearn")
      ->type_name("SYSTEM")
      ->required();
  add_model_option(*importing, command->model, "Where to write the model");
  importing->add_option("--data", command->data, "The table that it was fitted to, for the commands that follow")
      ->type_name("FILE");
  importing
      ->add_option_function<std::string>(
          "--inputs",
          [&options](const std::string& names) {
            options.inputs.clear();
            for (const std::string& name : split(names, ',')) options.inputs.emplace_back(trim(name));
          },
          "Names of the inputs, as A,B,C (default: as in the file, or X1, X2, ...)")
      ->type_name("NAMES");
  add_repeatable(*importing, "-t,--target", options.targets,
                 "Name of the target (repeatable, in order; default: Y), or of the one whose classes the outputs are",
                 "Options");
  const std::string group = "What neuralnet's file does not tell";
  importing
      ->add_option_function<std::string>(
          "--rep",
          [&options](const std::string& text) {
            options.repetition = static_cast<std::size_t>(integer_option("--rep", text, 1, 1'000'000));
          },
          "Repetition, from 1 (default: the one of least error)")
      ->type_name("NUMBER")
      ->group(group);
  const auto add_word = [&](const std::string& name, const std::vector<std::string>& words, const std::string& help,
                            const std::function<void(const std::string&)>& take) {
    const auto parse = [name, words, take](const std::string& text) {
      word_option(name, text, words);
      take(text);
    };
    importing->add_option_function<std::string>(name, parse, help)->type_name("NAME")->group(group);
  };
  add_word("--activation", {"logistic", "tanh", "relu", "softplus", "linear"},
           "Of hidden units: logistic (default), tanh, relu, softplus, linear",
           [&options](const std::string& text) { options.activation = activation_named(text); });
  add_word("--output", {"linear", "logistic", "tanh", "relu", "softplus"},
           "Of output units: linear (default), logistic, tanh, relu, softplus",
           [&options](const std::string& text) { options.output = activation_named(text); });
  add_word("--error", {"sse", "ce"}, "That it was trained on: sse (default) or ce",
           [&options](const std::string& text) { options.error = error_function_named(text); });
  add_csv_options(*importing, command->csv, command->missing);
  add_output_options(*importing, command->output);
  importing->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli
