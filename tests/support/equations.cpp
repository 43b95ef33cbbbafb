#include "support/equations.hpp"

#include <sstream>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "support/designs.hpp"
#include "support/networks.hpp"
#include "support/peers.hpp"

namespace nninterp::test {

namespace {

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
    const Table table = table_in(test_file("reference/data/" + reference["data"].get<std::string>()));
    examples.push_back({file, model, gather_variables(model.design, table, all_rows(table))});
  }
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    const Table table = table_in(test_file("reference/peers/" + reference["data"].get<std::string>()));
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

void check_example(const Example& example, std::istream& numbers) {
  INFO(example.name);
  const Matrix truth = expected(example);
  for (Index k = 0; k < truth.cols(); ++k) {
    // What cancels among larger numbers has fewer digits of its own.
    const double size = 0.1 * truth.col(k).cwiseAbs().maxCoeff();
    double gap = 0;
    for (Index row = 0; row < truth.rows(); ++row) {
      std::string word;
      if (!(numbers >> word)) FAIL("the output ends too early");
      const double scale = std::max({1e-280, size, std::fabs(truth(row, k))});
      const double here = std::fabs(std::strtod(word.c_str(), nullptr) - truth(row, k)) / scale;
      gap = std::isnan(here) ? here : std::max(gap, here);
    }
    INFO("column " << k);
    CHECK(gap <= 1e-12);
  }
}

}  // namespace

std::vector<Example> equation_examples() {
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

std::vector<std::string> derived(const Example& example) {
  const std::vector<std::size_t> numeric = numeric_variables(example.model.design);
  if (numeric.empty()) return {};
  std::vector<std::string> names{example.model.design.variables[numeric.front()].name};
  if (numeric.size() > 1) names.push_back(example.model.design.variables[numeric.back()].name);
  return names;
}

std::string code_of(const Example& example, Language language, const std::optional<std::string>& derivative) {
  EquationOptions options;
  options.language = language;
  options.derivative = derivative;
  return write_equation(example.model, options);
}

Json cell(const Example& example, Index row, std::size_t variable) {
  const Variable& one = example.model.design.variables[variable];
  const double value = example.data(row, static_cast<Index>(variable));
  return one.categorical ? Json(one.levels[static_cast<std::size_t>(value)]) : Json(value);
}

EquationRun::EquationRun(Language language, const std::string& ending) {
  for (std::size_t i = 0; i < examples.size(); ++i) {
    std::vector<std::optional<std::string>> by{{}};
    for (const std::string& name : derived(examples[i])) by.emplace_back(name);
    for (std::size_t k = 0; k < by.size(); ++k)
      folder.write(files(i)[k] + ending, code_of(examples[i], language, by[k]));
  }
}

std::vector<std::string> EquationRun::files(std::size_t example) const {
  std::vector<std::string> names{"p" + std::to_string(example)};
  for (std::size_t j = 0; j < derived(examples[example]).size(); ++j) {
    names.push_back("s" + std::to_string(example) + "_" + std::to_string(j));
  }
  return names;
}

void EquationRun::write_rows() const {
  for (std::size_t i = 0; i < examples.size(); ++i) {
    Json rows = Json::array();
    for (Index row = 0; row < examples[i].data.rows(); ++row) {
      Json one;
      for (std::size_t v = 0; v < examples[i].model.design.variables.size(); ++v) {
        one[examples[i].model.design.variables[v].name] = cell(examples[i], row, v);
      }
      rows.push_back(one);
    }
    folder.write("d" + std::to_string(i) + ".json", rows.dump());
  }
}

void EquationRun::check(const std::string& command) const {
  const Outcome outcome = run_shell(command, folder.path());
  INFO(outcome.err.substr(0, 2000));
  REQUIRE(outcome.code == 0);
  std::istringstream numbers(outcome.out);
  for (const Example& example : examples) check_example(example, numbers);
  std::string rest;
  CHECK_FALSE(numbers >> rest);
  CHECK_FALSE(fs::exists(folder.path("x")));
}

}  // namespace nninterp::test
