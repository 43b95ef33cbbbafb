#include "nninterp/io/exchange/neuralnet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/csv/records.hpp"
#include "io/csv/text.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/model/original_units.hpp"
#include "parts.hpp"

namespace nninterp {

namespace {

constexpr std::string_view intercept = "Intercept.to.", arrow = ".to.";

// A row of the result.matrix: a measure or a weight, in each repetition.
struct MatrixRow {
  std::string name;
  std::vector<double> values;
  std::string place;  // "FILE:LINE"
};

struct ResultMatrix {
  std::vector<MatrixRow> measures, weights;
  std::size_t repetitions = 0;

  // NaN where the file does not tell.
  double measure(const std::string& name, std::size_t repetition) const {
    for (const MatrixRow& row : measures) {
      if (row.name == name) return row.values[repetition];
    }
    return nan;
  }
};

// A unit beyond the inputs: its name, the names of what feeds it, and its weights, the bias first.
struct Unit {
  std::string name;
  std::vector<std::string> from;
  std::vector<const MatrixRow*> weights;
};

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
  throw InputError(place + ": " + what, "the file is what write.csv(nn$result.matrix, FILE) writes in R");
}

bool begins_with(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

bool ends_with(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// R writes NA for what is no number.
double number_in(const CsvCell& cell, const std::string& place, std::size_t column) {
  const std::optional<double> number = parse_number(cell.text);
  if (number) return *number;
  if (cell.text == "NA") return nan;
  refuse(place, "column " + std::to_string(column + 1) + ": " + in_quotes(std::string(cell.text)) + " is not a number");
}

// Other repetitions, and the measures, may be anything.
double weight_in(const MatrixRow& row, std::size_t repetition) {
  const double weight = row.values[repetition];
  if (std::isfinite(weight)) return weight;
  throw InputError(row.place + ": column " + std::to_string(repetition + 2) + ": the weight " + in_quotes(row.name) +
                       " is not a finite number",
                   row.values.size() > 1 ? "⟨rep⟩ takes another repetition" : "");
}

void check_measure(const std::string& place, const std::string& name) {
  const std::vector<std::string> known{"error", "reached.threshold", "steps", "aic", "bic"};
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  refuse(place, in_quotes(name) + " is neither a weight nor a measure of neuralnet's");
}

// Measures stand before the weights.
MatrixRow read_row(CsvRecords& records, const std::string& name, std::size_t columns, bool weights_only) {
  const std::vector<CsvCell> cells = records.cells();
  MatrixRow row{std::string(cells.front().text), {}, name + ":" + std::to_string(records.line())};
  if (!weights_only && !begins_with(row.name, intercept)) check_measure(row.place, row.name);
  if (cells.size() != columns) {
    refuse(row.place, "has " + count_of(cells.size(), "column") + ", and the first line " + std::to_string(columns));
  }
  for (std::size_t i = 1; i < cells.size(); ++i) row.values.push_back(number_in(cells[i], row.place, i));
  return row;
}

ResultMatrix read_result_matrix(std::string_view bytes, const std::string& name) {
  check_text(bytes, name, stretches_of(without_byte_order_mark(bytes), {1}));
  if (text_of(bytes, name, {}).delimiter == ';') refuse(name + ":1", "is separated by semicolons, as write.csv2 does");
  const CsvText text{without_byte_order_mark(bytes), name, ','};
  CsvRecords records(text);
  if (!records.next()) refuse(name, "is empty");
  const std::size_t columns = records.cells().size();
  if (columns < 2) {
    refuse(name + ":" + std::to_string(records.line()),
           "has a single column, and needs one of names and one of numbers");
  }
  ResultMatrix matrix;
  matrix.repetitions = columns - 1;
  while (records.next()) {
    MatrixRow row = read_row(records, name, columns, !matrix.weights.empty());
    const bool weight = !matrix.weights.empty() || begins_with(row.name, intercept);
    (weight ? matrix.weights : matrix.measures).push_back(std::move(row));
  }
  if (matrix.weights.empty()) refuse(name, "there are no weights: no row is called 'Intercept.to. ...'");
  return matrix;
}

// A row that leads to another unit than the one before begins that unit, with its bias.
std::vector<Unit> split_units(const std::vector<MatrixRow>& rows) {
  std::vector<Unit> units;
  for (const MatrixRow& row : rows) {
    const std::string end = units.empty() ? "" : std::string(arrow) + units.back().name;
    if (!units.empty() && ends_with(row.name, end)) {
      units.back().from.push_back(row.name.substr(0, row.name.size() - end.size()));
    } else if (begins_with(row.name, intercept)) {
      units.push_back({row.name.substr(intercept.size()), {}, {}});
    } else {
      refuse(row.place, in_quotes(row.name) + " does not lead to " + in_quotes(units.back().name));
    }
    units.back().weights.push_back(&row);
  }
  return units;
}

std::string hidden_name(std::size_t layer, std::size_t unit) {
  return std::to_string(layer) + "layhid" + std::to_string(unit);
}

bool looks_hidden(const std::string& name) {
  const std::size_t digits = name.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string::npos && name.compare(digits, 6, "layhid") == 0 &&
         name.size() > digits + 6 && name.find_first_not_of("0123456789", digits + 6) == std::string::npos;
}

// Hidden layers in order, the outputs last.
std::vector<std::vector<Unit>> split_layers(std::vector<Unit> units) {
  std::vector<std::vector<Unit>> layers;
  bool outputs = false;
  for (Unit& unit : units) {
    const std::size_t layer = layers.size(), next = layers.empty() ? 1 : layers.back().size() + 1;
    if (!outputs && layer > 0 && unit.name == hidden_name(layer, next)) {
      layers.back().push_back(std::move(unit));
    } else if (!outputs && unit.name == hidden_name(layer + 1, 1)) {
      layers.push_back({std::move(unit)});
    } else if (looks_hidden(unit.name)) {
      refuse(unit.weights.front()->place, in_quotes(unit.name) + " is out of order: units are missing before it");
    } else {
      if (!outputs) layers.emplace_back();
      outputs = true;
      layers.back().push_back(std::move(unit));
    }
  }
  if (!outputs)
    refuse(units.empty() ? "" : layers.back().back().weights.back()->place, "there are no outputs after it");
  return layers;
}

void check_connections(const std::vector<std::vector<Unit>>& layers) {
  std::vector<std::string> from = layers.front().front().from;
  for (const std::vector<Unit>& layer : layers) {
    for (const Unit& unit : layer) {
      if (unit.from == from) continue;
      refuse(unit.weights.front()->place, in_quotes(unit.name) + " is fed by " + count_of(unit.from.size(), "unit") +
                                              " (" + list_some(unit.from) + "), and should be by " + list_some(from));
    }
    from.clear();
    for (const Unit& unit : layer) from.push_back(unit.name);
  }
}

std::size_t chosen_repetition(const ResultMatrix& matrix, const ImportOptions& options, const std::string& name) {
  if (options.repetition) {
    if (*options.repetition >= 1 && *options.repetition <= matrix.repetitions) return *options.repetition - 1;
    throw UsageError(
        "⟨rep⟩: there is no repetition " + std::to_string(*options.repetition) + " in " + name,
        "there " + std::string(matrix.repetitions == 1 ? "is 1" : "are " + std::to_string(matrix.repetitions)));
  }
  std::size_t best = 0;
  const auto error = [&](std::size_t i) {
    const double value = matrix.measure("error", i);
    return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
  };
  for (std::size_t i = 1; i < matrix.repetitions; ++i) {
    if (error(i) < error(best)) best = i;
  }
  return best;
}

// R keeps only repetitions that met their threshold.
TrainingRecord record_of(const ResultMatrix& matrix, std::size_t chosen) {
  TrainingRecord record;
  record.algorithm.reset();
  const auto known = [&](const char* measure) -> std::optional<double> {
    const double value = matrix.measure(measure, chosen);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  };
  record.aic = known("aic");
  record.bic = known("bic");
  for (std::size_t i = 0; i < matrix.repetitions; ++i) {
    Repetition repetition;
    repetition.converged = true;
    repetition.stopped = StopReason::threshold;
    const double steps = matrix.measure("steps", i);
    if (steps >= 0 && steps < 1e15) repetition.steps = static_cast<long>(steps);
    repetition.reached_threshold = matrix.measure("reached.threshold", i);
    repetition.error = matrix.measure("error", i);
    record.repetitions.push_back(repetition);
  }
  record.best = chosen;
  return record;
}

// A single other name for several outputs is that of a factor: in R its classes are the outputs.
bool are_classes(const std::vector<std::string>& outputs, const std::vector<std::string>& targets) {
  return outputs.size() > 1 && targets.size() == 1 &&
         std::find(outputs.begin(), outputs.end(), targets.front()) == outputs.end();
}

std::vector<Target> targets_of(const std::vector<Unit>& units, const ImportOptions& options, const std::string& name) {
  std::vector<std::string> outputs;
  for (const Unit& unit : units) outputs.push_back(unit.name);
  outputs = without_backticks(outputs);
  if (!are_classes(outputs, options.targets)) return imported_targets(outputs, options, name);
  return {imported_classes(outputs, static_cast<Index>(outputs.size()), options, name)};
}

ErrorFunction error_of(const ImportOptions& options, Activation output) {
  const ErrorFunction error = options.error.value_or(ErrorFunction::sse);
  if (error == ErrorFunction::ce && output != Activation::logistic) {
    throw UsageError("⟨error⟩: ce needs outputs between 0 and 1, and these are " + std::string(name_of(output)),
                     "add ⟨output⟩ logistic");
  }
  return error;
}

}  // namespace

Model import_neuralnet(std::string_view bytes, const std::string& name, const ImportOptions& options) {
  const ResultMatrix matrix = read_result_matrix(bytes, name);
  const std::vector<std::vector<Unit>> layers = split_layers(split_units(matrix.weights));
  check_connections(layers);
  const std::size_t repetition = chosen_repetition(matrix, options, name);
  if (layers.front().front().from.empty()) refuse(name, "the network has no inputs");

  Model model;
  Architecture& architecture = model.network.architecture;
  architecture.hidden = options.activation.value_or(Activation::logistic);
  architecture.output = options.output.value_or(Activation::linear);
  model.error = error_of(options, architecture.output);
  model.design.variables = imported_variables(without_backticks(layers.front().front().from), options, name);
  model.design.targets = targets_of(layers.back(), options, name);
  check_one_side(model.design, name);
  architecture.units.push_back(model.design.inputs());
  std::vector<double> weights;
  for (const std::vector<Unit>& layer : layers) {
    architecture.units.push_back(static_cast<Index>(layer.size()));
    for (const Unit& unit : layer) {
      for (const MatrixRow* row : unit.weights) weights.push_back(weight_in(*row, repetition));
    }
  }
  model.network.weights = Eigen::Map<const Vector>(weights.data(), static_cast<Index>(weights.size()));
  if (!matrix.measures.empty()) model.training = record_of(matrix, repetition);
  return model;
}

namespace {

// As R writes texts: always in quotes.
std::string in_r_quotes(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void add_row(std::string& csv, const std::string& name, double value) {
  csv += in_r_quotes(name) + "," + format_number(value) + "\n";
}

// neuralnet's own rows, as far as the training is known. Error and gradient of a scaled network are in other units.
void add_measures(std::string& csv, const TrainingRecord& record) {
  const auto add_known = [&](const char* name, std::optional<double> value) {
    if (value && std::isfinite(*value)) add_row(csv, name, *value);
  };
  const Repetition& best = record.repetitions[record.best];
  add_known("error", best.error);
  add_known("reached.threshold", best.reached_threshold);
  add_known("steps", static_cast<double>(best.steps + best.polish_steps));
  add_known("aic", record.aic);
  add_known("bic", record.bic);
}

}  // namespace

namespace {

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

}  // namespace

std::vector<std::string> notes_for_neuralnet(const Model& model) {
  std::vector<std::string> notes{"in R the network has " + settings_in_r(model.network.architecture)};
  const std::vector<std::string> indicators = indicator_inputs(model.design);
  if (!indicators.empty()) {
    notes.push_back("a table for this network, in R or imported again, needs 0/1 columns for categories: " +
                    list_some(indicators));
  }
  return notes;
}

std::string export_neuralnet(const Model& model) {
  if (model.network.architecture.output == Activation::softmax) {
    throw InputError("neuralnet has no softmax outputs", "fit with ⟨output⟩ logistic, one output a class");
  }
  const Network network = in_original_units(model);
  std::string csv = "\"\",\"V1\"\n";
  const bool scaled = network.weights != model.network.weights;
  if (model.training && !model.training->repetitions.empty() && !scaled) add_measures(csv, *model.training);
  const std::vector<std::string> names = weight_names(model);
  for (std::size_t i = 0; i < names.size(); ++i) add_row(csv, names[i], network.weights[i]);
  return csv;
}

}  // namespace nninterp
