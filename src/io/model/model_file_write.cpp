#include "nninterp/io/model/model_file.hpp"
#include "training_json.hpp"

namespace nninterp {

using nlohmann::ordered_json;

namespace {

ordered_json variable_json(const Variable& variable) {
  if (variable.categorical) {
    return {{"name", variable.name},
            {"type", "categorical"},
            {"levels", variable.levels},
            {"reference", variable.levels[variable.reference]}};
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
  ordered_json object{{"path", data.path}, {"sha256", data.sha256}, {"rows", data.rows}, {"rows_used", data.rows_used}};
  object["delimiter"] = data.delimiter ? ordered_json(std::string(1, *data.delimiter)) : ordered_json(nullptr);
  object["na_strings"] = data.na_strings;
  if (!data.held_out.empty()) {
    object["held_out"] = ordered_json::array();
    for (const Index row : data.held_out) object["held_out"].push_back(row + 1);
  }
  if (data.cluster) object["cluster"] = *data.cluster;
  object["na"] = name_of(data.missing);
  return object;
}

// Of variables or of targets.
template <typename Named>
void add_ranges(const std::vector<Named>& columns, const char* key, ordered_json& training) {
  ordered_json ranges = ordered_json::object();
  for (const Named& column : columns) {
    if (column.range) append_member(ranges, column.name, {column.range->min, column.range->max});
  }
  if (!ranges.empty()) training[key] = std::move(ranges);
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
  if (!record.refits) return;
  ordered_json& refits = training["refits"]["weights"] = ordered_json::array();
  for (const Vector& weights : record.refits->weights) refits.push_back(json_numbers(weights));
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
  add_ranges(model.design.variables, "ranges", training);
  add_ranges(model.design.targets, "target_ranges", training);
  if (!training.empty()) document["training"] = std::move(training);
  return pretty(document) + "\n";
}

}  // namespace nninterp
