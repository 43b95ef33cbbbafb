// Equations: what is written runs, by the real interpreters and compilers, and gives what the program gives.
#include "nninterp/io/equation.hpp"

#include <sstream>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/io/model_file.hpp"
#include "support/designs.hpp"
#include "support/fitted.hpp"
#include "support/networks.hpp"
#include "support/peers.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Example {
  std::string name;
  Model model;
  Matrix data;  // rows × variables, categories as positions of their levels
};

const std::vector<std::string> hostile{"a\"b",
                                       "`touch x`",
                                       "$(touch x)",
                                       "x|y",
                                       "<b>",
                                       "*/ #",
                                       "{/Symbol a}",
                                       "two\nlines",
                                       "back\\",
                                       "'; DROP TABLE data; --",
                                       "中文",
                                       "العربية",
                                       "\u2028",
                                       "turned\u202e\tround",
                                       "--a---b",
                                       "row",
                                       "__proto__",
                                       "h1",
                                       "%d %s",
                                       "return",
                                       "x1",
                                       "a b",
                                       "?\?/",
                                       "</script><script>",
                                       "/*",
                                       "${x}",
                                       "",
                                       "it's",
                                       std::string(200, 'n')};

void add_references(std::vector<Example>& examples) {
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    const Json reference = read_json(file);
    const Model model = read_model(reference["model"].dump(), file);
    const Table table = read_table(test_file("reference/data/" + reference["data"].get<std::string>()));
    examples.push_back({file, model, gather_variables(model.design, table, all_rows(table))});
  }
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    const Table table = read_table(test_file("reference/peers/" + reference["data"].get<std::string>()));
    examples.push_back({file, model, gather_variables(model.design, table, all_rows(table))});
  }
}

// A network with these layers over two scaled numbers and a category; names and levels are drawn from the hostile ones.
Example made(std::size_t number, const std::vector<Index>& hidden, Activation activation, Activation output) {
  Random random(static_cast<std::uint32_t>(number + 1));
  const auto name = [&](std::size_t i) { return hostile[(7 * number + i) % hostile.size()]; };
  const std::string level = name(2).empty() ? "none" : name(2);
  Example example;
  example.name = "made " + std::to_string(number);
  Design& design = example.model.design;
  design.variables = {test::number(name(0).empty() ? "e" : name(0), 1e4, 0.01),
                      test::number(name(1).empty() ? "e" : name(1), -3, 250),
                      category(level + "?", {"1", level, "TRUE"}, 1)};
  if (output == Activation::softmax) {
    design.targets = {categorical(name(3) + "=", {"a", name(4) + ".", "c"})};
  } else {
    design.targets = {
        numeric(name(3) + "=", output == Activation::logistic ? 0 : 1e3, output == Activation::logistic ? 1 : 7),
        numeric(name(4) + "=")};
  }
  Architecture& architecture = example.model.network.architecture;
  architecture.units = {4};
  architecture.units.insert(architecture.units.end(), hidden.begin(), hidden.end());
  architecture.units.push_back(design.outputs());
  architecture.hidden = activation;
  architecture.output = output;
  example.model.network.weights = 2 * random_matrix(architecture.weight_count(), 1, random);
  example.data.resize(40, 3);
  for (Index row = 0; row < 40; ++row) {
    const double wide = row < 30 ? 1 : 20;  // the last rows saturate units
    example.data.row(row) << 1e4 + 0.01 * wide * random.normal(), -3 + 250 * wide * random.normal(), row % 3;
  }
  return example;
}

// With all of the first layer's units so far at their limits that a slope by their values would be 0.
Example saturated(Example example) {
  Architecture& architecture = example.model.network.architecture;
  for (Index unit = 0; unit < architecture.units[1]; ++unit) {
    example.model.network.weights[unit * (architecture.units[0] + 1)] = unit % 2 == 0 ? 60 : -60;
  }
  example.data.conservativeResize(30, Eigen::NoChange);
  example.name += ", saturated";
  return example;
}

std::vector<Example> all_examples() {
  std::vector<Example> examples;
  add_references(examples);
  std::size_t number = 0;
  for (const Activation output : {Activation::linear, Activation::logistic, Activation::tanh, Activation::softmax}) {
    for (const Activation activation : hidden_activations) {
      for (const std::vector<Index>& hidden : {std::vector<Index>{}, {3}, {3, 2}, {4, 3, 2}}) {
        examples.push_back(made(number++, hidden, activation, output));
      }
    }
  }
  for (const Activation activation : {Activation::logistic, Activation::tanh, Activation::softplus}) {
    examples.push_back(saturated(made(number++, {2}, activation, Activation::linear)));
    examples.push_back(saturated(made(number++, {}, activation, activation)));
  }
  examples.push_back(saturated(made(number++, {}, Activation::linear, Activation::softmax)));
  return examples;
}

// The variables whose slopes are tried: the first number, and the last.
std::vector<std::string> derived(const Example& example) {
  const std::vector<std::size_t> numeric = numeric_variables(example.model.design);
  if (numeric.empty()) return {};
  std::vector<std::string> names{example.model.design.variables[numeric.front()].name};
  if (numeric.size() > 1) names.push_back(example.model.design.variables[numeric.back()].name);
  return names;
}

// Row by row the predictions, then the slopes by each variable derived.
Matrix expected(const Example& example) {
  const Matrix predictions = predict(example.model, example.data, 1);
  const Slopes all = slopes(example.model, example.data, 1);
  const Index outputs = predictions.cols();
  const auto names = derived(example);
  Matrix result(predictions.rows(), outputs * static_cast<Index>(1 + names.size()));
  result.leftCols(outputs) = predictions;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Index column = i == 0 ? 0 : static_cast<Index>(all.variables.size()) - 1;
    for (Index k = 0; k < outputs; ++k) {
      result.col(static_cast<Index>(i + 1) * outputs + k) = all.by_output[static_cast<std::size_t>(k)].col(column);
    }
  }
  return result;
}

std::string code(const Example& example, Language language, const std::optional<std::string>& derivative = {}) {
  EquationOptions options;
  options.language = language;
  options.derivative = derivative;
  return write_equation(example.model, options);
}

void check(const Example& example, std::istream& numbers) {
  INFO(example.name);
  const Matrix truth = expected(example);
  for (Index k = 0; k < truth.cols(); ++k) {
    // What cancels among larger numbers has fewer digits of its own.
    const double size = 0.1 * truth.col(k).cwiseAbs().maxCoeff();
    double gap = 0;
    for (Index row = 0; row < truth.rows(); ++row) {
      std::string word;
      REQUIRE(numbers >> word);
      const double scale = std::max({1e-280, size, std::fabs(truth(row, k))});
      const double here = std::fabs(std::strtod(word.c_str(), nullptr) - truth(row, k)) / scale;
      gap = std::isnan(here) ? here : std::max(gap, here);
    }
    INFO("column " << k);
    CHECK(gap <= 1e-12);
  }
}

// What a language needs to run all examples: their files, and a script that prints column by column.
struct Run {
  TemporaryFolder folder;
  std::vector<Example> examples = all_examples();
  std::string script;

  void add_files(Language language, const std::string& ending) {
    for (std::size_t i = 0; i < examples.size(); ++i) {
      folder.write("p" + std::to_string(i) + ending, code(examples[i], language));
      std::size_t j = 0;
      for (const std::string& by : derived(examples[i])) {
        folder.write("s" + std::to_string(i) + "_" + std::to_string(j++) + ending, code(examples[i], language, by));
      }
    }
  }

  // "p3", then "s3_0", "s3_1"
  static std::vector<std::string> files(const Example& example, std::size_t i) {
    std::vector<std::string> names{"p" + std::to_string(i)};
    for (std::size_t j = 0; j < derived(example).size(); ++j) {
      names.push_back("s" + std::to_string(i) + "_" + std::to_string(j));
    }
    return names;
  }

  void check_all(const std::string& command) {
    const Outcome outcome = run_shell(command, folder.path());
    INFO(outcome.err.substr(0, 2000));
    REQUIRE(outcome.code == 0);
    std::istringstream numbers(outcome.out);
    for (const Example& example : examples) check(example, numbers);
    std::string rest;
    CHECK_FALSE(numbers >> rest);
    CHECK_FALSE(fs::exists(folder.path("x")));
  }
};

Json cell(const Example& example, Index row, std::size_t v) {
  const Variable& variable = example.model.design.variables[v];
  const double value = example.data(row, static_cast<Index>(v));
  return variable.categorical ? Json(variable.levels[static_cast<std::size_t>(value)]) : Json(value);
}

std::string rows_as_json(const Example& example) {
  Json rows = Json::array();
  for (Index row = 0; row < example.data.rows(); ++row) {
    Json one;
    for (std::size_t v = 0; v < example.model.design.variables.size(); ++v) {
      one[example.model.design.variables[v].name] = cell(example, row, v);
    }
    rows.push_back(one);
  }
  return rows.dump();
}

std::string doubled(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += std::string(c == quote ? 2 : 1, c);
  return result + quote;
}

}  // namespace

TEST_CASE("Python gives what the program gives", "[equation]") {
  if (missing("python3")) return;
  Run run;
  run.add_files(Language::python, ".py");
  run.script = "import json\n";
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const std::string number = std::to_string(i);
    run.folder.write("d" + number + ".json", rows_as_json(run.examples[i]));
    run.script += "rows = json.load(open('d" + number + ".json'))\n";
    for (const std::string& file : Run::files(run.examples[i], i)) {
      run.script += "code = {}\nexec(open('" + file + ".py').read(), code)\nout = [code['" +
                    (file[0] == 'p' ? "predict" : "slope") +
                    "'](row) for row in rows]\nfor k in out[0]: print(*[repr(o[k]) for o in out])\n";
    }
  }
  run.folder.write("all.py", run.script);
  run.check_all("python3 all.py");
}

TEST_CASE("JavaScript gives what the program gives", "[equation]") {
  if (missing("node")) return;
  Run run;
  run.add_files(Language::javascript, ".js");
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const std::string number = std::to_string(i);
    run.folder.write("d" + number + ".json", rows_as_json(run.examples[i]));
    for (const std::string& file : Run::files(run.examples[i], i)) {
      run.script += "{ const out = require('./d" + number + ".json').map(require('./" + file + ".js')." +
                    (file[0] == 'p' ? "predict" : "slope") +
                    "); for (const k of Object.keys(out[0])) console.log(out.map(o => o[k]).join(' ')); }\n";
    }
  }
  run.folder.write("all.js", run.script);
  run.check_all("node all.js");
}

TEST_CASE("R gives what the program gives", "[equation]") {
  if (missing("Rscript")) return;
  Run run;
  run.add_files(Language::r, ".R");
  run.script = "options(digits = 17, keep.source = FALSE)\n";
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const Example& example = run.examples[i];
    run.script += "data <- list()\n";
    for (std::size_t v = 0; v < example.model.design.variables.size(); ++v) {
      run.script += "data[[" + std::to_string(v + 1) + "]] <- c(";
      for (Index row = 0; row < example.data.rows(); ++row) {
        run.script += (row == 0 ? "" : ", ") + cell(example, row, v).dump(-1, ' ', true);
      }
      run.script += ")\n";
    }
    run.script += "data <- as.data.frame(data)\nnames(data) <- c(";
    for (std::size_t v = 0; v < example.model.design.variables.size(); ++v) {
      run.script += (v == 0 ? "" : ", ") + Json(example.model.design.variables[v].name).dump(-1, ' ', true);
    }
    run.script += ")\n";
    for (const std::string& file : Run::files(example, i)) {
      run.script += "source('" + file + ".R', encoding = 'UTF-8')\nfor (column in " +
                    (file[0] == 'p' ? "predict" : "slope") + "_nn(data)) cat(sprintf('%.17g', column), '\\n')\n";
    }
  }
  run.folder.write("all.R", run.script);
  run.check_all("Rscript --vanilla all.R");
}

TEST_CASE("SQL gives what the program gives", "[equation]") {
  if (missing("sqlite3")) return;
  Run run;
  run.add_files(Language::sql, ".sql");
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const Example& example = run.examples[i];
    const Design& design = example.model.design;
    run.script += "DROP TABLE IF EXISTS data;\nCREATE TABLE data (";
    for (std::size_t v = 0; v < design.variables.size(); ++v) {
      run.script += (v == 0 ? "" : ", ") + doubled(design.variables[v].name, '"');
    }
    run.script += ");\nBEGIN;\n";
    for (Index row = 0; row < example.data.rows(); ++row) {
      run.script += "INSERT INTO data VALUES (";
      for (std::size_t v = 0; v < design.variables.size(); ++v) {
        const Json value = cell(example, row, v);
        run.script += (v == 0 ? "" : ", ") + (value.is_string() ? doubled(value, '\'') : value.dump());
      }
      run.script += ");\n";
    }
    run.script += "COMMIT;\n";
    for (const std::string& file : Run::files(example, i)) {
      std::string select = slurp(run.folder.path(file + ".sql"));
      select.erase(select.rfind(';'));
      for (const std::string& name : design.output_names()) {
        run.script += "SELECT printf('%!.17g', " + doubled(name, '"') + ") FROM (" + select + ");\n";
      }
    }
  }
  run.folder.write("all.sql", run.script);
  run.check_all("sqlite3 -bail :memory: < all.sql");
}

TEST_CASE("C gives what the program gives", "[equation]") {
  if (missing("cc")) return;
  Run run;
  run.add_files(Language::c, ".c");
  run.script = "set -e\n";
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const Example& example = run.examples[i];
    const Matrix plain = [&] {  // numbers as they are, categories as 0/1
      Model unscaled = example.model;
      for (Variable& variable : unscaled.design.variables) variable.center = 0, variable.scale = 1;
      return encode_inputs(unscaled.design, example.data);
    }();
    const std::string outputs = std::to_string(example.model.design.outputs());
    for (const std::string& file : Run::files(example, i)) {
      std::ostringstream text;
      text.precision(17);
      text << "#include <stdio.h>\n#include \"" << file << ".c\"\nstatic const double rows[][" << plain.cols()
           << "] = {";
      for (Index row = 0; row < plain.rows(); ++row) {
        text << "{";
        for (Index k = 0; k < plain.cols(); ++k) text << plain(row, k) << ",";
        text << "},\n";
      }
      text << "};\nint main(void) {\n  double y[" << outputs << "];\n  for (int k = 0; k < " << outputs
           << "; ++k)\n    for (int row = 0; row < " << plain.rows() << "; ++row) {\n      "
           << (file[0] == 'p' ? "nn_predict" : "nn_slope")
           << "(rows[row], y);\n      printf(\"%.17g \", y[k]);\n    }\n"
           << "  return 0;\n}\n";
      run.folder.write("m" + file + ".c", text.str());
      run.script += "cc -std=c99 -Wall -Werror -Wno-unused-function -o a.out m" + file + ".c -lm\n./a.out\n";
    }
  }
  run.folder.write("all.sh", run.script);
  run.check_all("bash all.sh");
}

TEST_CASE("LaTeX takes every equation", "[equation]") {
  if (missing("pdflatex")) return;
  Run run;
  std::string document = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n";
  for (const Example& example : run.examples) {
    for (const std::optional<std::string>& by :
         {std::optional<std::string>(), std::optional(derived(example).front())}) {
      const std::string text = code(example, Language::latex, by);
      const bool latin = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
      if (latin) document += text + "\n\n";
    }
  }
  run.folder.write("all.tex", document + "\\end{document}\n");
  const Outcome outcome =
      run_shell("pdflatex -no-shell-escape -interaction=nonstopmode -halt-on-error all.tex", run.folder.path());
  INFO(outcome.out.substr(outcome.out.size() < 2000 ? 0 : outcome.out.size() - 2000));
  CHECK(outcome.code == 0);
  CHECK_FALSE(contains(outcome.out, "Overfull"));
  CHECK_FALSE(fs::exists(run.folder.path("x")));
}
