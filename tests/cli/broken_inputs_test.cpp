// Broken tables, models, options and places to write to: what the program says, and that no file changes.
#include <map>
#include <utility>

#include <sys/resource.h>

#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Strings = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

// In every case's folder stand good_table() as d.csv and good_model as nninterp-model.json as well.
struct Case {
  std::string name;
  Files files;
  Strings arguments;
  std::string message;    ///< what follows "nninterp: error: ", with "..." for any text
  std::string hint = "";  ///< part of the line "hint: ...\n"; empty: whatever it says, if anything
  int code = 1;
  std::string input = "";
  bool warned = false;  ///< warnings may stand before the error
};

// ---- Good and bad content ----

std::string rows_of(int count, const std::string& end = "") {
  std::string rows;
  for (int i = 0; i < count; ++i) rows += std::to_string(i) + "," + std::to_string(i * i % 7) + "\n";
  return rows + end;
}

std::string good_table() {
  std::string csv = "x,g,y\n";
  for (int i = 0; i < 12; ++i)
    csv += std::to_string(i) + (i % 2 == 0 ? ",a," : ",b,") + std::to_string(i * i % 7) + "\n";
  return csv;
}

const std::string good_model = R"({"schema": "nninterp/model/1",
  "inputs": [{"name": "x", "type": "numeric"}, {"name": "g", "type": "categorical", "levels": ["a", "b"]}],
  "targets": [{"name": "y", "type": "numeric"}],
  "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2], [3]], [[0], [1]]]}})";

std::string model_with(const std::string& patch) {
  Json model = Json::parse(good_model);
  model.merge_patch(Json::parse(patch));
  return model.dump();
}

std::string model_of_weights(const std::string& weights) {
  return model_with(R"({"network": {"weights": )" + weights + "}}");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string joined(const Strings& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string repeated(const std::string& text, std::size_t count) { return joined(Strings(count, text), ","); }

std::string bytes_of(std::initializer_list<int> codes) {
  std::string bytes;
  for (const int code : codes) bytes += static_cast<char>(code);
  return bytes;
}

std::string random_bytes() {
  std::string bytes;
  for (unsigned i = 0, state = 1; i < 5000; ++i, state = state * 1103515245U + 12345U)
    bytes += static_cast<char>(state >> 16);
  return bytes;
}

std::string utf16(const std::string& text) {
  std::string bytes = bytes_of({0xFF, 0xFE});
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

std::string levels_table(int levels) {
  std::string csv = "g,y\n";
  for (int i = 0; i < levels; ++i) csv += "level" + std::to_string(i) + "," + std::to_string(i % 7) + "\n";
  return csv;
}

std::string wide_table(int columns) {
  std::string header, row, other;
  for (int i = 0; i < columns; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    header += comma + "c" + std::to_string(i);
    row += comma + std::to_string((7 * i + 1) % 10);
    other += comma + std::to_string((3 * i + 2) % 10);
  }
  return header + "\n" + row + "\n" + other + "\n" + row + "\n";
}

// ---- The table ----

Case fit(const std::string& csv, const std::string& message, const std::string& hint = "", const Strings& more = {}) {
  Strings arguments{"fit", "t.csv"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return {"fit", {{"t.csv", csv}}, arguments, message, hint};
}

Case model(const std::string& json, const std::string& message, const std::string& hint = "") {
  return {"model", {{"m.json", json}}, {"show", "--model", "m.json"}, message, hint};
}

Case new_data(const std::string& csv, const std::string& message, const std::string& hint = "") {
  return {"new data", {{"n.csv", csv}}, {"predict", "--data", "n.csv"}, message, hint};
}

Case formula(const std::string& text, int code, const std::string& message, const std::string& hint = "") {
  return {"formula", {}, {"fit", "d.csv", "--formula", text}, message, hint, code};
}

Case usage(const Strings& arguments, const std::string& message, const std::string& hint = "", int code = 2) {
  return {"usage", {}, arguments, message, hint, code};
}

Case option(const Strings& options, const std::string& message, const std::string& hint = "", int code = 2) {
  Strings arguments{"fit", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case effects(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1) {
  Strings arguments{"effects", "--data", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case curves(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1,
            const Files& files = {}) {
  Strings arguments{"curves", "--data", files.empty() ? "d.csv" : files.begin()->first};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return {"curves", files, arguments, message, hint, code};
}

Case interactions(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1) {
  Strings arguments{"interactions", "--data", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case level(const Strings& options, const std::string& message, const std::string& hint = "",
           const std::string& csv = "") {
  Strings arguments{"show", "--level", "0.95"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return {"level", csv.empty() ? Files{} : Files{{"n.csv", csv}}, arguments, message, hint};
}

Case weights(const std::string& name, const std::string& json, int code, const std::string& message,
             const std::string& hint = "") {
  return {"weights", {{"w.json", json}}, {"fit", "d.csv", "--rep", "1", name, "w.json"}, message, hint, code};
}

Case warned(Case broken) {
  broken.warned = true;
  return broken;
}

Case reading(const std::string& input, const Strings& arguments, const std::string& message) {
  return {"standard input", {}, arguments, message, "", 1, input};
}

std::vector<Case> broken_tables() {
  return {
      usage({"fit", "nope.csv"}, "nope.csv: No such file or directory", "", 1),
      usage({"fit", "dd.csv"}, "dd.csv: No such file or directory", "did you mean 'd.csv'?", 1),
      usage({"fit", "no/d.csv"}, "no/d.csv: No such file or directory", "there is no folder 'no'", 1),
      usage({"fit", "."}, ".: Is a directory", "", 1),
      usage({"fit", ""}, "'': No such file or directory", "", 1),
      usage({"fit", "a\nb.csv"}, "a b.csv: No such file or directory", "", 1),
      fit("", "t.csv: is empty"),
      fit("\n\n \n", "t.csv: is empty"),
      fit("\xEF\xBB\xBF", "t.csv: is empty"),
      fit("x,y\n", "t.csv: no rows below the header"),
      fit("x,y", "t.csv: no rows below the header"),
      fit("x,y\n1,2\n", "t.csv: a single row is not enough to fit anything"),
      fit("x,y\n1,1\n,2\n", "t.csv: a single row is not enough to fit anything", "", {"--na", "drop"}),
      fit("y\n1\n2\n", "t.csv: no column is left to predict y by"),
      fit("x,y\n1,2\n3\n", "t.csv:3: 1 cell where the header has 2"),
      fit("x,y\na,b\n3,4,c\n", "t.csv:3: 3 cells where the header has 2"),
      fit("x,y\n1,5,2\n3,4,5\n", "t.csv:2: 3 cells where the header has 2", "decimal point"),
      fit("x,y\n1,2,\n3,4,\n", "t.csv:2: 3 cells where the header has 2", "at the end of the line"),
      fit("x,y\nr1,1,a\nr2,2,b\n", "t.csv:2: 3 cells where the header has 2", "row.names = FALSE"),
      fit("x,y,x\n1,2,3\n2,3,4\n", "t.csv:1: columns 1 and 3 are both called \"x\"", "a name of its own"),
      fit("x,\"\",y\n1,1,2\n2,2,3\n", "t.csv:1: column 2 has no name", "give it a name"),
      fit("x, ,y\n1,2,3\n2,3,4\n", "t.csv:1: column 2 has no name"),
      fit("x,y,\n1,2,\n2,3,\n", "t.csv:1: column 3 has no name", "take the delimiter off"),
      fit("1,2\n3,4\n5,6\n", "t.csv:1: holds numbers instead of column names", "first line"),
      fit("x,y\n" + rows_of(20, "1O,3\n"), "t.csv:22: column \"x\": '1O' is not a number", "--na-string 1O"),
      fit("x,y\n" + rows_of(20, "\x1b[31m7,3\n"), "t.csv:22: column \"x\": ' [31m7' is not a number"),
      fit("x,y\n" + rows_of(9, "Inf,3\n"), "t.csv:11: column \"x\": 'Inf' is not a finite number", "--na-string Inf"),
      fit("x,y\n" + rows_of(9, "3,-inf\n"), "t.csv:11: column \"y\": '-inf' is not a finite number",
          "--na-string=-inf"),
      fit("x,y\n" + rows_of(9, "1e400,3\n"), "t.csv:11: column \"x\": '1e400' is too large for a number"),
      fit("x,y\n1e308,1\n-1e308,2\n1e308,3\n",
          "t.csv: column \"x\": its values are too large or too close together to be scaled", "other units"),
      fit("x,z,y\n,1,1\n,2,2\nNA,3,3\n", "t.csv: column \"x\": has no value in any row", "--drop x"),
      fit("x,z,y\n,1,1\n,2,2\nNA,3,3\n", "t.csv: column \"x\": has no value in any row", "", {"--na", "drop"}),
      fit("x,y\n1,1\n,2\n3,\n4,4\n", "t.csv: values are missing in 2 of 4 rows: y in 1 and x in 1", "--na drop"),
      fit("x,y\n1,5\n2,5\n3,5\n", "t.csv: column \"y\": the target is 5 in every row; there is nothing to learn"),
      fit("x,y\n1,a\n2,a\n3,a\n", "t.csv: column \"y\": the target is a in every row; there is nothing to learn"),
      fit("x,y\n1,0\n2,0\n", "t.csv: column \"y\": the target is 0 in every row; there is nothing to learn", "",
          {"--categorical", "y"}),
      fit("g,x,y\na,1,1\na,2,2\na,3,1\n", "t.csv: column \"g\": holds 'a' in every row", "--drop g"),
      fit(levels_table(51), "t.csv: column \"g\": 51 different texts, more than the 50 levels that a category may have",
          "--drop g"),
      fit(utf16("x,y\n1,2\n"), "t.csv: is UTF-16 text", "UTF-8"),
      fit("x,y\n1,2\n3" + bytes_of({0}) + ",4\n", "t.csv:3: holds a NUL byte: this is no text, or it is UTF-16"),
      fit("x,y\n1,caf\xE9\n2,b\n", "t.csv:2: is not UTF-8 text", "iconv"),
      fit("x,y\n1,2\n\"3,4\n5,6\n", "t.csv:3: column \"x\": a quote is opened here and never closed"),
      fit("x,y\n1,2\n\"3\"4,5\n", "t.csv:3: column \"x\": '4' stands after the closing quote", "doubled"),
      fit("x,y\n1," + std::string(20'000'000, '2') + "\n3,4\n", "t.csv:2: the line is longer than 16 MiB"),
      fit(wide_table(50'000), "t.csv: ...49999 inputs...", "--formula"),
      fit("x;y\n1,5;2,5\n2.5;3,5\n4,5;1\n", "t.csv:2: column \"y\": '2,5' has a decimal comma", "decimal point"),
      fit("x;y\n1;2\n3;4\n", "t.csv: ...", "--delimiter", {"--delimiter", ","}),
      fit(random_bytes(), "t.csv:1: ..."),
      fit("PK\x03\x04" + random_bytes(), "t.csv: is a ZIP archive or a spreadsheet, not text", "CSV"),
      fit("\x1F\x8B\x08" + random_bytes(), "t.csv: is compressed", "gunzip"),
      fit("x,y\r1,2\r3,4\r", "t.csv: its lines end in CR alone, as on old Macs", "tr "),
      reading("", {"fit", "-"}, "standard input: is empty"),
      reading("x,y\n1\n", {"fit", "-"}, "standard input:2: 1 cell where the header has 2"),
  };
}

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

std::vector<Case> broken_new_data() {
  const Strings with_m{"effects", "--model", "m.json"};
  const auto trained_on = [](const std::string& path) {
    return model_with(R"({"data": {"path": ")" + path + R"(", "sha256": "0123", "rows": 12}})");
  };
  std::string many = "x,g,id\n";
  for (int i = 0; i < 60; ++i) many += std::to_string(i) + ",a," + std::to_string(i) + "\n";
  return {
      new_data("x,g\n1,a\n2,c\n", "n.csv:3: column \"g\": the model has not seen the level 'c'", "a and b"),
      new_data("g\na\n", "n.csv: there is no column \"x\""),
      new_data("X,g\n1,a\n", "n.csv: there is no column \"x\"", "did you mean 'X'?"),
      new_data("x,g\nlow,a\nhigh,b\n", "n.csv:2: column \"x\": 'low' is not a number..."),
      // predict has no --categorical to advise
      new_data("x,g\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n1O,b\n",
               "n.csv:11: column \"x\": '1O' is not a number", "if it means missing\n"),
      new_data("x,g\n1,a\n,b\n", "n.csv: values are missing in 1 of 2 rows: x in 1", "--na drop"),
      new_data("x,g\n", "n.csv: no rows below the header"),
      usage({"predict", "--data", "no.csv"}, "no.csv: No such file or directory", "", 1),
      level({"--data", "no.csv"}, "no.csv: No such file or directory"),
      level({}, "nninterp-model.json: the model does not say which table it was trained on", "--data FILE"),
      level({"--data", "n.csv"}, "n.csv: there is no column \"y\"", "", "x,g\n1,a\n2,b\n"),
      level({"--data", "n.csv"}, "n.csv: values are missing in 1 of 2 rows: y in 1", "--na drop",
            "x,g,y\n1,a,\n2,b,3\n"),
      level({"--data", "n.csv"}, "n.csv:2: column \"y\": 'low' is not a number...", "", "x,g,y\n1,a,low\n2,b,high\n"),
      {"level, changed",
       {{"m.json", trained_on("d.csv")}},
       {"show", "--level", "0.95", "--model", "m.json"},
       "d.csv: has changed since the model was trained on it",
       "--data d.csv"},
      usage({"effects"}, "nninterp-model.json: the model does not say which table it was trained on", "--data FILE", 1),
      {"changed",
       {{"m.json", trained_on("d.csv")}},
       with_m,
       "d.csv: has changed since the model was trained on it",
       "--data d.csv"},
      {"gone",
       {{"m.json", trained_on("gone.csv")}},
       with_m,
       "gone.csv: the table that the model was trained on is gone",
       "--data FILE"},
      {"was standard input",
       {{"m.json", trained_on("-")}},
       with_m,
       "m.json: the model was trained on standard input, which is gone",
       "--data FILE"},
      effects({"--var", "X"}, "variable 'X': is none of the model's", "did you mean 'x'?"),
      effects({"--var", "zzz"}, "variable 'zzz': is none of the model's", "x and g"),
      effects({"--target", "Y"}, "target 'Y': is none of the model's", "did you mean 'y'?"),
      effects({"--by", "G"}, "d.csv: there is no column \"G\"", "did you mean 'g'?"),
      {"groups",
       {{"n.csv", many}},
       {"effects", "--data", "n.csv", "--by", "id"},
       "n.csv: column \"id\": 60 different values, more than 50",
       "fewer values"},
      {"one row",
       {{"n.csv", "x,g\n1,a\n"}},
       {"effects", "--data", "n.csv", "--delta", "sd"},
       "variable 'x': a single row has no standard deviation",
       "--delta"},
      effects({"--delta", "sdd"}, "--delta: 'sdd' is neither a number nor sd, iqr or minmax", "", 2),
      effects({"--delta", "1e400"}, "--delta: '1e400' is not a finite number", "", 2),
      effects({"--on", "logit"}, "--on: logit is for probabilities, and the outputs are linear", "--on response"),
      effects({"--on", "odds"}, "--on: 'odds' is none of response and logit", "", 2),
      effects({"--paths", "--per-row", "--format", "csv"}, "--paths: and --per-row are two tables, and CSV holds one",
              "--json holds both", 2),
      effects({"--paths", "--on", "logit"}, "--on: logit is for probabilities, and the outputs are linear",
              "--on response"),
      usage({"importance", "--data", "d.csv", "--target", "Y"}, "target 'Y': is none of the model's",
            "did you mean 'y'?", 1),
      usage({"importance", "--data", "d.csv", "--rounds", "0"}, "--rounds: 0 is less than 1"),
      usage({"importance", "--data", "d.csv", "--seed", "1.5"}, "--seed: '1.5' is not a whole number"),
      usage({"importance", "--data", "d.csv", "-o", "d.csv"},
            "-o: d.csv is the table, the model or a file of weights, and would be lost"),
      effects({"--delta", ""}, "--delta: '' is neither a number nor sd, iqr or minmax", "", 2),
      curves({"--var", "X"}, "variable 'X': is none of the model's", "did you mean 'x'?"),
      curves({"--var", "x", "--target", "Y"}, "target 'Y': is none of the model's", "did you mean 'y'?"),
      curves({"--var", "g", "--kind", "ale"}, "variable 'g': is categorical, and ale needs values in an order", "pdp"),
      curves({"--var", "x", "--on", "logit"}, "--on: logit is for probabilities, and the outputs are linear"),
      curves({"--var", "x"}, "variable 'x': is 3 in every row, so it has no curve", "--data", 1,
             {{"n.csv", "x,g\n3,a\n3,b\n"}}),
      curves({"--var", "x"}, "n.csv: values are missing in 1 of 2 rows: g in 1", "--na drop", 1,
             {{"n.csv", "x,g\n3,a\n4,\n"}}),
      curves({"--var", "x"}, "n.csv: there is no column \"g\"", "", 1, {{"n.csv", "x\n3\n4\n"}}),
      curves({}, "--var: is missing", "nninterp curves --help", 2),
      curves({"--var", "x,g"}, "--var: takes one variable, not 2", "nninterp curves --var x", 2),
      curves({"--var", "x", "--var", "g"}, "--var: takes one variable, not 2", "nninterp curves --var x", 2),
      curves({"--var", "x", "--kind", "icee"}, "--kind: 'icee' is none of pdp, ice, ale and lek", "'ice'?", 2),
      curves({"--var", "x", "--grid", "1"}, "--grid: 1 is less than 2", "", 2),
      curves({"--var", "x", "--grid", "0", "--kind", "ale"}, "--grid: 0 is less than 1", "", 2),
      curves({"--var", "x", "--grid", "abc"}, "--grid: 'abc' is not a number", "", 2),
      curves({"--var", "x", "--grid", "2.5"}, "--grid: '2.5' is not a whole number", "", 2),
      curves({"--var", "x", "--grid", "1e9"}, "--grid: 1e9 is more than 10000", "", 2),
      curves({"--var", "x", "--center", "--kind", "ale"}, "--center: is not for --kind ale...", "", 2),
      curves({"--var", "x", "--derivative"}, "--derivative: is for --kind ale, not pdp", "", 2),
      curves({"--var", "x", "--rows", "5"}, "--rows: is for --kind ice, not pdp, which takes every row", "", 2),
      curves({"--var", "x", "-o", "d.csv"}, "-o: d.csv is the table, the model or ...", "", 2),
      usage({"slopes", "--data", "d.csv", "--order", "3"}, "--order: 3 is more than 2"),
      usage({"slopes", "--data", "d.csv", "--order", "two"}, "--order: 'two' is not a number"),
  };
}

std::vector<Case> broken_interactions() {
  return {
      interactions({"--var", "X,g"}, "variable 'X': is none of the model's", "did you mean 'x'?"),
      interactions({"--target", "Y"}, "target 'Y': is none of the model's", "did you mean 'y'?"),
      interactions({"--delta", "minmax"}, "--delta: 'minmax' is neither a number nor sd or iqr", "", 2),
      interactions({"--delta", "x="}, "--delta: '' is neither a number nor sd or iqr", "", 2),
      interactions({"--delta", "x=1e999"}, "--delta: '1e999' is not a finite number", "", 2),
      interactions({"--delta", "X=1"}, "variable 'X': is none of the model's", "did you mean 'x'?"),
      interactions({"--delta", "g=1"}, "--delta: variable 'g' is categorical"),
      interactions({"--on", "logit"}, "--on: logit is for probabilities, and the outputs are linear", "--on response"),
      interactions({"--rows", "1"}, "--rows: 1 is less than 2", "", 2),
      interactions({"--rows", "many"}, "--rows: 'many' is not a number", "", 2),
      interactions({"--seed", "-1"}, "--seed: -1 is less than 0", "", 2),
      interactions({"-o", "d.csv"}, "-o: d.csv is the table, the model or a file of weights, and would be lost", "", 2),
      {"one row",
       {{"n.csv", "x,g\n1,a\n"}},
       {"interactions", "--data", "n.csv", "--delta", "sd"},
       "variable 'x': a single row has no standard deviation",
       "--delta"},
  };
}

std::vector<Case> broken_formulas() {
  return {
      formula("y", 2, "--formula: 'y', character 2: there is no '~'", "Y ~ X1 + X2"),
      formula("", 2, "--formula: '', character 1: there is no '~'"),
      formula("y ~", 2, "--formula: 'y ~', character 4: there is no variable after '~'", "'.'"),
      formula("~ x", 2, "--formula: '~ x', character 1: there is no target before '~'"),
      formula("y ~ x ~ g", 2, "--formula: 'y ~ x ~ g', character 7: a second '~'"),
      formula("y ~ x +", 2, "--formula: 'y ~ x +', character 8: there is no name after '+'"),
      formula("y ~ x*g", 2,
              "--formula: 'y ~ x*g', character 6: '*' is not needed: the network finds interactions by itself",
              "write y ~ x + g"),
      formula("y ~ x:g", 2,
              "--formula: 'y ~ x:g', character 6: ':' is not needed: the network finds interactions by itself",
              "write y ~ x + g"),
      formula("y ~ log(x)", 2,
              "--formula: 'y ~ log(x)', character 5: 'log(' is not understood: the network finds curves by itself",
              "add a column"),
      formula("y ~ `x", 2, "--formula: 'y ~ `x', character 5: the backtick is not closed"),
      formula("y ~ xx", 1, "d.csv: there is no column \"xx\"", "did you mean 'x'?"),
      formula("y ~ . - z", 1, "d.csv: there is no column \"z\""),
      formula("y ~ x + y", 1, "d.csv: column \"y\" is both a target and a predictor", "one side"),
      option({"-f", "y ~ x", "-t", "y"}, "--formula: already says what --target and --drop would"),
      option({"-t", "yy"}, "d.csv: there is no column \"yy\"", "did you mean 'y'?", 1),
      option({"-t", "y", "-t", "y"}, "--target: ..."),  // a model with it could not be read
      option({"--drop", "xx"}, "d.csv: there is no column \"xx\"", "did you mean 'x'?", 1),
      option({"--drop", "x", "--drop", "g"}, "d.csv: no column is left to predict y by", "", 1),
      option({"--categorical", "gg"}, "d.csv: there is no column \"gg\"", "did you mean 'g'?", 1),
      option({"--cluster", "gg"}, "d.csv: there is no column \"gg\"", "did you mean 'g'?", 1),
      option({"--cluster", "y", "-t", "y"},
             "--cluster: 'y' says which rows belong together, and is no target or variable"),
      option({"--cluster", "g", "-f", "y ~ x + g"},
             "--cluster: 'g' says which rows belong together, and is no target or variable", "leave --cluster out"),
      option({"--cluster", "x", "--drop", "g"}, "d.csv: no column is left to predict y by", "", 1),
      option({"--cluster"}, "--cluster: ..."),
      fit("g,x,y\na,1,1\n,2,2\nb,3,1\na,4,2\n", "t.csv: values are missing in 1 of 4 rows: g in 1", "--na drop",
          {"--cluster", "g", "-t", "y"}),
      fit("g,x,y\n,1,1\n,2,2\n", "t.csv: column \"g\": has no value in any row", "", {"--cluster", "g"}),
      option({"--reference", "g"}, "--reference: 'g' is not NAME=LEVEL"),
      option({"--reference", "g=c"}, "d.csv: column \"g\": there is no level 'c' to be the reference", "a and b", 1),
      option({"--reference", "x=1"}, "--reference: 'x' is numeric and has no levels", "--categorical x", 1),
  };
}

std::vector<Case> broken_usage() {
  return {
      usage({"fitt", "d.csv"}, "fitt: there is no such command", "did you mean 'fit'?"),
      usage({"zzzzz"}, "zzzzz: there is no such command", "nninterp --help"),
      usage({"--bogus"}, "--bogus: there is no such option", "nninterp --help"),
      usage({"fit"}, "DATA: is missing", "nninterp fit --help"),
      usage({"fit", "d.csv", "more.csv"}, "more.csv: nothing more is expected here"),
      usage({"effects", "--vra", "x"}, "--vra: there is no such option", "did you mean '--var'?"),
      usage({"predict", "--frmat=csv"}, "--frmat=csv: there is no such option", "did you mean '--format'?"),
      option({"--hiden", "3"}, "--hiden: there is no such option", "did you mean '--hidden'?"),
      option({"-z"}, "-z: there is no such option"),
      option({"--hidden"}, "--hidden: ..."),
      option({"--seed="}, "--seed: ..."),
      option({"--quiet=maybe"}, "--quiet: ..."),
  };
}

std::vector<Case> bad_numbers() {
  const std::string no_pair = "is not two numbers with a comma between";
  return {
      option({"--hidden", "abc"}, "--hidden: 'abc' is not a number"),
      option({"--hidden", "2.5"}, "--hidden: '2.5' is not a whole number"),
      option({"--hidden", "-1"}, "--hidden: -1 is less than 0"),
      option({"--hidden", "3,0"}, "--hidden: a layer of 0 units stands alone: --hidden 0"),
      option({"--hidden", "100000,100000"},
             "--hidden: 10000500001 weights, more than the 10000000 that a network may have"),
      option({"--decay", "abc"}, "--decay: 'abc' is not a number"),
      option({"--decay", "-1"}, "--decay: -1 is less than 0"),
      option({"--decay", "nan"}, "--decay: 'nan' is not a number"),
      option({"--decay", "Auto"}, "--decay: 'Auto' is not a number"),
      option({"--hidden", "auto,2"}, "--hidden: 'auto' is not a number"),
      option({"--folds", "1"}, "--folds: 1 is less than 2"),
      option({"--folds", "2.5"}, "--folds: '2.5' is not a whole number"),
      option({"--polish", "lbfgs"}, "--polish: 'lbfgs' is none of none and bfgs"),
      option({"--holdout", "0"}, "--holdout: a share of the rows lies between 0 and 1, as 0.2; got 0"),
      option({"--holdout", "1"}, "--holdout: a share of the rows lies between 0 and 1, as 0.2; got 1"),
      option({"--holdout", "20"}, "--holdout: 20 is more than 1"),
      option({"--holdout", "0.2", "--validation", "d.csv"}, "--holdout: --validation already names rows to measure on"),
      option({"--rep", "abc"}, "--rep: 'abc' is not a number"),
      option({"--rep", "0"}, "--rep: 0 is less than 1"),
      option({"--seed", "abc"}, "--seed: 'abc' is not a number"),
      option({"--seed", "3000000000"}, "--seed: 3000000000 is more than 2147483647"),  // set.seed() refuses them too
      option({"--seed", "-2147483648"}, "--seed: -2147483648 is less than -2147483647"),
      option({"--threshold", "abc"}, "--threshold: 'abc' is not a number"),
      option({"--threshold", "inf"}, "--threshold: 'inf' is not a finite number"),
      option({"--threshold", "-1"}, "--threshold: -1 is less than 0"),
      option({"--stepmax", "abc"}, "--stepmax: 'abc' is not a number"),
      option({"--stepmax", "0"}, "--stepmax: 0 is less than 1"),
      option({"--threads", "abc"}, "--threads: 'abc' is not a number"),
      option({"--threads", "0"}, "--threads: 0 is less than 1"),
      option({"--threads", "5000"}, "--threads: 5000 is more than 1024"),
      option({"--learningrate-limit", "abc"}, "--learningrate-limit: 'abc' " + no_pair),
      option({"--learningrate-limit", "1,2,3"}, "--learningrate-limit: '1,2,3' " + no_pair),
      option({"--learningrate-limit", "2,1"}, "--learningrate-limit: the least, 2, is more than the most..."),
      option({"--learningrate-factor", "abc"}, "--learningrate-factor: 'abc' " + no_pair),
      option({"--learningrate-factor", "a,1.2"}, "--learningrate-factor: 'a' is not a number"),
      option({"--learningrate-factor", "2,1"},
             "--learningrate-factor: MINUS lies between 0 and 1, PLUS above 1; got 2,1"),
      usage({"show", "--level", "0"}, "--level: lies between 0 and 1, as 0.95; got 0"),
      usage({"show", "--level", "1"}, "--level: lies between 0 and 1, as 0.95; got 1"),
      usage({"show", "--level", "1.5"}, "--level: 1.5 is more than 1"),
      usage({"show", "--level", "95%"}, "--level: '95%' is not a number"),
      usage({"show", "--level"}, "--level: ..."),
      effects({"--delta", "abc"}, "--delta: 'abc' is neither a number nor sd, iqr or minmax", "", 2),
  };
}

std::vector<Case> bad_words() {
  return {
      option({"--activation", "foo"}, "--activation: 'foo' is none of logistic, tanh, relu, softplus and linear"),
      option({"--activation", "logistc"}, "--activation: 'logistc' is none of ...", "did you mean 'logistic'?"),
      option({"--output", "foo"}, "--output: 'foo' is none of linear, logistic, tanh, softmax, ..."),
      option({"--output", "softmx"}, "--output: 'softmx' is none of ...", "did you mean 'softmax'?"),
      option({"--error", "foo"}, "--error: 'foo' is none of sse and ce"),
      option({"--scale", "foo"}, "--scale: 'foo' is none of standardize, minmax..."),
      option({"--scale", "standardise"}, "--scale: 'standardise' ...", "did you mean 'standardize'?"),
      option({"--algorithm", "foo"}, "--algorithm: 'foo' ..."),
      option({"--algorithm", "rprop"}, "--algorithm: 'rprop' ...", "did you mean 'rprop+'?"),
      option({"--algorithm", "backprop"}, "--algorithm: backprop needs a learning rate", "--learningrate 0.001"),
      option({"--learningrate", "0.1"}, "--learningrate: is for backprop alone; rprop+ finds its step sizes itself"),
      option({"--algorithm", "backprop", "--learningrate", "0"}, "--learningrate: with 0 nothing moves"),
      option({"--algorithm", "backprop", "--learningrate", "-1"}, "--learningrate: -1 is less than 0"),
      option({"--algorithm", "backprop", "--learningrate", "fast"}, "--learningrate: 'fast' is not a number"),
      option({"--preset", "foo"}, "--preset: 'foo' ..."),
      option({"--preset", "neuralnett"}, "--preset: 'neuralnett' ...", "did you mean 'neuralnet'?"),
      option({"--na", "foo"}, "--na: 'foo' ..."),
      option({"--na", "dropp"}, "--na: 'dropp' ...", "did you mean 'drop'?"),
      option({"--delimiter", "foo"}, "--delimiter: 'foo' is none of ',' ';' '|' tab blank"),
      option({"--delimiter", ""}, "--delimiter: '' is none of ',' ';' '|' tab blank"),
      option({"--format", "foo"}, "--format: 'foo' ..."),
      option({"--format", "jsn"}, "--format: 'jsn' ...", "did you mean 'json'?"),
      option({"--error", "ce", "--output", "linear"}, "--error: ce needs outputs between 0 and 1, and these are linear",
             "--output logistic"),
      option({"--error", "ce", "--output", "logistic"}, "d.csv: column \"y\": ce needs targets between 0 and 1",
             "--error sse", 1),
      option({"--output", "softmax"}, "--output: softmax outputs are the classes of a single text target",
             "--categorical"),
      option({"-f", "y + g ~ x"}, "--output: numbers and classes as targets of one network need a choice",
             "--output linear"),
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

std::vector<Case> no_place_to_write() {
  return {
      option({"--model", "no/m.json"}, "no/m.json: No such file or directory", "there is no folder 'no'", 1),
      option({"--model", "."}, ".: Is a directory", "", 1),
      option({"--model", ""}, "'': No such file or directory", "", 1),
      option({"--model", "d.csv/m.json"}, "d.csv/m.json: Not a directory", "", 1),
      option({"-o", "no/o.json"}, "no/o.json: No such file or directory", "there is no folder 'no'", 1),
      option({"--model", "d.csv"}, "--model: d.csv is the table, the model or a file of weights, and would be lost"),
      option({"-o", "./d.csv"}, "-o: ./d.csv is the table, the model or a file of weights, and would be lost"),
      option({"-o", "nninterp-model.json"}, "-o: ...nninterp-model.json..."),  // the model goes there
      option({"--model", "new.json", "-o", "./new.json"}, "-o: ...new.json..."),
      effects({"-o", "d.csv"}, "-o: d.csv is the table, the model or a file of weights, and would be lost", "", 2),
      effects({"-o", "nninterp-model.json"},
              "-o: nninterp-model.json is the table, the model or a file of weights, and would be lost", "", 2),
      warned(option({"--decay", "1", "--model", "/dev/full"}, "/dev/full: No space left on device", "", 1)),
      warned(effects({"-o", "no/o.json"}, "no/o.json: No such file or directory", "there is no folder 'no'")),
      warned(effects({"-o", "/dev/full"}, "/dev/full: No space left on device")),
      warned(effects({"-o", "."}, ".: Is a directory")),
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& part :
       {broken_tables(), broken_models(), broken_new_data(), broken_imports(), broken_interactions(), broken_formulas(),
        broken_usage(), bad_numbers(), bad_words(), broken_weights(), no_place_to_write()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// ---- Running them ----

constexpr int exit_usage = 2;

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

// Whether the text is the pattern, in which "..." stands for any text.
bool matches(const std::string& text, const std::string& pattern) {
  const std::size_t dots = pattern.find("...");
  if (dots == std::string::npos) return text == pattern;
  if (text.compare(0, dots, pattern, 0, dots) != 0) return false;
  for (std::size_t from = dots; from <= text.size(); ++from) {
    if (matches(text.substr(from), pattern.substr(dots + 3))) return true;
  }
  return false;
}

Strings lines_of(const std::string& text) {
  std::istringstream stream(text);
  Strings lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Files files_in(const TemporaryFolder& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    const std::string path = entry.path().string();
    files[path.substr(folder.path().size() + 1)] = entry.is_regular_file() ? slurp(path) : "";
  }
  return files;
}

void write_files(const TemporaryFolder& folder, const Files& files) {
  folder.write("d.csv", good_table());
  folder.write("nninterp-model.json", good_model);
  for (const auto& [name, bytes] : files) folder.write(name, bytes);
}

// Processor time of all programs run so far: other programs do not disturb it.
double seconds_used() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

// Warnings where expected, then one line that says what is wrong, then perhaps one with a hint.
void check_message(const Case& broken, const std::string& err) {
  const std::string error = "nninterp: error: ", hint = "hint: ";
  Strings lines = lines_of(err);
  while (broken.warned && !lines.empty() && starts_with(lines.front(), "nninterp: warning: ")) {
    lines.erase(lines.begin());
  }
  REQUIRE_FALSE(lines.empty());
  REQUIRE(starts_with(lines[0], error));
  const std::string message = lines[0].substr(error.size());
  const bool as_expected = matches(message, broken.message);
  if (!as_expected) CHECK(message == broken.message);
  const bool says_where = broken.code == exit_usage || contains(message, ": ");
  CHECK(says_where);
  CHECK(lines.size() <= 2);
  const std::string advice = lines.size() > 1 ? lines[1] + "\n" : "";
  CHECK((advice.empty() || starts_with(advice, hint)));
  const bool advises = contains(advice, broken.hint);
  if (!advises) CHECK(advice == broken.hint);
}

void check(const Case& broken) {
  constexpr double most_seconds = 3;
  const TemporaryFolder folder;
  write_files(folder, broken.files);
  const Files before = files_in(folder);
  const double start = seconds_used();
  const Outcome outcome = run_program(broken.arguments, folder.path(), broken.input);
  const double seconds = seconds_used() - start;
  INFO("nninterp " << joined(broken.arguments, " ") << "\n" << outcome.err.substr(0, 2000));
  CHECK(seconds < most_seconds);
  CHECK(outcome.code == broken.code);
  CHECK(outcome.out == "");
  check_message(broken, outcome.err);
  const bool files_unchanged = files_in(folder) == before;
  CHECK(files_unchanged);
}

// What looks broken and is not: part of the warning, if there is one to be.
struct Fine {
  std::string name;
  std::string csv;  ///< t.csv
  Strings arguments;
  std::string warning = "";
};

const std::vector<Fine> fine_inputs{
    {"constant predictor", "x,k,y\n1,3,1\n2,3,3\n3,3,2\n", {"fit", "t.csv"}, "k has the same value in every row"},
    {"gaps, dropped", "x,y\n1,1\n,2\n3,\n4,4\n5,1\n", {"fit", "t.csv", "--na", "drop"}, "2 rows with missing values"},
    {"gap in a column that is not used", "x,z,y\n1,,1\n2,5,3\n3,6,2\n", {"fit", "t.csv", "--drop", "z"}},
    {"typo in a column that is not used", "x,z,y\n1,1,1\n2,Inf,3\n3,6,2\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"UTF-8 byte order mark", "\xEF\xBB\xBFx,y\n1,2\n3,4\n5,5\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"CRLF", "x,y\r\n1,2\r\n3,4\r\n5,5\r\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"no line break at the end", "x,y\n1,2\n3,4\n5,5", {"fit", "t.csv", "-f", "y ~ x"}},
    {"blank lines", "\nx,y\n\n1,2\n3,4\n5,5\n\n\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"line breaks in quotes", "x,g,y\n1,\"a\nb\",2\n3,c,4\n5,c,5\n", {"fit", "t.csv", "-f", "y ~ x + g"}},
    {"spaces around cells", "x , g,y\n 1, a ,2\n3 ,b, 4 \n 5,b ,5\n", {"fit", "t.csv", "-f", "y ~ x + g"}},
    {"decimal points and semicolons", "x;y\n1.5;2\n2.5;3\n4;1\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"50 levels", levels_table(50), {"fit", "t.csv", "-f", "y ~ g"}},
    {"two columns of a wide table", wide_table(20'000), {"fit", "t.csv", "-f", "c0 ~ c1"}},
    {"more columns than the model has", "note,x,id,g\nhi,1,7,a\n", {"predict", "--data", "t.csv"}},
};

void check(const Fine& fine) {
  const TemporaryFolder folder;
  write_files(folder, {{"t.csv", fine.csv}});
  Strings arguments = fine.arguments;
  if (arguments[0] == "fit") arguments.insert(arguments.end(), {"--rep", "1", "--stepmax", "50"});
  const Outcome outcome = run_program(arguments, folder.path());
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(Json::accept(outcome.out));
  CHECK(contains(outcome.err, fine.warning));
  for (const std::string& line : lines_of(outcome.err)) CHECK(starts_with(line, "nninterp: warning: "));
  CHECK(folder.names() == Strings{"d.csv", "nninterp-model.json", "t.csv"});
}

}  // namespace

TEST_CASE("what is broken is said in a line, by exit code, and changes no file", "[cli]") {
  static const std::vector<Case> cases = all_cases();
  REQUIRE(cases.size() >= 60);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    DYNAMIC_SECTION(i << " " << cases[i].name << ": " << cases[i].message) { check(cases[i]); }
  }
}

TEST_CASE("what only looks broken is read", "[cli]") {
  for (const Fine& fine : fine_inputs) {
    DYNAMIC_SECTION(fine.name) { check(fine); }
  }
}

TEST_CASE("a model stays byte for byte when a later fit fails", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {{"bad.csv", "x,y\n1,2\n3\n"}, {"w.json", "[1]"}});
  REQUIRE(run_program({"fit", "d.csv", "--rep", "1", "--stepmax", "50"}, folder.path()).code == 0);
  const Files before = files_in(folder);
  REQUIRE(before.at("nninterp-model.json") != good_model);
  for (const Strings& more : std::vector<Strings>{{"fit", "bad.csv"},
                                                  {"fit", "d.csv", "-t", "z"},
                                                  {"fit", "d.csv", "--hidden", "x"},
                                                  {"fit", "d.csv", "--start-weights", "w.json"},
                                                  {"fit", "d.csv", "-o", "no/o.json"}}) {
    INFO(joined(more, " "));
    CHECK(run_program(more, folder.path()).code != 0);
    const bool files_unchanged = files_in(folder) == before;
    CHECK(files_unchanged);
  }
}

TEST_CASE("a trained model is kept when its result cannot be written", "[cli]") {
  for (const std::string to : {"> /dev/full", ">&-", "-o /dev/full"}) {
    INFO(to);
    const TemporaryFolder folder;
    write_files(folder, {});
    const std::string fit = "$NNINTERP fit d.csv -f 'y ~ x' --rep 1 --stepmax 50 --quiet ";
    const Outcome outcome = run_shell(fit + to, folder.path());
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "hint: the model is in nninterp-model.json"));
    CHECK(run_shell("set -o pipefail; " + fit + "| true", folder.path()).code == 0);
    const std::string kept = slurp(folder.path("nninterp-model.json"));
    CHECK(run_shell(fit, folder.path()).code == 0);
    CHECK(slurp(folder.path("nninterp-model.json")) == kept);
    CHECK(folder.names() == Strings{"d.csv", "nninterp-model.json"});
  }
}

TEST_CASE("standard output that takes nothing is an error, and one that is closed by its reader is none", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {});
  const Files before = files_in(folder);
  for (const std::string command : {"show", "predict --data d.csv", "slopes --data d.csv", "effects --data d.csv",
                                    "curves --data d.csv --var x", "interactions --data d.csv", "--help"}) {
    INFO(command);
    for (const std::string to : {"> /dev/full", ">&-"}) {
      INFO(to);
      const Outcome full = run_shell("$NNINTERP " + command + " " + to, folder.path());
      CHECK(full.code == 1);
      CHECK(contains(full.err, "nninterp: error: standard output: "));
      const bool files_unchanged = files_in(folder) == before;
      CHECK(files_unchanged);
    }
    const Outcome closed = run_shell("set -o pipefail; $NNINTERP " + command + " --quiet | true", folder.path());
    CHECK(closed.code == 0);
    CHECK(closed.err == "");
    write_files(folder, {});
  }
}

TEST_CASE("a limit on file sizes is an error, and leaves no temporary file", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {});
  const Files before = files_in(folder);
  for (const std::string command : {"fit d.csv -f 'y ~ x' --rep 1 --quiet", "effects --data d.csv --quiet -o e.json"}) {
    INFO(command);
    const Outcome outcome =
        run_shell("(ulimit -f 0; exec $NNINTERP " + command + " 2>&1 >/dev/null) | cat >&2; exit ${PIPESTATUS[0]}",
                  folder.path());
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, ": File too large"));
    const bool files_unchanged = files_in(folder) == before;
    CHECK(files_unchanged);
  }
}
