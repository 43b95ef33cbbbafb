#pragma once

#include <limits>
#include <string>

#include "nninterp/io/model/model_file.hpp"
#include "support/catch.hpp"

// Model files, good and bad.
namespace nninterp::test {

inline const std::string minimal = R"({
  "schema": "nninterp/model/1",
  "inputs": [{"name": "a", "type": "numeric"}, {"name": "b", "type": "numeric"}],
  "targets": [{"name": "y", "type": "numeric"}],
  "network": {"activation": "logistic", "output": "linear", "weights": [[[1, 2], [3, 4], [5, 6]], [[7], [8], [9]]]}
})";

/// The text with one part replaced, which is there.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline std::string with_training(const std::string& training) {
  return replaced(minimal, "\"schema\"", "\"training\": " + training + ", \"schema\"");
}

struct Refusal {
  std::string message, hint;
};

inline Refusal refusal_of(const std::string& bytes) {
  try {
    read_model(bytes, "m.json");
  } catch (const InputError& error) {
    return {error.what(), error.hint()};
  }
  return {"no error", ""};
}

// What is said when `from` in the minimal model becomes `to`.
inline std::string message_for(const std::string& from, const std::string& to) {
  return refusal_of(replaced(minimal, from, to)).message;
}

inline Model rich_model() {
  Model model;
  Variable age;
  age.name = "age";
  age.center = 0.1 + 0.2;
  age.scale = 1e-300;
  age.range = Range{-1.5, 1.0 / 3};
  age.values = {-1e-3, 1.0 / 3};
  Variable sex;
  sex.name = "sex \"quoted\"\n\xC3\xA9";
  sex.categorical = true;
  sex.levels = {"", "f", "m"};
  sex.reference = 2;
  Target y;
  y.name = "y";
  y.center = -0.0;
  y.scale = -2.5;
  y.range = Range{-4, 1.0 / 7};
  Target kind;
  kind.name = "kind";
  kind.categorical = true;
  kind.levels = {"no", "yes"};
  kind.indicators = true;
  model.design = {{age, sex}, {y, kind}};
  model.network.architecture = {{3, 2, 3}, Activation::softplus, Activation::logistic};
  model.network.weights = Vector::LinSpaced(model.network.architecture.weight_count(), -1.0 / 3, 1e17);
  model.network.weights[0] = -0.0;
  model.network.weights[1] = 5e-324;
  model.network.weights[2] = std::numeric_limits<double>::max();
  model.error = ErrorFunction::sse;
  const TableFormat format{'\t', ',', '.', '#', false, {"iso"}, {"-", "?"}};
  model.data = DataSource{"my data.csv", "ab12", 100, 98, format, MissingPolicy::drop, {4, 90}, "person", "count"};
  TrainingRecord record;
  record.decay = 0.001;
  record.threshold = 0.01;
  record.decay_chosen_by = ChosenBy::user;
  record.preset = "neuralnet";
  record.stepmax = 100000;
  record.seed = -2147483647;
  record.scaling = Scaling::minmax;
  record.repetitions = {{false, StopReason::stalled, 17, 4, 0.5, 2.25, 0.1, false, {}},
                        {true, StopReason::threshold, 230, 0, 0.009, 1.0 / 7, 0, false, {}}};
  record.best = 1;
  record.aic = 12.5;
  record.bic = -3.75;
  record.quality["y"].r_squared = 0.9;
  record.quality["y"].rmse = 0.3;
  record.quality["kind"].auc = 1;
  record.baselines.linear["y"].mae = 0.7;
  record.baselines.penalised["y"].mae = 0.65;
  record.baselines.null["y"].mae = 1.1;
  record.cv_quality["y"].r_squared = 0.8;
  record.cv_quality["kind"];
  record.quality["kind"].confusion = Confusion{{"no", "yes"}, (Matrix(2, 2) << 30, 5, 7, 56).finished()};
  record.cv_quality["kind"].confusion = Confusion{{"no", "yes"}, (Matrix(2, 2) << 28.5, 6.5, 8, 55).finished()};
  record.cv_baselines.linear["y"].mae = 0.9;
  record.cv_baselines.penalised["y"].mae = 0.85;
  record.cv_baselines.null["y"].mae = 1.2;
  record.penalised_decay = 0.03;
  record.undetermined = "a and b repeat each other";
  record.verdict = Verdict{VerdictCode::no_better_than_linear, BaselineKind::penalised, -0.01, 0.02, 4, true, true};
  record.clusters = {0, 1, 1, 2, 0};
  record.hidden_chosen_by = ChosenBy::cross_validation;
  record.polish = Polish::bfgs;
  record.cross_validation =
      CrossValidation{5, 2, 10, {{{}, 0, 0.7, 0.1}, {{3, 2}, 1e-3, 0.5, 0.05}}, 1, 0.05, 0.6, 0.1, 0.02};
  record.validation = Validation{"new.csv", 12, {}, {}};
  record.validation->quality["y"].rmse = 0.4;
  record.validation->baselines.linear["y"].rmse = 0.5;
  record.validation->baselines.penalised["y"].rmse = 0.45;
  record.validation->baselines.null["y"].rmse = 0.9;
  record.excluded = {3, 0};
  record.start_weights = Vector::Constant(model.network.weights.size(), 0.1);
  record.warnings = {{"not_converged", "it said: \"no\""}};
  model.training = record;
  return model;
}

}  // namespace nninterp::test
