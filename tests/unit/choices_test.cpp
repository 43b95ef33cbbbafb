// What a fit decides before it trains.
#include "model/choices.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/model/fit.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"
#include "support/quick_fits.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("a text target of three classes has softmax outputs that sum to one", "[fit]") {
  const Table table = example("iris.csv");
  const Model model = fit(table, quick("Species ~ ."));
  CHECK(model.network.architecture.output == Activation::softmax);
  CHECK(model.error == ErrorFunction::ce);
  CHECK(model.design.output_names() ==
        std::vector<std::string>{"Species=setosa", "Species=versicolor", "Species=virginica"});
  const Matrix p = predict(model, gather_variables(model.design, table, all_rows(table)));
  CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-14);
  CHECK(*model.training->quality.at("Species").accuracy > 0.9);
}

TEST_CASE("two classes are one logistic output, the probability of the second level", "[fit]") {
  const Table table = example("infert.csv", as_categories({"case"}));
  const Model model = fit(table, quick("case ~ parity + induced + spontaneous"));
  CHECK(model.network.architecture.output == Activation::logistic);
  CHECK(model.design.outputs() == 1);
  CHECK(model.design.targets[0].levels == std::vector<std::string>{"0", "1"});
  const Quality& q = model.training->quality.at("case");
  CHECK(*q.auc > 0.7);
  CHECK(*q.log_loss < 0.6);
  CHECK_FALSE(q.r_squared.has_value());
}

TEST_CASE("the preset makes one output a class, linear unless told", "[fit]") {
  FitOptions options = neuralnet_preset();
  options.columns.formula = "supp ~ len + dose";
  options.train.stepmax = 5;
  const Model model = fit(example("toothgrowth.csv"), options);
  CHECK(model.design.output_names() == std::vector<std::string>{"supp=OJ", "supp=VC"});
  CHECK(model.network.architecture.output == Activation::linear);
  CHECK(model.network.architecture.units[1] == 1);
}

TEST_CASE("options that contradict each other or the table are refused", "[fit]") {
  const Table iris = example("iris.csv"), swiss = example("swiss.csv");
  const auto refuse = [](const Table& table, const std::string& formula, const auto& change) {
    FitOptions options = quick(formula);
    change(options);
    CHECK_THROWS_AS(fit(table, options), Error);
  };
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.network.error = ErrorFunction::ce; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.network.output = Activation::softmax; });
  refuse(swiss, "Fertility ~ Education",
         [](FitOptions& o) { o.network.output = Activation::logistic; });  // ce on 35 to 92
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.columns.targets = {"Catholic"}; });
  refuse(iris, "Species + Petal.Width ~ .", [](FitOptions&) {});
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.starts.weights = {1, 2, 3}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.starts.exclude = {99}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.starts.exclude = {2, 2}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.starts.exclude_triples = {{3, 1, 1}}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.starts.constant_weights = {1}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.columns.reference = {{"Education", "x"}}; });
}

TEST_CASE("the default threshold grows with the rows, the preset's does not", "[fit]") {
  Table table;
  table.name = "made";
  table.columns.resize(2);
  table.columns[0].name = "x";
  table.columns[1].name = "y";
  for (int i = 0; i < 5000; ++i) {
    table.columns[0].numbers.push_back(i % 71);
    table.columns[1].numbers.push_back(i % 13);
    table.lines.push_back(static_cast<std::uint32_t>(i + 2));
  }
  FitOptions options = quick("y ~ x");
  options.train.stepmax = 2;
  CHECK(*fit(table, options).training->threshold == 0.05);
  FitOptions preset = neuralnet_preset();
  preset.columns.formula = "y ~ x";
  preset.train.stepmax = 2;
  CHECK(*fit(table, preset).training->threshold == 0.01);
}

namespace {

// A number, two classes, three classes, and another of two.
Table of_every_kind() {
  Table table = made({"x", "y"}, Matrix::Random(3, 2));
  table.columns.push_back(text_column("two", {"a", "b"}, {0, 1, 0}));
  table.columns.push_back(text_column("three", {"u", "v", "w"}, {0, 1, 2}));
  table.columns.push_back(text_column("pair", {"n", "y"}, {1, 1, 0}));
  return table;
}

Activation output_for(const std::vector<std::string>& targets, std::optional<Activation> asked = {}) {
  FitOptions options;
  options.network.output = asked;
  return choose_output(of_every_kind(), {targets, {"x"}}, options);
}

}  // namespace

TEST_CASE("the target is assumed to be the last column that is left, and that is said", "[choices]") {
  const Table table = of_every_kind();
  std::vector<Warning> warnings;
  FitOptions options;
  const Roles last = choose_roles(table, options, warnings);
  CHECK(last.targets == std::vector<std::string>{"pair"});
  CHECK(last.variables == std::vector<std::string>{"x", "y", "two", "three"});
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == "target_assumed");
  CHECK(contains(warnings[0].message, "pair"));
  options.columns.drop = {"pair", "three"};
  CHECK(choose_roles(table, options, warnings).targets == std::vector<std::string>{"two"});
  options.columns.drop = table.names();
  CHECK_THROWS_AS(choose_roles(table, options, warnings), InputError);
}

TEST_CASE("targets that are named are taken as they stand, without a warning", "[choices]") {
  const Table table = of_every_kind();
  std::vector<Warning> warnings;
  FitOptions options;
  options.columns.targets = {"y", "x"};
  options.columns.drop = {"two"};
  const Roles roles = choose_roles(table, options, warnings);
  CHECK(roles.targets == std::vector<std::string>{"y", "x"});
  CHECK(roles.variables == std::vector<std::string>{"three", "pair"});
  CHECK(warnings.empty());
  options.columns.targets = {"y", "y"};
  CHECK_THROWS_AS(choose_roles(table, options, warnings), UsageError);
}

TEST_CASE("outputs suit the kinds of the targets, or are those that are asked for", "[choices]") {
  CHECK(output_for({"y"}) == Activation::linear);
  CHECK(output_for({"two"}) == Activation::logistic);
  CHECK(output_for({"two", "pair"}) == Activation::logistic);
  CHECK(output_for({"three"}) == Activation::softmax);
  CHECK(output_for({"three", "two"}) == Activation::logistic);
  CHECK(output_for({"y"}, Activation::tanh) == Activation::tanh);
  CHECK(output_for({"y", "two"}, Activation::linear) == Activation::linear);
  CHECK(output_for({"two"}, Activation::softmax) == Activation::softmax);
  CHECK_THROWS_AS(output_for({"y", "two"}), UsageError);
  for (const std::vector<std::string>& targets : {std::vector<std::string>{"y"}, {"three", "two"}, {"y", "three"}}) {
    CHECK_THROWS_AS(output_for(targets, Activation::softmax), UsageError);
  }
}

TEST_CASE("the error is cross-entropy for probabilities, and only for them", "[choices]") {
  FitOptions options;
  for (const Activation output : output_activations) {
    INFO(name_of(output));
    const bool probabilities = output == Activation::logistic || output == Activation::softmax;
    options.network.error.reset();
    CHECK(choose_error(options, output) == (probabilities ? ErrorFunction::ce : ErrorFunction::sse));
    options.network.error = ErrorFunction::sse;
    CHECK(choose_error(options, output) == ErrorFunction::sse);
    options.network.error = ErrorFunction::ce;
    if (probabilities) CHECK(choose_error(options, output) == ErrorFunction::ce);
    if (!probabilities) CHECK_THROWS_AS(choose_error(options, output), UsageError);
  }
}

TEST_CASE("cross-entropy's targets lie between 0 and 1, both included", "[choices]") {
  const Table table = of_every_kind();
  const Design design = design_of({numeric("p"), numeric("q")});
  CHECK_NOTHROW(check_ce_targets(table, design, (Matrix(2, 2) << 0, 1, 0.5, 0).finished()));
  for (const double beyond : {-1e-9, 1.5}) {
    try {
      check_ce_targets(table, design, (Matrix(2, 2) << 0, 1, 0.5, beyond).finished());
      FAIL("a target beyond 0 and 1 went through");
    } catch (const InputError& error) {
      CHECK(contains(error.what(), "made: column \"q\": ce needs targets between 0 and 1"));
    }
  }
}

TEST_CASE("sizes to choose from are none to eight units, sixteen for many rows; else the one that is given",
          "[choices]") {
  FitOptions options;
  options.network.hidden = {5, 3};
  CHECK(choose_sizes(options, 1000) == std::vector<std::vector<Index>>{{5, 3}});
  options.network.choose_hidden = true;
  CHECK(choose_sizes(options, 499) == std::vector<std::vector<Index>>{{}, {1}, {2}, {4}, {8}});
  CHECK(choose_sizes(options, 500).back() == std::vector<Index>{16});
  options.starts.weights = {1, 2};
  CHECK_THROWS_AS(choose_sizes(options, 500), UsageError);
}

TEST_CASE("a network's form follows the design, and there are limits to its size", "[choices]") {
  Design design = design_of({categorical("s", {"a", "b", "c"})});
  design.variables = {number("x"), category("g", {"a", "b", "c"})};
  FitOptions options;
  options.network.activation = Activation::relu;
  const Architecture form = choose_architecture(design, options, {7, 2}, Activation::softmax);
  CHECK(form.units == std::vector<Index>{3, 7, 2, 3});
  CHECK(form.hidden == Activation::relu);
  CHECK(form.output == Activation::softmax);
  CHECK_THROWS_AS(choose_architecture(design, options, {2'000'000}, Activation::softmax), UsageError);
  CHECK_NOTHROW(check_inputs("t.csv", 10'000));
  CHECK_THROWS_AS(check_inputs("t.csv", 10'001), InputError);
}
