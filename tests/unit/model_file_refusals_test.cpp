// What is no model file, and what is said of it.
#include "support/model_texts.hpp"

using namespace nninterp;
using namespace nninterp::test;

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
  const std::string folds = R"({"crossfit": {"folds": 2, "seed": 1, "folds_of_rows": )";
  CHECK(message(folds + R"([[0, 1], [1]], "weights": []}})") ==
        "m.json: training.crossfit.folds_of_rows[1]: must have a number for each row, as the first round has");
  CHECK(message(folds + R"([[0, 2]], "weights": []}})") ==
        "m.json: training.crossfit.folds_of_rows[0][1]: must be a whole number from 0 to 1");
  CHECK(message(folds + R"([[0, 1]], "weights": [[1]]}})") ==
        "m.json: training.crossfit.weights: must be the weights of 2 networks a round");
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
