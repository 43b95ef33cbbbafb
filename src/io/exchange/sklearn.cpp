#include "nninterp/io/exchange/sklearn.hpp"

#include <cmath>

#include "nninterp/core/text.hpp"
#include "parts.hpp"

namespace nninterp {

namespace {

std::optional<Activation> activation_of_sklearn(const std::string& name) {
  return name == "identity" ? Activation::linear : named<Activation>(name);
}

std::vector<double> numbers_of(const Node& fit, const char* key) {
  const std::optional<Node> node = fit.optional(key);
  return node ? node->numbers() : std::vector<double>{};
}

void check_size(const Node& node, std::size_t size, Index wanted, const char* what) {
  if (static_cast<Index>(size) == wanted) return;
  node.refuse("has " + count_of(size, "element") + ", and the network has " + std::to_string(wanted) + " " + what);
}

// coefs: a layer's matrix of inputs × units; intercepts: a layer's biases.
void read_layer(const Node& coefs, const Node& intercepts, Architecture& architecture, std::vector<double>& weights) {
  const std::vector<double> biases = intercepts.numbers();
  if (architecture.units.empty()) architecture.units.push_back(static_cast<Index>(coefs.size()));
  check_size(coefs, coefs.size(), architecture.units.back(), "units before it");
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < coefs.size(); ++i) {
    rows.push_back(coefs[i].numbers());
    check_size(coefs[i], rows.back().size(), static_cast<Index>(biases.size()), "biases in this layer");
  }
  if (rows.empty() || biases.empty()) coefs.refuse("is empty");
  for (std::size_t unit = 0; unit < biases.size(); ++unit) {
    weights.push_back(biases[unit]);
    for (const std::vector<double>& row : rows) weights.push_back(row[unit]);
  }
  architecture.units.push_back(static_cast<Index>(biases.size()));
}

Network read_network(const Node& fit) {
  if (!fit.optional("coefs") && fit.optional("coefs_")) {
    fit.refuse("has 'coefs_' and not 'coefs'", "docs/import.md has the recipe that writes what is read here");
  }
  const Node coefs = fit.required("coefs"), intercepts = fit.required("intercepts");
  if (coefs.size() == 0) coefs.refuse("is empty");
  check_size(intercepts, intercepts.size(), static_cast<Index>(coefs.size()), "layers of weights");
  Network network;
  std::vector<double> weights;
  for (std::size_t l = 0; l < coefs.size(); ++l) read_layer(coefs[l], intercepts[l], network.architecture, weights);
  network.weights = Eigen::Map<const Vector>(weights.data(), static_cast<Index>(weights.size()));
  network.architecture.hidden =
      word(fit.required("activation"), {"identity", "logistic", "tanh", "relu"}, activation_of_sklearn);
  network.architecture.output =
      word(fit.required("out_activation"), {"identity", "logistic", "softmax"}, activation_of_sklearn);
  if (network.architecture.output == Activation::softmax && network.architecture.outputs() < 2) {
    fit.required("out_activation").refuse("softmax needs at least 2 outputs");
  }
  return network;
}

// A StandardScaler's mean and scale, one a column.
template <typename Column>
void read_scaler(const Node& fit, const char* mean_key, const char* scale_key, std::vector<Column>& columns) {
  const std::vector<double> means = numbers_of(fit, mean_key), scales = numbers_of(fit, scale_key);
  const auto count = static_cast<Index>(columns.size());
  if (!means.empty()) check_size(fit.required(mean_key), means.size(), count, "of these");
  if (!scales.empty()) check_size(fit.required(scale_key), scales.size(), count, "of these");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!means.empty()) columns[i].center = means[i];
    if (!scales.empty()) columns[i].scale = scales[i];
    if (columns[i].scale <= 0) fit.required(scale_key).refuse(format_number(columns[i].scale) + " is not above 0");
  }
}

// A scaled target is a regression's.
void check_no_target_scaler(const Node& fit) {
  for (const char* key : {"target_mean", "target_scale"}) {
    if (!numbers_of(fit, key).empty()) fit.required(key).refuse("goes with identity outputs alone");
  }
}

std::vector<std::string> feature_names(const Node& fit, Index inputs) {
  const std::vector<std::string> names = texts_of(fit, "features");
  if (names.empty()) return numbered_names("X", inputs);
  check_size(fit.required("features"), names.size(), inputs, "inputs");
  return names;
}

}  // namespace

Model import_sklearn(std::string_view bytes, const std::string& name, const ImportOptions& options) {
  const nlohmann::json json = parse_json(bytes, name);
  const Node fit(json, name);
  Model model;
  model.network = read_network(fit);
  const Architecture& architecture = model.network.architecture;
  model.error = architecture.output == Activation::linear ? ErrorFunction::sse : ErrorFunction::ce;
  model.design.variables = imported_variables(feature_names(fit, architecture.inputs()), options, name);
  read_scaler(fit, "mean", "scale", model.design.variables);
  if (architecture.output != Activation::linear) check_no_target_scaler(fit);
  const std::vector<std::string> classes = classes_of(fit, "classes", architecture.output);
  // Several logistic outputs are labels, each for itself.
  const bool labels = architecture.output == Activation::logistic && architecture.outputs() > 1;
  if (classes.empty() || labels) {
    model.design.targets = imported_targets(numbered_names("Y", architecture.outputs()), options, name);
    read_scaler(fit, "target_mean", "target_scale", model.design.targets);
  } else {
    model.design.targets = {imported_classes(classes, architecture.outputs(), options, name)};
  }
  check_one_side(model.design, name);
  return model;
}

}  // namespace nninterp
