// Trainings of R's neuralnet, repeated from the same start weights: the same steps and the same weights.
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

FitOptions options_of_reference(const Json& reference) {
  FitOptions options = neuralnet_preset();
  options.formula = reference["formula"].get<std::string>();
  options.hidden = reference["hidden"].get<std::vector<Index>>();
  if (options.hidden == std::vector<Index>{0}) options.hidden.clear();
  options.activation = *activation_named(reference["activation"].get<std::string>());
  options.output = activation_named(reference["output_activation"].get<std::string>());
  options.error = error_function_named(reference["error_function"].get<std::string>());
  options.threshold = reference["threshold"].get<double>();
  options.stepmax = reference["stepmax"].get<long>();
  options.rprop.min = reference["learningrate_limit"][0];
  options.rprop.max = reference["learningrate_limit"][1];
  options.rprop.minus = reference["learningrate_factor"][0];
  options.rprop.plus = reference["learningrate_factor"][1];
  options.start_weights = reference["start_weights"].get<std::vector<double>>();
  if (!reference["exclude"].is_null()) options.exclude = reference["exclude"].get<std::vector<Index>>();
  if (!reference["constant_weights"].is_null()) {
    options.constant_weights = reference["constant_weights"].get<std::vector<double>>();
  }
  return options;
}

std::string formula_of_peer(const Json& reference) {
  std::string formula;
  for (const auto& target : reference["targets"]) formula += (formula.empty() ? "" : " + ") + target.get<std::string>();
  formula += " ~ ";
  for (std::size_t i = 0; i < reference["predictors"].size(); ++i) {
    formula += (i > 0 ? " + " : "") + reference["predictors"][i].get<std::string>();
  }
  return formula;
}

FitOptions options_of_peer(const Json& reference) {
  const Json& settings = reference["settings"];
  FitOptions options = neuralnet_preset();
  options.formula = formula_of_peer(reference);
  options.hidden = settings["hidden"].get<std::vector<Index>>();
  if (options.hidden == std::vector<Index>{0}) options.hidden.clear();
  options.activation = *activation_named(settings["act_fct"].get<std::string>());
  options.output = settings["linear_output"].get<bool>()
                       ? Activation::linear
                       : *activation_named(settings["output_act_fct"].get<std::string>());
  options.error = error_function_named(settings["err_fct"].get<std::string>());
  options.threshold = settings["threshold"].get<double>();
  options.stepmax = settings["stepmax"].get<long>();
  options.rprop.min = settings["learningrate_limit"][0];
  options.rprop.max = settings["learningrate_limit"][1];
  options.rprop.minus = settings["learningrate_factor"][0];
  options.rprop.plus = settings["learningrate_factor"][1];
  options.repetitions = settings["rep"].get<int>();
  options.start_weights = reference["startweights_given"].get<std::vector<double>>();
  if (settings["exclude"].is_array()) {
    for (const Json& element : settings["exclude"]) {
      if (element.is_array()) {
        options.exclude_triples.push_back(element.get<std::vector<Index>>());
      } else {
        options.exclude.push_back(element.get<Index>());
      }
    }
  }
  if (settings["constant_weights"].is_array()) {
    options.constant_weights = settings["constant_weights"].get<std::vector<double>>();
  }
  return options;
}

}  // namespace

TEST_CASE("rprop+ from given start weights ends where R's neuralnet does, step by step", "[reference]") {
  std::size_t compared = 0;
  for (const std::string& file : files_like(test_file("reference"), "fit-")) {
    const Json reference = read_json(file);
    if (reference["algorithm"] != "rprop+") continue;
    INFO(file);
    const Table table = read_table(test_file("reference/data/" + reference["data"].get<std::string>()));
    const Model model = fit(table, options_of_reference(reference));
    const Json& expected = reference["result"];
    const Repetition& best = model.training->repetitions.at(0);
    CHECK(best.converged == expected["converged"].get<bool>());
    CHECK(best.steps == expected["steps"].get<long>());
    CHECK(distance(best.error, expected["error"]) < 1e-10);
    CHECK(distance(best.reached_threshold, expected["reached_threshold"]) < 1e-9);
    CHECK((model.network.weights - vector_of(expected["weights"])).lpNorm<Eigen::Infinity>() < 1e-9);
    if (expected.contains("aic")) {
      CHECK(distance(*model.training->aic, expected["aic"]) < 1e-10);
      CHECK(distance(*model.training->bic, expected["bic"]) < 1e-10);
    }
    ++compared;
  }
  CHECK(compared >= 19);
}

TEST_CASE("a second set of neuralnet's rprop+ trainings, several repetitions and exclusions among them",
          "[reference]") {
  std::size_t compared = 0;
  for (const std::string& file : files_like(test_file("reference/peers"), "")) {
    const bool bug = file.find("-bug") != std::string::npos;  // R's fault: ce with tanh outputs
    if (file.find(".json") == std::string::npos || bug) continue;
    const Json reference = read_json(file);
    if (!reference.is_object() || reference.value("format", "") != "nninterp-parity-1") continue;
    if (reference["settings"]["algorithm"] != "rprop+") continue;
    INFO(file);
    const Table table = read_table(test_file("reference/peers/" + reference["data"].get<std::string>()));
    const Model model = fit(table, options_of_peer(reference));
    const auto& repetitions = model.training->repetitions;
    REQUIRE(repetitions.size() == reference["results"].size());
    for (std::size_t i = 0; i < repetitions.size(); ++i) {
      const Json& expected = reference["results"][i];
      CHECK(repetitions[i].converged == expected["converged"].get<bool>());
      CHECK(repetitions[i].steps == expected["steps"].get<long>());
      if (expected.contains("error") && expected["error"].is_number())
        CHECK(distance(repetitions[i].error, expected["error"]) < 1e-10);
      if (i != model.training->best) continue;
      CHECK((model.network.weights - vector_of(expected["weights"])).lpNorm<Eigen::Infinity>() < 1e-9);
      if (expected.contains("aic")) {
        CHECK(distance(*model.training->aic, expected["aic"]) < 1e-10);
        CHECK(distance(*model.training->bic, expected["bic"]) < 1e-10);
      }
    }
    ++compared;
  }
  CHECK(compared >= 25);
}

TEST_CASE("ce with tanh outputs is refused, where R goes on with wrong numbers", "[reference]") {
  const Json reference = read_json(test_file("reference/peers/swiss-ce-outtanh-bug.json"));
  const Table table = read_table(test_file("reference/peers/" + reference["data"].get<std::string>()));
  CHECK_THROWS_AS(fit(table, options_of_peer(reference)), UsageError);
}
