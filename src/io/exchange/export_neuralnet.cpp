#include <cmath>

#include "nninterp/core/text.hpp"
#include "nninterp/io/exchange/exchange.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/model/original_units.hpp"

namespace nninterp {

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

std::string export_neuralnet(const Model& model) {
  if (model.network.architecture.output == Activation::softmax) {
    throw InputError("neuralnet has no softmax outputs", "fit with --output logistic, one output a class");
  }
  const Network network = in_original_units(model);
  std::string csv = "\"\",\"V1\"\n";
  const bool scaled = network.weights != model.network.weights;
  if (model.training && !model.training->repetitions.empty() && !scaled) add_measures(csv, *model.training);
  const std::vector<std::string> names = weight_names(model);
  for (std::size_t i = 0; i < names.size(); ++i) add_row(csv, names[i], network.weights[static_cast<Index>(i)]);
  return csv;
}

}  // namespace nninterp
