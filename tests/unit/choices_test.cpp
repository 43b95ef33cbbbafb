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
  const Table table = example("infert.csv", {{}, {}, {"case"}});
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
  options.formula = "supp ~ len + dose";
  options.stepmax = 5;
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
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.error = ErrorFunction::ce; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.output = Activation::softmax; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.output = Activation::logistic; });  // ce on 35 to 92
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.targets = {"Catholic"}; });
  refuse(iris, "Species + Petal.Width ~ .", [](FitOptions&) {});
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.start_weights = {1, 2, 3}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.exclude = {99}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.exclude = {2, 2}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.exclude_triples = {{3, 1, 1}}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.constant_weights = {1}; });
  refuse(swiss, "Fertility ~ Education", [](FitOptions& o) { o.reference = {{"Education", "x"}}; });
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
  options.stepmax = 2;
  CHECK(*fit(table, options).training->threshold == 0.05);
  FitOptions preset = neuralnet_preset();
  preset.formula = "y ~ x";
  preset.stepmax = 2;
  CHECK(*fit(table, preset).training->threshold == 0.01);
}
