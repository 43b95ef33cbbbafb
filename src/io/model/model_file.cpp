#include "nninterp/io/model/model_file.hpp"

#include <algorithm>
#include <set>

#include "io/json/json.hpp"
#include "io/json/node.hpp"
#include "members.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "ranges.hpp"
#include "record.hpp"
#include "training_json.hpp"

namespace nninterp {

namespace {

constexpr const char* schema_name = "nninterp/model/1";
constexpr std::size_t max_layers = 1'000, max_units = 100'000, max_inputs = 100'000, max_weights = 50'000'000;

void check_begin(std::string_view bytes, const std::string& name) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || bytes[begin] == '{' || bytes[begin] == '\0') return;
  throw InputError(name + ": not a model file: it does not begin with '{'",
                   "a model file is what fit writes; a table is given as data");
}

void check_schema(const Node& document) {
  const std::optional<Node> schema = document.optional("schema");
  if (!schema)
    document.refuse("not a model file: 'schema' is missing", "a model file has \"schema\": \"nninterp/model/1\"");
  const std::string text = schema->text();
  if (text == schema_name) return;
  const bool newer = text.rfind("nninterp/model/", 0) == 0;
  const bool printed = text.rfind("nninterp/", 0) == 0;
  document.refuse(
      "its schema is " + in_quotes(text) + ", and not '" + schema_name + "'",
      newer     ? "a newer nninterp may have written it: update this one"
      : printed ? "this is what a command has to say; the model is the file that ⟨model⟩ of fit names, or model.json"
                : "a model file is what fit writes");
}

std::string read_name(const Node& column, std::set<std::string>& taken) {
  const Node name = column.required("name");
  std::string text = name.text();
  if (text.empty()) name.refuse("is empty");
  if (!taken.insert(text).second) name.refuse(in_quotes(text) + " stands there twice");
  return text;
}

bool is_categorical(const Node& column) {
  return word(column.required("type"), {"numeric", "categorical"},
              [](const std::string& text) { return std::optional<bool>(text == "categorical"); });
}

Names read_levels(const Node& column) {
  const Node node = column.required("levels");
  Names levels = node.texts();
  if (levels.size() < 2) node.refuse("must be at least 2 levels");
  std::set<std::string> seen;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    if (!seen.insert(levels[k]).second) node[k].refuse(in_quotes(levels[k]) + " stands there twice");
  }
  return levels;
}

double number_or(const Node& object, const char* key, double otherwise) {
  const std::optional<Node> node = object.optional(key);
  return node ? node->number() : otherwise;
}

double read_scale(const Node& column) {
  const double scale = number_or(column, "scale", 1);
  if (scale == 0) column.required("scale").refuse("must not be 0");
  return scale;
}

std::size_t read_reference(const Node& column, const Names& levels) {
  const std::optional<Node> node = column.optional("reference");
  if (!node) return 0;
  const auto found = std::find(levels.begin(), levels.end(), node->text());
  if (found == levels.end()) {
    node->refuse(in_quotes(node->text()) + " is none of the levels", suggest(node->text(), levels, "they are"));
  }
  return static_cast<std::size_t>(found - levels.begin());
}

Names read_columns(const Node& columns, const Variable& variable) {
  Names names = columns.texts();
  if (names.size() + 1 != variable.levels.size()) columns.refuse("must be a column for each level but the reference");
  return names;
}

Variable read_variable(const Node& column, std::set<std::string>& taken) {
  Variable variable;
  variable.name = read_name(column, taken);
  variable.categorical = is_categorical(column);
  if (variable.categorical) {
    variable.levels = read_levels(column);
    variable.reference = read_reference(column, variable.levels);
    if (const auto ordered = column.optional("ordered")) variable.ordered = ordered->boolean();
    if (const auto columns = column.optional("columns")) variable.indicator_columns = read_columns(*columns, variable);
  } else {
    variable.center = number_or(column, "center", 0);
    variable.scale = read_scale(column);
  }
  return variable;
}

Target read_target(const Node& column, std::set<std::string>& taken) {
  Target target;
  target.name = read_name(column, taken);
  target.categorical = is_categorical(column);
  if (target.categorical) {
    target.levels = read_levels(column);
    const std::optional<Node> indicators = column.optional("indicators");
    target.indicators = indicators && indicators->boolean();
  } else {
    target.center = number_or(column, "center", 0);
    target.scale = read_scale(column);
  }
  return target;
}

template <typename Column, typename Read>
std::vector<Column> read_columns(const Node& list, const Read& read) {
  if (list.size() == 0) list.refuse("is empty");
  std::vector<Column> columns;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < list.size(); ++i) columns.push_back(read(list[i], taken));
  return columns;
}

// Two classes have one output, or two as indicators; a file that does not say which shows it by its outputs.
void infer_indicators(const Node& targets, std::vector<Target>& read, Index outputs) {
  Index expected = 0;
  std::vector<Target*> open;
  for (std::size_t i = 0; i < read.size(); ++i) {
    expected += read[i].outputs();
    if (read[i].levels.size() == 2 && !targets[i].optional("indicators")) open.push_back(&read[i]);
  }
  if (expected == outputs || expected + static_cast<Index>(open.size()) != outputs) return;
  for (Target* target : open) target->indicators = true;
}

using Rows = std::vector<std::vector<double>>;

Rows read_matrix(const Node& matrix) {
  if (matrix.size() == 0) matrix.refuse("is empty");
  if (matrix.size() > max_units + 1) matrix.refuse("more than " + std::to_string(max_units) + " inputs");
  Rows rows;
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    rows.push_back(matrix[i].numbers());
    const std::size_t numbers = rows.back().size(), wanted = rows.front().size();
    if (numbers == 0) matrix[i].refuse("is empty");
    if (numbers > max_units) matrix[i].refuse("more than " + std::to_string(max_units) + " units");
    if (numbers != wanted) {
      matrix[i].refuse("has " + count_of(numbers, "number") + ", and the first row has " + std::to_string(wanted));
    }
  }
  return rows;
}

void append_columns(std::vector<double>& flat, const Rows& rows) {
  for (std::size_t unit = 0; unit < rows.front().size(); ++unit) {
    for (const std::vector<double>& row : rows) flat.push_back(row[unit]);
  }
}

void check_rows(const Node& matrix, std::size_t rows, Index inputs, const char* what) {
  const auto wanted = static_cast<std::size_t>(inputs) + 1;
  if (rows == wanted) return;
  matrix.refuse("has " + count_of(rows, "row") + ", and must have " + std::to_string(wanted) +
                ": the biases, and one row for each of the " + std::to_string(inputs) + " " + what);
}

Network read_weights(const Node& layers, Index inputs) {
  if (layers.size() == 0) layers.refuse("is empty");
  if (layers.size() > max_layers) layers.refuse("more than " + std::to_string(max_layers) + " layers");
  Network network;
  network.architecture.units = {inputs};
  std::vector<double> flat;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Rows rows = read_matrix(layers[l]);
    check_rows(layers[l], rows.size(), network.architecture.units.back(), l == 0 ? "inputs" : "units before it");
    if (flat.size() + rows.size() * rows.front().size() > max_weights) {
      layers.refuse("more than " + std::to_string(max_weights) + " weights");
    }
    append_columns(flat, rows);
    network.architecture.units.push_back(static_cast<Index>(rows.front().size()));
  }
  network.weights = Eigen::Map<const Vector>(flat.data(), static_cast<Index>(flat.size()));
  return network;
}

Activation read_activation(const Node& node) {
  if (node.text() == "softmax") node.refuse("softmax is for outputs alone, and not for hidden units");
  return word(node, hidden_activations);
}

Activation read_output(const Node& network, Index outputs) {
  const Node node = network.required("output");
  const Activation output = word(node, output_activations);
  if (output == Activation::softmax && outputs < 2) node.refuse("softmax needs at least 2 outputs");
  return output;
}

ErrorFunction read_error(const Node& network, Activation output) {
  const bool probabilities = is_probability(output);
  const std::optional<Node> node = network.optional("error");
  if (!node) return probabilities ? ErrorFunction::ce : ErrorFunction::sse;
  const ErrorFunction error = word<ErrorFunction>(*node);
  if (error == ErrorFunction::ce && !probabilities) {
    node->refuse("ce needs logistic or softmax outputs, and these are " + std::string(name_of(output)));
  }
  return error;
}

void read_network(const Node& network, const Node& targets, Model& model) {
  const Node weights = network.required("weights");
  const Activation hidden = read_activation(network.required("activation"));
  model.network = read_weights(weights, model.design.inputs());
  Architecture& architecture = model.network.architecture;
  architecture.hidden = hidden;
  architecture.output = read_output(network, architecture.outputs());
  model.error = read_error(network, architecture.output);
  infer_indicators(targets, model.design.targets, architecture.outputs());
  if (architecture.outputs() != model.design.outputs()) {
    weights[architecture.layers() - 1].refuse("has " +
                                              count_of(static_cast<std::size_t>(architecture.outputs()), "unit") +
                                              ", and the targets need " + std::to_string(model.design.outputs()));
  }
}

}  // namespace

Model read_model(std::string_view bytes, const std::string& name) {
  check_begin(bytes, name);
  const nlohmann::json json = parse_json(bytes, name);
  const Node document(json, name);
  check_schema(document);
  Model model;
  const Node inputs = document.required("inputs"), targets = document.required("targets");
  model.design.variables = read_columns<Variable>(inputs, read_variable);
  model.design.targets = read_columns<Target>(targets, read_target);
  if (model.design.inputs() > static_cast<Index>(max_inputs)) {
    inputs.refuse("more than " + std::to_string(max_inputs) + " network inputs");
  }
  read_network(document.required("network"), targets, model);
  if (const auto data = document.optional("data")) model.data = read_data(*data);
  if (const auto training = document.optional("training")) {
    // Ranges are the design's; a file that tells of nothing else has no record.
    if (holds_any(*training, {"ranges", "values", "target_ranges"})) {
      model.training = read_training(*training, model.network.architecture);
    }
    read_ranges(*training, model.design);
  }
  return model;
}

// ---- written ----

using nlohmann::ordered_json;

namespace {

ordered_json variable_json(const Variable& variable) {
  if (variable.categorical) {
    ordered_json object{{"name", variable.name},
                        {"type", "categorical"},
                        {"levels", variable.levels},
                        {"reference", variable.levels[variable.reference]}};
    if (variable.ordered) object["ordered"] = true;
    if (!variable.indicator_columns.empty()) object["columns"] = variable.indicator_columns;
    return object;
  }
  return {{"name", variable.name}, {"type", "numeric"}, {"center", variable.center}, {"scale", variable.scale}};
}

ordered_json target_json(const Target& target) {
  if (!target.categorical) {
    return {{"name", target.name}, {"type", "numeric"}, {"center", target.center}, {"scale", target.scale}};
  }
  ordered_json object{{"name", target.name}, {"type", "categorical"}, {"levels", target.levels}};
  if (target.indicators) object["indicators"] = true;
  return object;
}

ordered_json matrix_json(const Eigen::Ref<const Matrix>& matrix) {
  ordered_json rows = ordered_json::array();
  for (Index i = 0; i < matrix.rows(); ++i) {
    std::vector<double> row;
    for (Index j = 0; j < matrix.cols(); ++j) row.push_back(matrix(i, j));
    rows.push_back(row);
  }
  return rows;
}

ordered_json network_json(const Model& model) {
  const Architecture& architecture = model.network.architecture;
  ordered_json object{{"activation", name_of(architecture.hidden)},
                      {"output", name_of(architecture.output)},
                      {"error", name_of(model.error)},
                      {"weights", ordered_json::array()}};
  for (std::size_t layer = 0; layer < architecture.layers(); ++layer) {
    object["weights"].push_back(matrix_json(layer_weights(architecture, model.network.weights, layer)));
  }
  return object;
}

ordered_json data_json(const DataSource& data) {
  ordered_json object;
  visit_source(data, MemberWriter{object});
  const TableFormat& format = data.format;
  object["delimiter"] = format.delimiter ? ordered_json(std::string(1, *format.delimiter)) : ordered_json(nullptr);
  object["na_strings"] = format.na_strings;
  const auto add = [&](const char* name, const std::optional<char>& given) {
    if (given) object[name] = std::string(1, *given);
  };
  add("decimal", format.decimal);
  add("thousands", format.thousands);
  add("comment", format.comment);
  if (!format.header) object["header"] = false;
  if (!format.keep_na.empty()) object["keep_na"] = format.keep_na;
  if (!data.held_out.empty()) {
    object["held_out"] = ordered_json::array();
    for (const Index row : data.held_out) object["held_out"].push_back(row + 1);
  }
  if (data.cluster) object["cluster"] = *data.cluster;
  if (data.weights) object["weights"] = *data.weights;
  object["na"] = name_of(data.missing);
  return object;
}

// What of the training only later commands need.
void add_for_analysis(const TrainingRecord& record, ordered_json& training) {
  if (record.support) {
    training["support"] = {{"center", json_numbers(record.support->center)},
                           {"covariance", matrix_json(record.support->covariance)},
                           {"limit", record.support->limit}};
  }
  if (record.linear_model) {
    training["linear_model"] = {{"output", name_of(record.linear_model->architecture.output)},
                                {"weights", json_numbers(record.linear_model->weights)}};
  }
  for (std::size_t i = 0; i < record.repetitions.size(); ++i) {
    const Vector& weights = record.repetitions[i].weights;
    if (weights.size() > 0) training["repetitions"][i]["weights"] = json_numbers(weights);
  }
  if (!record.clusters.empty()) training["clusters"] = record.clusters;
  const auto lists = [](const std::vector<Vector>& networks) {
    ordered_json array = ordered_json::array();
    for (const Vector& weights : networks) array.push_back(json_numbers(weights));
    return array;
  };
  if (record.cross_fit) {
    training["crossfit"]["folds_of_rows"] = record.cross_fit->folds_of_rows;
    training["crossfit"]["weights"] = lists(record.cross_fit->weights);
  }
  if (record.refits) training["refits"]["weights"] = lists(record.refits->weights);
}

}  // namespace

std::string write_model(const Model& model) {
  if (!model.network.weights.allFinite()) {
    throw InputError("the model has weights that are not finite: its training diverged",
                     "train in smaller steps, or scale the data");
  }
  ordered_json document{{"schema", "nninterp/model/1"}};
  document["inputs"] = ordered_json::array();
  for (const Variable& variable : model.design.variables) document["inputs"].push_back(variable_json(variable));
  document["targets"] = ordered_json::array();
  for (const Target& target : model.design.targets) document["targets"].push_back(target_json(target));
  document["network"] = network_json(model);
  if (model.data) document["data"] = data_json(*model.data);
  ordered_json training = model.training ? json_training(*model.training) : ordered_json::object();
  if (model.training) add_for_analysis(*model.training, training);
  add_ranges(model.design, training);
  if (!training.empty()) document["training"] = std::move(training);
  return pretty(document) + "\n";
}

}  // namespace nninterp
