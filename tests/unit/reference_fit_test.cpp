// Trainings of R's neuralnet, repeated from the same start weights: the same steps and the same weights.
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

FitOptions options_of_reference(const Json& reference) {
  FitOptions options = neuralnet_preset();
  options.columns.formula = reference["formula"].get<std::string>();
  options.network.hidden = reference["hidden"].get<std::vector<Index>>();
  if (options.network.hidden == std::vector<Index>{0}) options.network.hidden.clear();
  options.network.activation = *named<Activation>(reference["activation"].get<std::string>());
  options.network.output = named<Activation>(reference["output_activation"].get<std::string>());
  options.network.error = named<ErrorFunction>(reference["error_function"].get<std::string>());
  options.train.step.algorithm = *named<Algorithm>(reference["algorithm"].get<std::string>());
  if (!reference["learningrate"].is_null()) options.train.step.learning_rate = reference["learningrate"].get<double>();
  options.train.threshold = reference["threshold"].get<double>();
  options.train.stepmax = reference["stepmax"].get<long>();
  options.train.step.min = reference["learningrate_limit"][0];
  options.train.step.max = reference["learningrate_limit"][1];
  options.train.step.minus = reference["learningrate_factor"][0];
  options.train.step.plus = reference["learningrate_factor"][1];
  options.starts.weights = reference["start_weights"].get<std::vector<double>>();
  if (!reference["exclude"].is_null()) options.starts.exclude = reference["exclude"].get<std::vector<Index>>();
  if (!reference["constant_weights"].is_null()) {
    options.starts.constant_weights = reference["constant_weights"].get<std::vector<double>>();
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
  options.columns.formula = formula_of_peer(reference);
  options.network.hidden = settings["hidden"].get<std::vector<Index>>();
  if (options.network.hidden == std::vector<Index>{0}) options.network.hidden.clear();
  options.network.activation = *named<Activation>(settings["act_fct"].get<std::string>());
  options.network.output = settings["linear_output"].get<bool>()
                               ? Activation::linear
                               : *named<Activation>(settings["output_act_fct"].get<std::string>());
  options.network.error = named<ErrorFunction>(settings["err_fct"].get<std::string>());
  options.train.step.algorithm = *named<Algorithm>(settings["algorithm"].get<std::string>());
  if (!settings["learningrate"].is_null()) options.train.step.learning_rate = settings["learningrate"].get<double>();
  options.train.threshold = settings["threshold"].get<double>();
  options.train.stepmax = settings["stepmax"].get<long>();
  options.train.step.min = settings["learningrate_limit"][0];
  options.train.step.max = settings["learningrate_limit"][1];
  options.train.step.minus = settings["learningrate_factor"][0];
  options.train.step.plus = settings["learningrate_factor"][1];
  options.starts.repetitions = settings["rep"].get<int>();
  options.starts.weights = reference["startweights_given"].get<std::vector<double>>();
  if (settings["exclude"].is_array()) {
    for (const Json& element : settings["exclude"]) {
      if (element.is_array()) {
        options.starts.exclude_triples.push_back(element.get<std::vector<Index>>());
      } else {
        options.starts.exclude.push_back(element.get<Index>());
      }
    }
  }
  if (settings["constant_weights"].is_array()) {
    options.starts.constant_weights = settings["constant_weights"].get<std::vector<double>>();
  }
  return options;
}

// A training of R's, from either set.
struct Case {
  std::string file;
  Table table;
  FitOptions options;
  Json results;  // one a repetition

  // sag and slr are chaotic: a last bit more or less, and R itself ends elsewhere.
  bool chaotic() const {
    return options.train.step.algorithm == Algorithm::sag || options.train.step.algorithm == Algorithm::slr;
  }
};

std::vector<Case> cases() {
  std::vector<Case> found;
  for (const std::string& file : files_like(test_file("reference"), "fit-")) {
    const Json reference = read_json(file);
    found.push_back({file, table_in(test_file("reference/data/" + reference["data"].get<std::string>())),
                     options_of_reference(reference), Json::array({reference["result"]})});
  }
  for (const std::string& file : files_like(test_file("reference/peers"), "")) {
    const bool bug = file.find("-bug") != std::string::npos;  // R's fault: ce with tanh outputs
    if (file.find(".json") == std::string::npos || bug) continue;
    const Json reference = read_json(file);
    if (!reference.is_object() || reference.value("format", "") != "nninterp-parity-1") continue;
    found.push_back({file, table_in(test_file("reference/peers/" + reference["data"].get<std::string>())),
                     options_of_peer(reference), reference["results"]});
  }
  return found;
}

// A repetition that did not converge in R has no results there.
bool knows(const Json& result, const char* measure) { return result.contains(measure) && result[measure].is_number(); }

double distance(const Vector& weights, const Json& expected) {
  return (weights - vector_of(expected)).lpNorm<Eigen::Infinity>();
}

// The weights after so many updates, of repetition `rep`.
Vector after_updates(const Case& c, long updates, std::size_t rep) {
  FitOptions options = c.options;
  const std::size_t each = options.starts.weights.size() / static_cast<std::size_t>(options.starts.repetitions);
  const auto first = c.options.starts.weights.begin() + static_cast<std::ptrdiff_t>(rep * each);
  options.starts.weights.assign(first, first + static_cast<std::ptrdiff_t>(each));
  options.starts.repetitions = 1;
  options.train.stepmax = updates + 1;
  return fit(c.table, options).network.weights;
}

// Weights after each of the first updates, as either set keeps them.
std::vector<Json> first_updates(const Json& result) {
  std::vector<Json> weights;
  for (const Json& after : result.value("first_updates", Json::array())) weights.push_back(after);
  for (const Json& after : result.value("trajectory", Json::array())) weights.push_back(after["weights"]);
  return weights;
}

}  // namespace

TEST_CASE("rprop+, rprop- and backprop end where R's neuralnet does, step by step", "[reference]") {
  std::size_t compared = 0;
  for (const Case& c : cases()) {
    if (c.chaotic()) continue;
    INFO(c.file);
    const Model model = fit(c.table, c.options);
    const auto& repetitions = model.training->repetitions;
    REQUIRE(repetitions.size() == c.results.size());
    for (std::size_t i = 0; i < repetitions.size(); ++i) {
      const Json& expected = c.results[i];
      CHECK(repetitions[i].converged == expected["converged"].get<bool>());
      CHECK(repetitions[i].steps == expected["steps"].get<long>());
      if (knows(expected, "error")) CHECK(distance(repetitions[i].error, expected["error"]) < 1e-10);
      if (knows(expected, "reached_threshold"))
        CHECK(distance(repetitions[i].reached_threshold, expected["reached_threshold"]) < 1e-9);
      if (i != model.training->best) continue;
      CHECK(distance(model.network.weights, expected["weights"]) < 1e-9);
      if (!knows(expected, "aic")) continue;
      CHECK(distance(*model.training->aic, expected["aic"]) < 1e-10);
      CHECK(distance(*model.training->bic, expected["bic"]) < 1e-10);
    }
    ++compared;
  }
  CHECK(compared >= 55);
}

TEST_CASE("the first updates of every algorithm are R's", "[reference]") {
  std::size_t compared = 0, chaotic = 0;
  for (const Case& c : cases()) {
    INFO(c.file);
    for (std::size_t rep = 0; rep < c.results.size(); ++rep) {
      const std::vector<Json> updates = first_updates(c.results[rep]);
      for (std::size_t i = 0; i < updates.size(); ++i) {
        CHECK(distance(after_updates(c, static_cast<long>(i) + 1, rep), updates[i]) < 1e-9);
        ++compared;
        chaotic += c.chaotic() ? 1 : 0;
      }
    }
  }
  CHECK(compared >= 300);
  CHECK(chaotic >= 30);
}

TEST_CASE("sag and slr end below the threshold", "[reference]") {
  std::size_t compared = 0;
  for (const Case& c : cases()) {
    if (!c.chaotic() || !c.results[0]["converged"].get<bool>()) continue;
    INFO(c.file);
    const Model model = fit(c.table, c.options);
    CHECK(model.training->repetitions[0].converged);
    CHECK(model.training->repetitions[0].reached_threshold < c.options.train.threshold);
    ++compared;
  }
  CHECK(compared >= 6);
}

TEST_CASE("slopes of the log-odds are neuralnet's generalized weights", "[reference]") {
  std::size_t compared = 0;
  for (const Case& c : cases()) {
    if (c.options.network.output != Activation::logistic || c.chaotic() || c.results.size() != 1) continue;
    if (!c.results[0].contains("generalized_weights")) continue;
    INFO(c.file);
    const Model model = fit(c.table, c.options);
    const Slopes odds =
        slopes(model, gather_variables(model.design, c.table, all_rows(c.table)), 1, OutputScale::logit);
    const Json& expected = c.results[0]["generalized_weights"];  // one array a row, output after output
    for (std::size_t row = 0; row < expected.size(); ++row) {
      Vector ours(static_cast<Index>(expected[row].size()));
      Index next = 0;
      for (const Matrix& of_output : odds.by_output) {
        for (Index v = 0; v < of_output.cols(); ++v) ours[next++] = of_output(static_cast<Index>(row), v);
      }
      for (Index i = 0; i < ours.size(); ++i) {
        const Json& theirs = expected[row][static_cast<std::size_t>(i)];
        if (!theirs.is_number()) continue;  // R divides by p (1 - p), which has become 0
        CHECK(ours[i] == Approx(theirs.get<double>()).epsilon(1e-8).margin(1e-10));
      }
    }
    ++compared;
  }
  CHECK(compared >= 10);
}

TEST_CASE("a seed gives the start weights that R's neuralnet draws after set.seed, to the last bit", "[reference]") {
  const Table table = table_in(test_file("reference/data/swiss-scaled.csv"));
  const Json references = read_json(test_file("reference/seeds/start-weights.json"));
  CHECK(references.size() >= 20);
  for (const Json& reference : references) {
    FitOptions options = neuralnet_preset();
    options.columns.formula = "Fertility ~ Agriculture + Education + Catholic";
    options.network.hidden = reference["hidden"].get<std::vector<Index>>();
    if (options.network.hidden == std::vector<Index>{0}) options.network.hidden.clear();
    options.seed = reference["seed"].get<std::int32_t>();
    options.train.threshold = 1e9;
    options.starts.repetitions = 1;
    const Vector expected = vector_of(reference["start_weights"]);
    const Vector drawn = fit(table, options).training->start_weights;
    INFO("seed " << reference["seed"] << ", hidden " << reference["hidden"]);
    CHECK(drawn == expected.head(drawn.size()));
    if (reference["rep"] == 1) {
      CHECK(drawn.size() == expected.size());
      continue;
    }
    // Repetition by repetition: the second one alone, as given weights, is the second half.
    options.starts.repetitions = 2;
    options.starts.weights.assign(expected.begin(), expected.end());
    const Model given = fit(table, options);
    options.starts.weights.clear();
    const Model seeded = fit(table, options);
    CHECK(seeded.training->repetitions[1].error == given.training->repetitions[1].error);
  }
}

TEST_CASE("ce with tanh outputs is refused, where R goes on with wrong numbers", "[reference]") {
  const Json reference = read_json(test_file("reference/peers/swiss-ce-outtanh-bug.json"));
  const Table table = table_in(test_file("reference/peers/" + reference["data"].get<std::string>()));
  CHECK_THROWS_AS(fit(table, options_of_peer(reference)), UsageError);
}
