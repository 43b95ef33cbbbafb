#include "nninterp/io/model/model_file.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using namespace nninterp;

namespace {

const std::string minimal = R"({
  "schema": "nninterp/model/1",
  "inputs": [{"name": "a", "type": "numeric"}, {"name": "b", "type": "numeric"}],
  "targets": [{"name": "y", "type": "numeric"}],
  "network": {"activation": "logistic", "output": "linear", "weights": [[[1, 2], [3, 4], [5, 6]], [[7], [8], [9]]]}
})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string with_training(const std::string& training) {
  return replaced(minimal, "\"schema\"", "\"training\": " + training + ", \"schema\"");
}

struct Refusal {
  std::string message, hint;
};

Refusal refusal_of(const std::string& bytes) {
  try {
    read_model(bytes, "m.json");
  } catch (const InputError& error) {
    return {error.what(), error.hint()};
  }
  return {"no error", ""};
}

// What is said when `from` in the minimal model becomes `to`.
std::string message_for(const std::string& from, const std::string& to) {
  return refusal_of(replaced(minimal, from, to)).message;
}

std::vector<double> flat(const Vector& values) { return {values.begin(), values.end()}; }

Model rich_model() {
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
  const auto refusal = [](const std::string& training) {
    try {
      read_model(with_training(training), "m.json");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
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

TEST_CASE("a field of the wrong type in training or data is named") {
  const auto message = [](const std::string& training) { return refusal_of(with_training(training)).message; };
  CHECK(message("[]") == "m.json: training: must be an object, and is an array");
  CHECK(message(R"({"decay": "0"})") == "m.json: training.decay: must be a number, and is a string");
  CHECK(message(R"({"seed": 3e9})") == "m.json: training.seed: must be a whole number from -2147483647 to 2147483647");
  CHECK(message(R"({"stepmax": 1.5})") ==
        "m.json: training.stepmax: must be a whole number from 0 to 9007199254740992");
  CHECK(message(R"({"converged": 1})") == "m.json: training.converged: must be true or false, and is a number");
  CHECK(message(R"({"stopped": "stepmx"})") == "m.json: training.stopped: there is no 'stepmx' here");
  CHECK(message(R"({"repetitions": [{"steps": []}]})") ==
        "m.json: training.repetitions[0].steps: must be a number, and is an array");
  CHECK(message(R"({"repetitions": [{}], "best_rep": 2})") ==
        "m.json: training.best_rep: must be a whole number from 1 to 1");
  CHECK(message(R"({"quality": {"the y": {"rmse": true}}})") ==
        "m.json: training.quality['the y'].rmse: must be a number, and is a boolean");
  CHECK(message(R"({"excluded": [10]})") == "m.json: training.excluded[0]: must be a whole number from 1 to 9");
  CHECK(message(R"({"excluded": [2, 2]})") == "m.json: training.excluded[1]: stands there twice");
  CHECK(message(R"({"start_weights": [1]})") ==
        "m.json: training.start_weights: has 1 number, and the network has 9 weights");
  CHECK(message(R"({"warnings": [{"code": "x"}]})") == "m.json: training.warnings[0]: 'message' is missing");
  CHECK(message(R"({"ranges": {"a": [2, 1]}})") ==
        "m.json: training.ranges.a: must be two numbers, the minimum and the maximum");
  CHECK(message(R"({"ranges": {"c": [1, 2]}})") == "m.json: training.ranges: there is no input 'c'");
  const auto data = [](const std::string& text) {
    return refusal_of(replaced(minimal, "\"schema\"", "\"data\": " + text + ", \"schema\"")).message;
  };
  CHECK(data(R"({"path": 1})") == "m.json: data.path: must be a text, and is a number");
  CHECK(data(R"({"rows": -1})") == "m.json: data.rows: must be a whole number from 0 to 9007199254740992");
  CHECK(data(R"({"delimiter": "x"})") ==
        "m.json: data.delimiter: must be a comma, a semicolon, a tab, a bar or a blank");
  CHECK(data(R"({"na": "keep"})") == "m.json: data.na: there is no 'keep' here");
}

TEST_CASE("what is no JSON is refused with its line") {
  SECTION("a table") {
    const Refusal refusal = refusal_of("a,b\n1,2\n");
    CHECK(refusal.message == "m.json: not a model file: it does not begin with '{'");
    CHECK(refusal.hint == "a model file is what fit writes; a table is given as data");
  }
  SECTION("an array") { CHECK(refusal_of("[1]").message == "m.json: not a model file: it does not begin with '{'"); }
  SECTION("nothing") {
    CHECK(refusal_of("").message == "m.json: the file is empty");
    CHECK(refusal_of("\n \n").message == "m.json: the file is empty");
  }
  SECTION("a mistake") {
    CHECK(message_for("\"targets\":", "\"targets\"") == "m.json:4: not valid JSON: unexpected '['; expected ':'");
    CHECK(message_for("\"linear\"", "'linear'") == "m.json:5: not valid JSON: invalid literal");
    CHECK(refusal_of(minimal + "}").message == "m.json:6: not valid JSON: unexpected '}'; expected end of input");
  }
  SECTION("bytes that are no UTF-8") {
    CHECK(message_for("\"a\"", "\"\xFF\"") == "m.json:3: not valid JSON: invalid string: ill-formed UTF-8 byte");
  }
  SECTION("NUL bytes") {
    CHECK(refusal_of(minimal + std::string(1, '\0')).message == "m.json:6: not valid JSON: it holds NUL bytes");
    CHECK(refusal_of(std::string(100, '\0')).message == "m.json:1: not valid JSON: it holds NUL bytes");
  }
  SECTION("a byte order mark is no mistake") { CHECK(refusal_of("\xEF\xBB\xBF" + minimal).message == "no error"); }
}

TEST_CASE("a file that is cut off anywhere is refused, and said to be cut off") {
  const std::string text = write_model(rich_model());
  for (std::size_t size = 1; size + 2 < text.size(); ++size) {
    const Refusal refusal = refusal_of(text.substr(0, size));
    INFO("after " << size << " bytes: " << refusal.message);
    REQUIRE(refusal.message.find(": the file ends too early") != std::string::npos);
    REQUIRE(refusal.hint == "was the disk full, or a copy interrupted?");
  }
}

TEST_CASE("another schema is refused by its name") {
  CHECK(message_for("nninterp/model/1", "nninterp/fit/1") ==
        "m.json: its schema is 'nninterp/fit/1', and not 'nninterp/model/1'");
  const Refusal newer = refusal_of(replaced(minimal, "nninterp/model/1", "nninterp/model/2"));
  CHECK(newer.message == "m.json: its schema is 'nninterp/model/2', and not 'nninterp/model/1'");
  CHECK(newer.hint == "a newer nninterp may have written it: update this one");
  CHECK(message_for("\"schema\"", "\"scheme\"") == "m.json: not a model file: 'schema' is missing");
  CHECK(message_for("\"nninterp/model/1\"", "1") == "m.json: schema: must be a text, and is a number");
}

TEST_CASE("a missing field is named") {
  CHECK(message_for("\"inputs\"", "\"x\"") == "m.json: 'inputs' is missing");
  CHECK(message_for("\"targets\"", "\"x\"") == "m.json: 'targets' is missing");
  CHECK(message_for("\"network\"", "\"x\"") == "m.json: 'network' is missing");
  CHECK(message_for("\"activation\"", "\"x\"") == "m.json: network: 'activation' is missing");
  CHECK(message_for("\"output\"", "\"x\"") == "m.json: network: 'output' is missing");
  CHECK(message_for("\"weights\"", "\"x\"") == "m.json: network: 'weights' is missing");
  CHECK(message_for("\"name\"", "\"x\"") == "m.json: inputs[0]: 'name' is missing");
  CHECK(message_for("\"type\"", "\"x\"") == "m.json: inputs[0]: 'type' is missing");
}

TEST_CASE("inputs and targets that cannot be are refused") {
  const std::string a = R"({"name": "a", "type": "numeric"})", numeric = R"("type": "numeric"})";
  const auto input = [&](const std::string& text) { return message_for(a, text); };
  CHECK(message_for("\"a\"", "\"b\"") == "m.json: inputs[1].name: 'b' stands there twice");
  CHECK(message_for("\"a\"", "\"\"") == "m.json: inputs[0].name: is empty");
  CHECK(message_for("\"a\"", "3") == "m.json: inputs[0].name: must be a text, and is a number");
  CHECK(message_for("\"numeric\"", "\"number\"") == "m.json: inputs[0].type: there is no 'number' here");
  CHECK(input(R"({"name": "a", "type": "numeric", "scale": 0})") == "m.json: inputs[0].scale: must not be 0");
  CHECK(input(R"({"name": "a", "type": "numeric", "center": "0"})") ==
        "m.json: inputs[0].center: must be a number, and is a string");
  CHECK(input(R"({"name": "a", "type": "numeric", "scale": 1e999})") == "m.json:3: the number 1e999 is too large");
  CHECK(input("7") == "m.json: inputs[0]: must be an object, and is a number");
  CHECK(input(R"({"name": "a", "type": "categorical"})") == "m.json: inputs[0]: 'levels' is missing");
  CHECK(input(R"({"name": "a", "type": "categorical", "levels": ["x"]})") ==
        "m.json: inputs[0].levels: must be at least 2 levels");
  CHECK(input(R"({"name": "a", "type": "categorical", "levels": ["x", "x"]})") ==
        "m.json: inputs[0].levels[1]: 'x' stands there twice");
  CHECK(input(R"({"name": "a", "type": "categorical", "levels": ["x", 2]})") ==
        "m.json: inputs[0].levels[1]: must be a text, and is a number");
  CHECK(input(R"({"name": "a", "type": "categorical", "levels": ["x", "why"], "reference": "z\n"})") ==
        "m.json: inputs[0].reference: 'z ' is none of the levels");
  CHECK(message_for("[{\"name\": \"y\", " + numeric + "]", "[]") == "m.json: targets: is empty");
}

TEST_CASE("messages and hints stay on one line whatever names the file holds") {
  const Refusal refusal = refusal_of(
      replaced(minimal, R"("a", "type": "numeric")",
               R"("a", "type": "categorical", "levels": ["one\nline", "two\nlines"], "reference": "one\rline")"));
  CHECK(refusal.message == "m.json: inputs[0].reference: 'one line' is none of the levels");
  CHECK(refusal.hint == "did you mean 'one line'?");
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

TEST_CASE("weights that do not fit together are refused") {
  const auto weights = [](const std::string& text) {
    return message_for("[[[1, 2], [3, 4], [5, 6]], [[7], [8], [9]]]", text);
  };
  CHECK(weights("[]") == "m.json: network.weights: is empty");
  CHECK(weights("{}") == "m.json: network.weights: must be an array, and is an object");
  CHECK(weights("[[]]") == "m.json: network.weights[0]: is empty");
  CHECK(weights("[[[]]]") == "m.json: network.weights[0][0]: is empty");
  CHECK(weights("[[1, 2]]") == "m.json: network.weights[0][0]: must be an array, and is a number");
  CHECK(weights("[[[1, 2], [3]]]") == "m.json: network.weights[0][1]: has 1 number, and the first row has 2");
  CHECK(weights("[[[1], [null], [1]]]") == "m.json: network.weights[0][1][0]: must be a number, and is null");
  CHECK(weights("[[[1], [\"2\"], [1]]]") == "m.json: network.weights[0][1][0]: must be a number, and is a string");
  CHECK(weights("[[[1], [-1e999], [1]]]") == "m.json:5: the number -1e999 is too large");
  CHECK(weights("[[[1], [2]]]") ==
        "m.json: network.weights[0]: has 2 rows, and must have 3: the biases, and one row for each of the 2 inputs");
  CHECK(weights("[[[1], [2], [3]], [[1], [2], [3]]]") ==
        "m.json: network.weights[1]: has 3 rows, and must have 2: "
        "the biases, and one row for each of the 1 units before it");
  CHECK(weights("[[[1, 1], [2, 2], [3, 3]]]") == "m.json: network.weights[0]: has 2 units, and the targets need 1");
  CHECK(weights("[[[1], [2], [3]]]") == "no error");
}

TEST_CASE("activations and errors that cannot be are refused, with a suggestion") {
  const Refusal typo = refusal_of(replaced(minimal, "logistic", "logistik"));
  CHECK(typo.message == "m.json: network.activation: there is no 'logistik' here");
  CHECK(typo.hint == "did you mean 'logistic'?");
  const Refusal other = refusal_of(replaced(minimal, "logistic", "wavelet-transform"));
  CHECK(other.hint == "it is one of logistic, tanh, relu, softplus and linear");
  CHECK(message_for("\"logistic\"", "\"softmax\"") ==
        "m.json: network.activation: softmax is for outputs alone, and not for hidden units");
  CHECK(message_for("\"linear\"", "\"softmax\"") == "m.json: network.output: softmax needs at least 2 outputs");
  CHECK(message_for("\"linear\"", "\"lin\"") == "m.json: network.output: there is no 'lin' here");
  CHECK(message_for("\"linear\"", "\"linear\", \"error\": \"ce\"") ==
        "m.json: network.error: ce needs logistic or softmax outputs, and these are linear");
  CHECK(message_for("\"linear\"", "\"linear\", \"error\": \"mse\"") == "m.json: network.error: there is no 'mse' here");
}

TEST_CASE("absurd sizes are refused") {
  const std::string weights = "[[[1, 2], [3, 4], [5, 6]], [[7], [8], [9]]]";
  std::string layers = "[[[1], [2], [3]]", row = "[1";
  for (int i = 0; i < 1000; ++i) layers += ", [[1], [2]]";
  for (int i = 0; i < 100'000; ++i) row += ", 1";
  CHECK(message_for(weights, layers + "]") == "m.json: network.weights: more than 1000 layers");
  CHECK(message_for(weights, "[[" + row + "]]]") == "m.json: network.weights[0][0]: more than 100000 units");
  std::string levels = "\"0\"";
  for (int i = 1; i < 100'002; ++i) levels += ", \"" + std::to_string(i) + "\"";
  CHECK(message_for(R"("a", "type": "numeric")", R"("a", "type": "categorical", "levels": [)" + levels + "]") ==
        "m.json: inputs: more than 100000 network inputs");
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string deep = "{\"x\":\n";
    for (int i = 0; i < 1'000'000; ++i) deep += bracket;
    CHECK(refusal_of(deep).message == "m.json:2: more than 100 brackets inside each other");
  }
}
