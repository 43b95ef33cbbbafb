#include "nninterp/io/model/model_file.hpp"

#include <cmath>
#include <limits>

#include "support/model_texts.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::vector<double> flat(const Vector& values) { return {values.begin(), values.end()}; }

}  // namespace

TEST_CASE("a model file with only the required fields is read, with the defaults") {
  const Model model = read_model(minimal, "m.json");
  REQUIRE(model.design.variables.size() == 2);
  CHECK(model.design.variables[1].name == "b");
  CHECK(model.design.variables[1].center == 0);
  CHECK(model.design.variables[1].scale == 1);
  CHECK_FALSE(model.design.variables[1].range);
  CHECK(model.network.architecture.units == std::vector<Index>{2, 2, 1});
  CHECK(flat(model.network.weights) == std::vector<double>{1, 3, 5, 2, 4, 6, 7, 8, 9});
  CHECK(model.network.architecture.hidden == Activation::logistic);
  CHECK(model.network.architecture.output == Activation::linear);
  CHECK(model.error == ErrorFunction::sse);
  CHECK_FALSE(model.data);
  CHECK_FALSE(model.training);
}

TEST_CASE("the error function follows from the outputs where the file does not tell") {
  const auto error_of = [](const std::string& output) {
    return read_model(replaced(minimal, "\"linear\"", output), "m.json").error;
  };
  CHECK(error_of("\"tanh\"") == ErrorFunction::sse);
  CHECK(error_of("\"logistic\"") == ErrorFunction::ce);
  CHECK(error_of("\"logistic\", \"error\": \"sse\"") == ErrorFunction::sse);
  CHECK(error_of("\"relu\", \"error\": null") == ErrorFunction::sse);
}

TEST_CASE("a model is read back as it was written, to the last bit") {
  const Model model = rich_model();
  const std::string text = write_model(model);
  const Model read = read_model(text, "m.json");
  CHECK(write_model(read) == text);
  CHECK(flat(read.network.weights) == flat(model.network.weights));
  CHECK(std::signbit(read.network.weights[0]));
  CHECK(read.network.architecture.units == model.network.architecture.units);
  CHECK(read.network.architecture.hidden == Activation::softplus);
  CHECK(read.error == ErrorFunction::sse);
  CHECK(read.design.variables[0].center == 0.1 + 0.2);
  CHECK(read.design.variables[0].scale == 1e-300);
  REQUIRE(read.design.variables[0].range);
  CHECK(read.design.variables[0].range->max == 1.0 / 3);
  CHECK(read.design.variables[0].values == model.design.variables[0].values);
  CHECK(read.design.variables[1].name == model.design.variables[1].name);
  CHECK(read.design.variables[1].levels == model.design.variables[1].levels);
  CHECK(read.design.variables[1].reference == 2);
  CHECK_FALSE(read.design.variables[1].range);
  CHECK(std::signbit(read.design.targets[0].center));
  CHECK(read.design.targets[1].indicators);
}

TEST_CASE("the records of data and training are read back as they were written") {
  const Model read = read_model(write_model(rich_model()), "m.json");
  REQUIRE(read.data);
  CHECK(read.data->path == "my data.csv");
  CHECK(read.data->sha256 == "ab12");
  CHECK(read.data->rows == 100);
  CHECK(read.data->rows_used == 98);
  CHECK(read.data->format.delimiter == '\t');
  CHECK(read.data->format.decimal == ',');
  CHECK(read.data->format.thousands == '.');
  CHECK(read.data->format.comment == '#');
  CHECK_FALSE(read.data->format.header);
  CHECK(read.data->format.keep_na == std::vector<std::string>{"iso"});
  CHECK(read.data->format.na_strings == std::vector<std::string>{"-", "?"});
  CHECK(read.data->missing == MissingPolicy::drop);
  REQUIRE(read.training);
  const TrainingRecord& record = *read.training;
  CHECK(record.algorithm == Algorithm::rprop_plus);
  CHECK(record.decay == 0.001);
  CHECK(record.threshold == 0.01);
  CHECK(record.decay_chosen_by == ChosenBy::user);
  CHECK(record.preset == std::string("neuralnet"));
  CHECK(record.stepmax == 100000);
  CHECK(record.seed == -2147483647);
  CHECK(record.scaling == Scaling::minmax);
  REQUIRE(record.repetitions.size() == 2);
  CHECK(record.repetitions[0].stopped == StopReason::stalled);
  CHECK(record.repetitions[1].converged);
  CHECK(record.repetitions[1].steps == 230);
  CHECK(record.repetitions[1].error == 1.0 / 7);
  CHECK(record.repetitions[0].penalty == 0.1);
  CHECK(record.best == 1);
  CHECK(record.aic == 12.5);
  CHECK(record.bic == -3.75);
  CHECK(record.quality.at("y").rmse == 0.3);
  CHECK_FALSE(record.quality.at("y").mae);
  CHECK(record.quality.at("kind").auc == 1.0);
  CHECK(record.baselines.linear.at("y").mae == 0.7);
  CHECK(record.excluded == std::vector<Index>{3, 0});
  CHECK(record.start_weights.size() == read.network.weights.size());
  REQUIRE(record.warnings.size() == 1);
  CHECK(record.warnings[0].message == "it said: \"no\"");
}

TEST_CASE("what a fit found out beside the network is read back as it was written") {
  Model model = rich_model();
  model.training->cross_validation->path[0].holds = false;
  const Model read = read_model(write_model(model), "m.json");
  const TrainingRecord& record = *read.training;
  CHECK(read.data->cluster == std::string("person"));
  CHECK(read.data->weights == std::string("count"));
  REQUIRE(read.design.targets[0].range);
  CHECK(read.design.targets[0].range->min == -4);
  CHECK(read.design.targets[0].range->max == 1.0 / 7);
  CHECK_FALSE(read.design.targets[1].range);
  CHECK(record.clusters == std::vector<Index>{0, 1, 1, 2, 0});
  CHECK(record.cross_validation->floor == 0.05);
  CHECK_FALSE(record.cross_validation->path[0].holds);
  CHECK(record.cross_validation->path[1].holds);
  CHECK(record.penalised_decay == 0.03);
  CHECK(record.undetermined == std::string("a and b repeat each other"));
  REQUIRE(record.verdict);
  CHECK(record.verdict->code == VerdictCode::no_better_than_linear);
  CHECK(record.verdict->baseline == BaselineKind::penalised);
  CHECK(record.verdict->gain == -0.01);
  CHECK(record.verdict->std_error == 0.02);
  CHECK(record.verdict->rounds == 4);
  CHECK(record.verdict->classes);
  CHECK(record.verdict->same_effects);
  CHECK(record.baselines.penalised.at("y").mae == 0.65);
  CHECK(record.baselines.null.at("y").mae == 1.1);
  CHECK(record.cv_baselines.linear.at("y").mae == 0.9);
  CHECK(record.cv_baselines.penalised.at("y").mae == 0.85);
  CHECK(record.cv_baselines.null.at("y").mae == 1.2);
  CHECK(record.validation->baselines.penalised.at("y").rmse == 0.45);
  CHECK(record.validation->baselines.null.at("y").rmse == 0.9);
}

TEST_CASE("a model file without what a fit found out has none of it, and wrong ones are refused") {
  const Model plain = read_model(with_training(R"({"decay": 1})"), "m.json");
  CHECK_FALSE(plain.training->verdict);
  CHECK_FALSE(plain.training->undetermined);
  CHECK_FALSE(plain.training->penalised_decay);
  CHECK(plain.training->clusters.empty());
  CHECK(plain.training->cv_baselines.null.empty());
  CHECK(refusal_of(with_training(R"({"verdict": {"code": "fine"}})")).message ==
        "m.json: training.verdict.code: there is no 'fine' here");
  CHECK(refusal_of(with_training(R"({"clusters": [0, 2]})")).message.find("m.json: training.clusters[1]") == 0);
  CHECK(refusal_of(with_training(R"({"clusters": [0, 0], "refits": {"seed": 1, "rows": 3, "decay": 1, "start": "warm",
    "weights": []}})"))
            .message == "m.json: training.clusters: has 2 numbers, and the refits were drawn from 3 rows");
  CHECK(refusal_of(with_training(R"({"target_ranges": {"z": [0, 1]}})")).message ==
        "m.json: training.target_ranges: there is no target 'z'");
}

TEST_CASE("the text of a model file can be read by people") {
  Model model = read_model(minimal, "m.json");
  model.design.variables[0].range = Range{0, 2.5};
  CHECK(write_model(model) == R"({
  "schema": "nninterp/model/1",
  "inputs": [
    {"name": "a", "type": "numeric", "center": 0, "scale": 1},
    {"name": "b", "type": "numeric", "center": 0, "scale": 1}
  ],
  "targets": [
    {"name": "y", "type": "numeric", "center": 0, "scale": 1}
  ],
  "network": {
    "activation": "logistic",
    "output": "linear",
    "error": "sse",
    "weights": [
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      [
        [7],
        [8],
        [9]
      ]
    ]
  },
  "training": {
    "ranges": {
      "a": [0, 2.5]
    }
  }
}
)");
}

TEST_CASE("training tells what the best repetition tells at its top") {
  const std::string text = write_model(rich_model());
  for (const std::string line : {"\n    \"converged\": true,", "\n    \"stopped\": \"threshold\",",
                                 "\n    \"steps\": 230,", "\n    \"best_rep\": 2,", "\n    \"excluded\": [4, 1],",
                                 "\n        \"cv_rmse\": null,", "\"polish_steps\": 0,"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("weights that are not finite are refused before they are written") {
  Model model = read_model(minimal, "m.json");
  model.network.weights[0] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(write_model(model), InputError);
}

TEST_CASE("values of a variable are ascending numbers, and a confusion has a row and a number a class") {
  const auto refusal = [](const std::string& training) { return refusal_of(with_training(training)).message; };
  CHECK(read_model(with_training(R"({"values": {"b": [0, 1]}})"), "m.json").design.variables[1].two_valued());
  CHECK(refusal(R"({"values": {"b": [1, 1]}})") == "m.json: training.values.b: must be ascending numbers");
  CHECK(refusal(R"({"values": {"c": [0, 1]}})").find("there is no input 'c'") != std::string::npos);
  const std::string begin = R"({"quality": {"y": {"accuracy": 1, "confusion": {"classes": ["a", "b"], "counts": )";
  CHECK(refusal(begin + "[[1, 2], [3, 4]]}}}}") == "no error");
  CHECK(refusal(begin + "[[1, 2]]}}}}").find("a row for each of the 2 classes") != std::string::npos);
  CHECK(refusal(begin + "[[1, 2], [3]]}}}}").find("a number for each of the 2 classes") != std::string::npos);
}

TEST_CASE("a path that is no UTF-8 does not stop a model from being written") {
  Model model = read_model(minimal, "m.json");
  model.data = DataSource{};
  model.data->path = "caf\xE9.csv";
  CHECK(read_model(write_model(model), "m.json").data->path == "caf\xEF\xBF\xBD.csv");
}

TEST_CASE("numbers may be written as integers, and whole numbers as doubles") {
  const Model model = read_model(with_training(R"({"stepmax": 1e5, "seed": 3.0, "decay": 0})"), "m.json");
  CHECK(model.training->stepmax == 100000);
  CHECK(model.training->seed == 3U);
  CHECK(model.training->decay == 0.0);
}

TEST_CASE("a partial training record of another program is accepted") {
  SECTION("empty") {
    CHECK_FALSE(read_model(with_training("{}"), "m.json").training);
    CHECK_FALSE(read_model(with_training("null"), "m.json").training);
  }
  SECTION("ranges alone are the design's") {
    const Model model = read_model(with_training(R"({"ranges": {"b": [1, 2], "a": null}})"), "m.json");
    CHECK_FALSE(model.training);
    CHECK(model.design.variables[1].range->min == 1);
    CHECK_FALSE(model.design.variables[0].range);
  }
  SECTION("the training as a whole") {
    const Model model = read_model(with_training(R"({"stopped": "stepmax", "steps": 9, "unknown": [1]})"), "m.json");
    REQUIRE(model.training->repetitions.size() == 1);
    CHECK_FALSE(model.training->repetitions[0].converged);
    CHECK(model.training->repetitions[0].steps == 9);
    CHECK(std::isnan(model.training->repetitions[0].error));
    CHECK_FALSE(model.training->algorithm);
  }
  SECTION("the best of repetitions that are not told of") {
    CHECK(read_model(with_training(R"({"converged": true, "best_rep": 3})"), "m.json").training->best == 0);
  }
  SECTION("an empty data record") {
    CHECK_FALSE(read_model(replaced(minimal, "\"schema\"", "\"data\": {}, \"schema\""), "m.json").data);
  }
}

TEST_CASE("a categorical input has the first listed level as reference unless told") {
  const auto model = [](const std::string& more) {
    return read_model(
        replaced(minimal, R"("a", "type": "numeric")", R"("a", "type": "categorical", "levels": ["z", "b"])" + more),
        "m.json");
  };
  CHECK(model("").design.variables[0].reference == 0);
  CHECK(model(R"(, "reference": "b")").design.variables[0].reference == 1);
}

TEST_CASE("two classes with two outputs are indicators, with one output a probability") {
  const std::string classes =
      replaced(minimal, R"("y", "type": "numeric")", R"("y", "type": "categorical", "levels": ["n", "y"])");
  const std::string two = replaced(classes, "[[7], [8], [9]]", "[[7, 1], [8, 1], [9, 1]]");
  CHECK_FALSE(read_model(classes, "m.json").design.targets[0].indicators);
  CHECK(read_model(two, "m.json").design.targets[0].indicators);
  CHECK(refusal_of(replaced(two, R"("levels")", R"("indicators": false, "levels")")).message ==
        "m.json: network.weights[1]: has 2 units, and the targets need 1");
  CHECK(refusal_of(replaced(classes, R"("levels")", R"("indicators": true, "levels")")).message ==
        "m.json: network.weights[1]: has 1 unit, and the targets need 2");
}
