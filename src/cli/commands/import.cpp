#include "cli/output.hpp"
#include "cli/session.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/bytes/output_file.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/exchange/neuralnet.hpp"
#include "nninterp/io/exchange/nnet.hpp"
#include "nninterp/io/exchange/sklearn.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/io/model/training_table.hpp"
#include "nninterp/io/report/fit.hpp"
#include "nninterp/model/categories.hpp"

namespace nninterp::cli {

namespace {

constexpr const char* examples = R"(Examples:
  nninterp import --from neuralnet w.csv --output logistic --data infert.csv
  nninterp import --from neuralnet w.csv --target Species --data iris.csv
  nninterp import --from nnet nnet.json --target mpg --model m.json
  nninterp import --from nnet nnet.json --data bw.csv \
    --levels race=raceblack,raceother --reference race=white
  nninterp effects --model m.json --data cars.csv

In R, of a network nn by neuralnet:
  write.csv(nn$result.matrix, "w.csv")

In R, of a network fit by nnet:
  j <- function(x) if (is.null(x)) "null" else paste0("[", paste0(if (is.character(x)) encodeString(x, quote = '"') else sprintf("%.17g", x + 0), collapse = ", "), "]")
  k <- c("n", "wts", "nunits", "nsunits", "entropy", "softmax", "censored", "coefnames", "lev")
  writeLines(sprintf("{%s}", paste0('"', k, '": ', sapply(k, function(i) j(fit[[i]])), collapse = ", ")), "nnet.json")

In Python, of an MLPRegressor or MLPClassifier m (and its StandardScaler s):
  import json
  d = dict(coefs=[c.tolist() for c in m.coefs_], intercepts=[b.tolist() for b in m.intercepts_], activation=m.activation, out_activation=m.out_activation_, features=list(getattr(m, "feature_names_in_", [])), classes=[str(c) for c in getattr(m, "classes_", [])])  # , mean=s.mean_.tolist(), scale=s.scale_.tolist()
  json.dump(d, open("sklearn.json", "w")))";

enum class ImportedFrom { neuralnet, nnet, sklearn };
constexpr Words<ImportedFrom, 3> words_of(ImportedFrom) {
  return {{{ImportedFrom::neuralnet, "neuralnet"}, {ImportedFrom::nnet, "nnet"}, {ImportedFrom::sklearn, "sklearn"}}};
}

class Import : public Command {
 public:
  Help help() const override { return {"import", "A model from a network that another system has fitted", examples}; }
  void declare(OptionSet& options) override;
  void check(const OptionSet&) override;
  int run() override;

 private:
  Model imported() const;
  void add_data(Model& read) const;
  Settings settings(const Model& read) const;

  OutputOptions output;
  ImportOptions import;
  Categories categories;
  ImportedFrom from = ImportedFrom::neuralnet;
  std::string file, model;
  std::optional<std::string> data;
  CsvOptions csv;
  MissingPolicy missing = MissingPolicy::error;
};

void Import::declare(OptionSet& options) {
  options.positional("FILE", file, "The other system's file; - reads standard input");
  options.word("--from", from, "neuralnet, nnet or sklearn", values_of<ImportedFrom>(), "SYSTEM");
  options.require("--from");
  declare_model(options, model, "Where to write the model");
  options.text("--data", data, "FILE", "The table that it was fitted to, for the commands that follow");
  options.parsed(
      "--inputs", "NAMES",
      [this](const std::string& names) {
        import.inputs.clear();
        for (const std::string& name : split(names, ',')) import.inputs.emplace_back(trim(name));
      },
      "Names of the inputs, as A,B,C (default: as in the file, or X1, X2, ...)");
  options.texts("-t,--target", import.targets,
                "Name of the target (repeatable, in order; default: Y), or of the one whose classes the outputs are");
  options.group("Which inputs are categories");
  options.each(
      "--levels", "NAME=A,B",
      [this](const std::string& text) {
        const auto [name, inputs] = levels_named(text);
        categories.levels[name] = inputs;
      },
      "The inputs A and B, of 0 and 1, are levels of one variable NAME, whose reference is neither (repeatable)");
  options.texts("--categorical", categories.single, "An input of 0 and 1 that is a category (repeatable)");
  declare_reference(options, categories.reference,
                    "What the reference of such a variable is called (repeatable; default: none)");
  options.group("What neuralnet's file does not tell");
  options.whole("--rep", import.repetition, 1, 1'000'000, "NUMBER",
                "Repetition, from 1 (default: the one of least error)");
  options.word("--activation", import.activation, "Of hidden units: logistic (default), tanh, relu, softplus, linear",
               hidden_activations);
  options.word("--output", import.output, "Of output units: linear (default), logistic, tanh, relu, softplus",
               {Activation::linear, Activation::logistic, Activation::tanh, Activation::relu, Activation::softplus});
  options.word("--error", import.error, "That it was trained on: sse (default) or ce");
  declare_table(options, csv, missing);
  output.declare(options);
}

// What only neuralnet's file leaves open.
void Import::check(const OptionSet&) {
  if (from == ImportedFrom::neuralnet) return;
  const auto refuse = [&](const std::string& option) {
    throw UsageError(option + ": the file of " + std::string(name_of(from)) + " tells it",
                     "it is for --from neuralnet");
  };
  if (import.activation) refuse("--activation");
  if (import.output) refuse("--output");
  if (import.error) refuse("--error");
  if (import.repetition) refuse("--rep");
}

Model Import::imported() const {
  const std::string bytes = read_file(file), name = name_in_messages(file);
  const auto read = from == ImportedFrom::neuralnet ? import_neuralnet
                    : from == ImportedFrom::nnet    ? import_nnet
                                                    : import_sklearn;
  Model model_read = read(bytes, name, import);
  make_categorical(model_read, categories);
  return model_read;
}

// The table becomes the one that later commands read.
void Import::add_data(Model& read) const {
  if (!data) return;
  CsvOptions reading = csv;
  reading.kinds_known = true;
  reading.categorical = read.design.categorical_names();
  TableFile opened(*data, reading, output.threads);
  Table table = opened.table();
  join_indicators(read.design, table);
  read.data = source_of(*data, opened.bytes(), table, csv, missing);
  take_ranges(read, table, missing);
}

Settings Import::settings(const Model& read) const {
  return {{"from", setting_of(from)},
          {"file", file},
          {"rep", setting_of(import.repetition)},
          {"inputs", import.inputs},
          {"target", import.targets},
          {"categorical", read.design.categorical_names()},
          {"data", setting_of(data)}};
}

int Import::run() {
  if (model.empty()) check_writable(model);  // says why it is none
  check_output("--model", model, {file, data.value_or("")});
  check_output("-o", output.file, {file, model, data.value_or("")});
  Model read = imported();
  add_data(read);
  StagedFile model_file(model);
  model_file.write(write_model(read));
  model_file.sync();  // safe on the disk, in its place once the result is out
  FitDocument document(read);
  document.model_file = model;
  document.from = std::string(name_of(from));
  document.settings = settings(read);
  deliver(output, document);
  model_file.commit();
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_import() { return std::make_unique<Import>(); }

}  // namespace nninterp::cli
