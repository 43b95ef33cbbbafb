#include "nninterp/io/exchange/nnet.hpp"

#include "nninterp/core/text.hpp"
#include "parts.hpp"

namespace nninterp {

namespace {

// The snippet writes every vector as an array, single values too, and NULL as null.
bool flag(const Node& fit, const char* key) {
  const std::optional<Node> node = fit.optional(key);
  return node && node->numbers() != std::vector<double>{0};
}

Index whole(const Node& fit, const char* key) {
  const Node node = fit.required(key);
  if (node.size() != 1) node.refuse("must be a single number");
  return node[0].whole(0, 1'000'000'000);
}

std::vector<Index> read_units(const Node& fit) {
  const Node n = fit.required("n");
  if (n.size() != 3) n.refuse("must be three numbers: inputs, hidden units, outputs");
  std::vector<Index> units{n[0].whole(1, max_imported_units), n[1].whole(0, max_imported_units),
                           n[2].whole(1, max_imported_units)};
  if (units[1] == 0) units.erase(units.begin() + 1);  // skip-layer connections alone
  return units;
}

// nnet's order is ours: unit by unit, its bias first.
Vector read_weights(const Node& fit, const Architecture& architecture) {
  const Node wts = fit.required("wts");
  const std::vector<double> weights = wts.numbers();
  const auto count = static_cast<Index>(weights.size()), expected = architecture.weight_count();
  const bool hidden = architecture.layers() > 1;
  if (hidden && count == expected + architecture.inputs() * architecture.outputs()) {
    wts.refuse("the network has skip-layer connections, which have no place here", "fit with skip = FALSE");
  }
  if (count != expected) {
    wts.refuse("has " + count_of(weights.size(), "number") + ", and 'n' needs " + std::to_string(expected));
  }
  return Eigen::Map<const Vector>(weights.data(), count);
}

Activation read_output(const Node& fit) {
  if (flag(fit, "censored")) fit.refuse("censored networks have no place here");
  if (flag(fit, "softmax")) return Activation::softmax;
  const Index sigmoid = whole(fit, "nsunits"), units = whole(fit, "nunits");
  if (sigmoid > units) {
    fit.required("nsunits").refuse(std::to_string(sigmoid) + ", and there are only " + std::to_string(units) +
                                   " units");
  }
  return sigmoid < units ? Activation::linear : Activation::logistic;
}

std::vector<std::string> input_names(const Node& fit, Index inputs) {
  const std::vector<std::string> names = without_backticks(texts_of(fit, "coefnames"));
  if (names.empty()) return numbered_names("X", inputs);
  if (static_cast<Index>(names.size()) == inputs) return names;
  fit.required("coefnames")
      .refuse("has " + count_of(names.size(), "name") + ", and the network has " +
              count_of(static_cast<std::size_t>(inputs), "input"));
}

// multinom() has the intercept as an input, beside biases that stay 0.
void fold_intercept(std::vector<std::string>& names, Network& network) {
  Architecture& architecture = network.architecture;
  if (architecture.layers() > 1 || architecture.inputs() < 2 || names.front() != "(Intercept)") return;
  Matrix of_outputs = network.weights.reshaped(architecture.inputs() + 1, architecture.outputs());
  of_outputs.row(1) += of_outputs.row(0);
  network.weights = of_outputs.bottomRows(architecture.inputs()).reshaped();
  --architecture.units.front();
  names.erase(names.begin());
}

}  // namespace

Model import_nnet(std::string_view bytes, const std::string& name, const ImportOptions& options) {
  const nlohmann::json json = parse_json(bytes, name);
  const Node fit(json, name);
  Model model;
  Architecture& architecture = model.network.architecture;
  architecture.units = read_units(fit);
  architecture.hidden = Activation::logistic;
  architecture.output = read_output(fit);
  if (architecture.output == Activation::softmax && architecture.outputs() < 2) {
    fit.refuse("softmax needs at least 2 outputs");
  }
  model.network.weights = read_weights(fit, architecture);
  const bool entropy = flag(fit, "entropy") || architecture.output == Activation::softmax;
  if (entropy && architecture.output == Activation::linear) fit.refuse("entropy does not go with linear outputs");
  model.error = entropy ? ErrorFunction::ce : ErrorFunction::sse;
  std::vector<std::string> inputs = input_names(fit, architecture.inputs());
  fold_intercept(inputs, model.network);
  model.design.variables = imported_variables(inputs, options, name);
  const std::vector<std::string> levels = classes_of(fit, "lev", architecture.output);
  if (levels.empty()) {
    model.design.targets = imported_targets(numbered_names("Y", architecture.outputs()), options, name);
  } else {
    model.design.targets = {imported_classes(levels, architecture.outputs(), options, name)};
  }
  check_one_side(model.design, name);
  return model;
}

}  // namespace nninterp
