#include "broken_cases.hpp"

namespace nninterp::test {

std::vector<Case> broken_models() {
  const std::string no_model = "m.json: not a model file: it does not begin with '{'";
  return {
      usage({"show", "--model", "no.json"}, "no.json: there is no such model file", "nninterp fit", 1),
      usage({"show", "--model", "."}, ".: Is a directory", "", 1),
      model("", "m.json: the file is empty"),
      model(good_model.substr(0, good_model.size() / 2), "m.json:3: the file ends too early"),
      model(good_model + "}", "m.json:4: not valid JSON: unexpected '}'; expected end of input"),
      model("[1]", no_model),
      model(good_table(), no_model, "a table is given as data"),
      model("\x89PNG\r\n" + random_bytes(), no_model),
      model(R"({"a": 1})", "m.json: not a model file: 'schema' is missing", "nninterp/model/1"),
      model(R"({"schema": "other/1"})", "m.json: its schema is 'other/1', and not 'nninterp/model/1'"),
      model(model_with(R"({"schema": "nninterp/model/2"})"),
            "m.json: its schema is 'nninterp/model/2', and not 'nninterp/model/1'", "newer"),
      model(model_with(R"({"schema": 1})"), "m.json: schema: must be a text, and is a number"),
      model(model_with(R"({"inputs": []})"), "m.json: inputs: is empty"),
      model(model_with(R"({"network": null})"), "m.json: 'network' is missing"),
      model(model_with(R"({"inputs": [{"name": "x", "type": "numeric"}, {"name": "x", "type": "numeric"}]})"),
            "m.json: inputs[1].name: 'x' stands there twice"),
      model(model_with(R"({"inputs": [{"name": "x", "type": "numeric", "scale": 0}]})"),
            "m.json: inputs[0].scale: must not be 0"),
      model(model_with(R"({"network": {"activation": "logistc"}})"),
            "m.json: network.activation: there is no 'logistc' here", "did you mean 'logistic'?"),
      model(model_with(R"({"network": {"error": "ce"}})"),
            "m.json: network.error: ce needs logistic or softmax outputs, and these are linear"),
      model(model_of_weights("[[[1], [2], [3]], [[0], [1], [2]]]"),
            "m.json: network.weights[1]: has 3 rows, and must have 2: ..."),
      model(
          model_of_weights("[[[1], [2]]]"),
          "m.json: network.weights[0]: has 2 rows, and must have 3: the biases, and one row for each of the 2 inputs"),
      model(model_of_weights("[[[1, 1], [2, 2], [3, 3]]]"),
            "m.json: network.weights[0]: has 2 units, and the targets need 1"),
      model(model_of_weights("[[[1], [2, 2], [3]]]"),
            "m.json: network.weights[0][1]: has 2 numbers, and the first row has 1"),
      model(model_of_weights("[[[1], [\"2\"], [3]]]"),
            "m.json: network.weights[0][1][0]: must be a number, and is a string"),
      model(model_of_weights("[[[1], [null], [3]]]"),
            "m.json: network.weights[0][1][0]: must be a number, and is null"),
      model(replaced(good_model, "[2]", "[1e999]"), "m.json:4: the number 1e999 is too large"),
      model(replaced(good_model, "[2]", "[NaN]"), "m.json:4: not valid JSON..."),
      model(model_of_weights("[[[" + repeated("0", 100'001) + "], [0], [0]]]"),
            "m.json: network.weights[0][0]: more than 100000 units"),
      model(model_of_weights("[[[1], [2], [3]], " + repeated("[[0], [1]]", 1'000) + "]"),
            "m.json: network.weights: more than 1000 layers"),
      model("{\"schema\":" + std::string(200'000, '['), "m.json:1: more than 100 brackets inside each other"),
      reading("", {"show", "--model", "-"}, "standard input: the file is empty"),
  };
}

std::vector<Case> broken_imports() {
  const std::string matrix = "\"\",\"V1\"\n\"Intercept.to.Y\",1\n\"X.to.Y\",2\n";
  const auto import = [](const std::string& text, const Strings& options, const std::string& message,
                         const std::string& hint = "", int code = 1) {
    Strings arguments{"import", "f.txt"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return Case{"import", {{"f.txt", text}}, arguments, message, hint, code};
  };
  const Strings neuralnet{"--from", "neuralnet"}, nnet{"--from", "nnet"}, sklearn{"--from", "sklearn"};
  return {
      import(matrix, {"--from", "neuralnet", "--levels", "g=X,Z"}, "--levels: 'Z' is no input", "", 2),
      import(matrix, {"--from", "neuralnet", "--categorical", "Z"}, "--categorical: 'Z' is no input", "", 2),
      import(matrix, {"--from", "neuralnet", "--categorical", "X", "--levels", "g=X"},
             "--categorical: 'X' stands there twice", "", 2),
      import(matrix, {"--from", "neuralnet", "--reference", "X=0"}, "--reference: 'X' is no category", "--categorical",
             2),
      import(matrix, {"--from", "neuralnet", "--levels", "Y=X"},
             "--levels: there is another variable or target called 'Y'", "", 2),
      usage({"import", "no.csv", "--from", "neuralnet"}, "no.csv: No such file or directory", "", 1),
      import(matrix, {}, "--from: is missing", "", 2),
      import(matrix, {"--from", "keras"}, "--from: 'keras' is none of neuralnet, nnet and sklearn", "", 2),
      import("", neuralnet, "f.txt: is empty"),
      import(good_table(), neuralnet, "f.txt:2: '0' is neither a weight nor a measure of neuralnet's", "write.csv"),
      import("\"\";\"V1\"\n\"error\";1,5\n", neuralnet, "f.txt:1: is separated by semicolons, as write.csv2 does"),
      import(matrix, {"--from", "neuralnet", "--rep", "2"}, "--rep: there is no repetition 2 in f.txt", "there is 1",
             2),
      import(matrix, {"--from", "neuralnet", "--rep", "0"}, "--rep: 0 is less than 1", "", 2),
      import(matrix, {"--from", "neuralnet", "--output", "softmax"}, "--output: 'softmax' is none of ...", "", 2),
      import(matrix, {"--from", "neuralnet", "--error", "ce"}, "--error: ce needs outputs between 0 and 1...",
             "--output logistic", 2),
      import(matrix, {"--from", "neuralnet", "--inputs", "a,b"}, "--inputs: 2 names, and the network in f.txt has 1",
             "", 2),
      import(matrix, {"--from", "neuralnet", "--data", "d.csv"}, "d.csv: there is no column \"X\"",
             "did you mean 'x'?"),
      import(matrix, {"--from", "neuralnet", "--data", "no.csv"}, "no.csv: No such file or directory"),
      import(matrix, {"--from", "neuralnet", "--model", "f.txt"}, "--model: f.txt is the table, the model or ...", "",
             2),
      import("x", nnet, "f.txt:1: ..."),
      import("{}", nnet, "f.txt: 'n' is missing"),
      import(R"({"n": [1, 1, 1], "wts": [1, 2, 3], "nunits": [4], "nsunits": [3]})", nnet,
             "f.txt: wts: has 3 numbers, and 'n' needs 4"),
      import(R"({"n": [1, 1, 1], "wts": [1, 2, 3, "a"], "nunits": [4], "nsunits": [3]})", nnet,
             "f.txt: wts[3]: must be a number..."),
      import("{}", {"--from", "nnet", "--activation", "tanh"}, "--activation: the file of nnet tells it",
             "--from neuralnet", 2),
      import("{}", sklearn, "f.txt: 'coefs' is missing"),
      import(R"({"coefs": [[[1]], [[1]]], "intercepts": [[1], [1, 2]]})", sklearn,
             "f.txt: coefs[1][0]: has 1 element..."),
      usage({"export"}, "--to: is missing"),
      usage({"export", "--to", "nnet"}, "--to: 'nnet' is none of neuralnet"),
      usage({"export", "--to", "neuralnet", "--model", "no.json"}, "no.json: there is no such model file", "", 1),
  };
}

std::vector<Case> broken_weights() {
  return {
      option({"--start-weights", "w"}, "w: No such file or directory", "", 1),
      option({"--constant-weights", "w"}, "--constant-weights: needs --exclude...", "", 2),
      weights("--start-weights", "[1,2]", 2, "--start-weights: 2 numbers...17..."),
      weights("--start-weights", "[]", 1, "w.json: the array is empty"),
      weights("--start-weights", "{}", 1, "w.json: must be an array, and is an object"),
      weights("--start-weights", "x,y\n1,2\n", 1, "w.json..."),
      weights("--start-weights", "[\n1,\n", 1, "w.json:3: the file ends too early"),
      weights("--start-weights", "[1,\nNaN]", 1, "w.json:2: not valid JSON..."),
      weights("--start-weights", "[1,\n1e999]", 1, "w.json:2: the number 1e999 is too large"),
      weights("--start-weights", "[\"a\"]", 1, "w.json: [0]: must be a number, and is a string"),
      weights("--start-weights", "[null]", 1, "w.json: [0]: must be a number, and is null"),
      weights("--start-weights", "[{\"a\": 1}]", 1, "w.json: [0]: must be a number, and is an object"),
      weights("--exclude", "[0]", 2, "--exclude: there is no weight 0", "17 weights"),
      weights("--exclude", "[99]", 2, "--exclude: there is no weight 99", "17 weights"),
      weights("--exclude", "[18446744073709551615]", 1, "w.json: [0]: must be a whole number..."),
      weights("--exclude", "[[1,9,9]]", 2, "--exclude: a triple (layer, from, to) lies outside the network"),
      weights("--exclude", "[3,3]", 2, "--exclude: a weight is named twice"),
      weights("--exclude", "[1.5]", 1, "w.json: [0]: must be a whole number..."),
      weights("--exclude", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", 2, "--exclude: leaves no weight to train"),
      weights("--constant-weights", "[1]", 2, "--constant-weights: needs --exclude..."),
      {"too many constants",
       {{"w.json", "[1,2]"}, {"e.json", "[1]"}},
       {"fit", "d.csv", "--exclude", "e.json", "--constant-weights", "w.json"},
       "--constant-weights: 2 values for 1 excluded weight...",
       "",
       2},
  };
}

}  // namespace nninterp::test
