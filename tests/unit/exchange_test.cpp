// Networks that other systems have fitted: the same predictions here, and back again.
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/io/exchange/neuralnet.hpp"
#include "nninterp/io/exchange/nnet.hpp"
#include "nninterp/io/exchange/sklearn.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/model/original_units.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Import = Model (*)(std::string_view, const std::string&, const ImportOptions&);

Model imported(Import import, const std::string& file, const ImportOptions& options = {}) {
  return import(read_file(test_file("exchange/" + file)), file, options);
}

Matrix numbers_of(const Table& table) {
  Matrix numbers(table.rows(), static_cast<Index>(table.columns.size()));
  for (Index k = 0; k < numbers.cols(); ++k) {
    const std::vector<double>& column = table.columns[static_cast<std::size_t>(k)].numbers;
    numbers.col(k) = Eigen::Map<const Vector>(column.data(), numbers.rows());
  }
  return numbers;
}

// Largest difference from the predictions that came with the network.
double miss(const Model& model, const std::string& name) {
  const Table data = table_in(test_file("exchange/" + name + "-data.csv"));
  const Matrix expected = numbers_of(table_in(test_file("exchange/" + name + "-predictions.csv")));
  const Matrix ours = predict(model, gather_variables(model.design, data, all_rows(data)));
  REQUIRE(ours.cols() == expected.cols());
  return (ours - expected).cwiseAbs().maxCoeff();
}

ImportOptions outputs(Activation output) {
  ImportOptions options;
  options.output = output;
  return options;
}

ImportOptions hidden(Activation activation) {
  ImportOptions options;
  options.activation = activation;
  return options;
}

std::string refusal(Import import, const std::string& text, const ImportOptions& options = {}) {
  try {
    import(text, "f", options);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a network by neuralnet predicts here what it predicts in R", "[exchange]") {
  const Model best = imported(import_neuralnet, "neuralnet-repetitions.csv", outputs(Activation::logistic));
  CHECK(miss(best, "neuralnet-repetitions") < 1e-12);
  CHECK(miss(imported(import_neuralnet, "neuralnet-two-targets.csv", hidden(Activation::tanh)),
             "neuralnet-two-targets") < 1e-12);
  CHECK(miss(imported(import_neuralnet, "neuralnet-awkward-names.csv"), "neuralnet-awkward-names") < 1e-12);
  CHECK(miss(imported(import_neuralnet, "neuralnet-no-hidden.csv"), "neuralnet-no-hidden") < 1e-12);
  CHECK(miss(imported(import_neuralnet, "neuralnet-classes.csv", outputs(Activation::logistic)), "neuralnet-classes") <
        1e-12);
}

TEST_CASE("neuralnet's file tells names, layers and how the training went", "[exchange]") {
  const Model two = imported(import_neuralnet, "neuralnet-two-targets.csv");
  CHECK(two.design.variable_names() == std::vector<std::string>{"wt", "hp", "drat"});
  CHECK(two.design.output_names() == std::vector<std::string>{"mpg", "qsec"});
  CHECK(two.network.architecture.units == std::vector<Index>{3, 3, 2, 2});
  const Model awkward = imported(import_neuralnet, "neuralnet-awkward-names.csv");
  CHECK(awkward.design.variable_names() == std::vector<std::string>{"wt.to.hp", "hp"});
  CHECK(awkward.design.output_names() == std::vector<std::string>{"y.to.z"});

  ImportOptions options = outputs(Activation::logistic);
  const TrainingRecord record = *imported(import_neuralnet, "neuralnet-repetitions.csv", options).training;
  REQUIRE(record.repetitions.size() == 3);
  CHECK(record.best == 0);  // of least error
  CHECK(record.repetitions[0].error < record.repetitions[1].error);
  CHECK(record.repetitions[1].error < record.repetitions[2].error);
  CHECK(record.aic);
  CHECK(*record.bic > *record.aic);
  CHECK(record.repetitions[0].steps > 1);
  options.repetition = 3;
  const Model third = imported(import_neuralnet, "neuralnet-repetitions.csv", options);
  CHECK(third.training->best == 2);
  CHECK(*third.training->aic > *record.aic);
  options.repetition = 4;
  CHECK_THROWS_AS(imported(import_neuralnet, "neuralnet-repetitions.csv", options), UsageError);
}

TEST_CASE("outputs of neuralnet become classes of the one target that is named for them", "[exchange]") {
  ImportOptions options = outputs(Activation::logistic);
  options.targets = {"Species"};
  const Model classes = imported(import_neuralnet, "neuralnet-classes.csv", options);
  CHECK(classes.design.output_names() ==
        std::vector<std::string>{"Species=setosa", "Species=versicolor", "Species=virginica"});
  CHECK(miss(classes, "neuralnet-classes") < 1e-12);
  CHECK(weight_names(classes) == weight_names(imported(import_neuralnet, "neuralnet-classes.csv")));
  options.targets = {"mpg"};  // one of two outputs is not what they are classes of
  CHECK_THROWS_AS(imported(import_neuralnet, "neuralnet-two-targets.csv", options), UsageError);
  options.targets = {"kind"};
  CHECK(imported(import_neuralnet, "neuralnet-two-targets.csv", options).design.output_names() ==
        std::vector<std::string>{"kind=mpg", "kind=qsec"});
}

TEST_CASE("a network by nnet predicts here what it predicts in R", "[exchange]") {
  for (const std::string name :
       {"nnet-linear", "nnet-two-classes", "nnet-softmax", "nnet-two-targets", "nnet-logistic"}) {
    INFO(name);
    CHECK(miss(imported(import_nnet, name + ".json"), name) < 1e-12);
  }
  const Model classes = imported(import_nnet, "nnet-softmax.json");
  CHECK(classes.design.output_names() == std::vector<std::string>{"Y=setosa", "Y=versicolor", "Y=virginica"});
  CHECK(classes.error == ErrorFunction::ce);
  const Model two = imported(import_nnet, "nnet-two-classes.json");
  CHECK(two.design.targets[0].levels == std::vector<std::string>{"no", "yes"});
  CHECK(two.design.variable_names() == std::vector<std::string>{"age", "parity", "induced", "spontaneous"});
  CHECK(two.network.architecture.output == Activation::logistic);
  CHECK(imported(import_nnet, "nnet-linear.json").network.architecture.output == Activation::linear);
  CHECK_THROWS_AS(imported(import_nnet, "nnet-skip.json"), InputError);
}

TEST_CASE("a network in scikit-learn's form predicts what its own forward pass does", "[exchange]") {
  for (const std::string name : {"sklearn-regressor", "sklearn-classes", "sklearn-two-classes", "sklearn-labels"}) {
    INFO(name);
    CHECK(miss(imported(import_sklearn, name + ".json"), name) < 1e-12);
  }
  const Model classes = imported(import_sklearn, "sklearn-classes.json");
  CHECK(classes.design.targets[0].levels == std::vector<std::string>{"10", "9", "b"});  // in the order of the file
  CHECK(read_model(write_model(classes), "m").design.targets[0].levels == classes.design.targets[0].levels);
}

TEST_CASE("names can be given, as many as there are", "[exchange]") {
  ImportOptions options;
  options.inputs = {"a", "b"};
  options.targets = {"t"};
  const Model model = imported(import_nnet, "nnet-linear.json", options);
  CHECK(model.design.variable_names() == options.inputs);
  CHECK(model.design.output_names() == options.targets);
  options.inputs = {"a"};
  CHECK_THROWS_AS(imported(import_nnet, "nnet-linear.json", options), UsageError);
  options.inputs = {"a", "a"};
  CHECK_THROWS_AS(imported(import_nnet, "nnet-linear.json", options), InputError);
}

TEST_CASE("a target that is an input too is refused, as a fit refuses it", "[exchange]") {
  const std::string message = "f: column \"X\" is both a target and a predictor";
  CHECK(refusal(import_neuralnet, "\"\",V1\nIntercept.to.X,1\nX.to.X,1\n") == message);
  ImportOptions options;
  options.targets = {"X"};
  options.inputs = {"X", "b"};
  CHECK(refusal(import_nnet, read_file(test_file("exchange/nnet-linear.json")), options) == message);
  options.inputs = {"a", "X", "b"};
  CHECK(refusal(import_sklearn, read_file(test_file("exchange/sklearn-regressor.json")), options) == message);
}

TEST_CASE("what export writes is imported as the same network", "[exchange]") {
  for (const Scaling scaling : {Scaling::none, Scaling::standardize, Scaling::minmax}) {
    for (const std::vector<Index>& units : std::vector<std::vector<Index>>{{}, {3}, {3, 2}}) {
      FitOptions options;
      options.columns.formula = "mpg + qsec ~ wt + hp + drat";
      options.network.hidden = units;
      options.columns.scaling = scaling;
      options.choice.decay = 0.01;
      options.starts.repetitions = 1;
      options.train.stepmax = 50;
      const Table table = table_in(example_file("mtcars.csv"));
      const Model fitted = fit(table, options);
      const Model back = import_neuralnet(export_neuralnet(fitted), "exported", {});
      const Matrix data = gather_variables(fitted.design, table, all_rows(table));
      const Matrix ours = predict(fitted, data), theirs = predict(back, data);
      CHECK((ours - theirs).cwiseAbs().maxCoeff() < 1e-10 * ours.cwiseAbs().maxCoeff());
      CHECK(weight_names(back) == weight_names(fitted));
      CHECK(back.training.has_value() == (scaling == Scaling::none));  // else the error is in other units
      if (scaling != Scaling::none) continue;
      CHECK(back.training->repetitions[0].error == fitted.training->repetitions[0].error);
      CHECK(back.network.weights == fitted.network.weights);
    }
  }
}

TEST_CASE("outputs of classes are called as R's neuralnet calls them", "[exchange]") {
  const auto fitted = [](const std::string& file, const std::string& formula, const CsvOptions& csv = {}) {
    FitOptions options = neuralnet_preset();
    options.columns.formula = formula;
    options.train.stepmax = 2;
    return fit(table_in(example_file(file), csv), options);
  };
  const Model iris = fitted("iris.csv", "Species ~ Petal.Width");
  CHECK(weight_names(iris) == std::vector<std::string>{"Intercept.to.1layhid1", "Petal.Width.to.1layhid1",  //
                                                       "Intercept.to.setosa", "1layhid1.to.setosa",
                                                       "Intercept.to.versicolor", "1layhid1.to.versicolor",
                                                       "Intercept.to.virginica", "1layhid1.to.virginica"});
  CHECK(export_neuralnet(iris).find("\n\"1layhid1.to.virginica\",") != std::string::npos);
  // Classes of several targets may have equal names. R has no second class target: it ignores it.
  const Model two = fitted("toothgrowth.csv", "supp + dose ~ len", as_categories({"dose"}));
  CHECK(weight_names(two).back() == "1layhid1.to.dose=2");
}

TEST_CASE("TRUE and FALSE are one input and one output, as in R, fitted here or there", "[exchange]") {
  const Model from_r = imported(import_neuralnet, "neuralnet-logical.csv", outputs(Activation::logistic));
  CHECK(miss(from_r, "neuralnet-logical") < 1e-12);
  FitOptions options = neuralnet_preset();
  options.columns.formula = "y ~ ok + x";
  options.network.output = Activation::logistic;
  options.network.error = ErrorFunction::ce;
  options.seed = 3;
  const Table table = table_in(test_file("exchange/neuralnet-logical-data.csv"));
  const Model ours = fit(table, options);
  CHECK(ours.design.output_names() == std::vector<std::string>{"y=TRUE"});
  CHECK(ours.training->repetitions[0].steps == from_r.training->repetitions[0].steps);
  CHECK(distance(ours.network.weights, from_r.network.weights) < 1e-9);
  CHECK(weight_names(ours) == weight_names(from_r));
  const Matrix targets = encode_targets(ours.design, table, all_rows(table));
  CHECK(encode_targets(from_r.design, table, all_rows(table)) == targets);
  CHECK(encode_inputs(from_r.design, gather_variables(from_r.design, table, all_rows(table))) ==
        encode_inputs(ours.design, gather_variables(ours.design, table, all_rows(table))));

  options.network.output = Activation::softmax;  // which R has not: shares of the classes
  options.train.stepmax = 2;
  CHECK(fit(table, options).design.outputs() == 2);
  const Table words = read_csv("ok,x,y\nTRUE,1,2\nmaybe,2,3\n", "words.csv");
  CHECK_THROWS_WITH(gather_variables(from_r.design, words, all_rows(words)),
                    "words.csv:3: column \"ok\": 'maybe' is not a number, and the model needs numbers");
}

TEST_CASE("what neuralnet cannot say is not exported", "[exchange]") {
  Model model = imported(import_sklearn, "sklearn-classes.json");
  CHECK_THROWS_AS(export_neuralnet(model), InputError);
  model = imported(import_sklearn, "sklearn-regressor.json");
  CHECK_NOTHROW(export_neuralnet(model));
  model.network.architecture.output = Activation::tanh;  // its target is scaled
  CHECK_THROWS_AS(export_neuralnet(model), InputError);
}

TEST_CASE("names in quotes survive the way there and back", "[exchange]") {
  Model model = imported(import_neuralnet, "neuralnet-no-hidden.csv");
  model.design.variables[0].name = "say \"hi\", a.to.b";
  model.design.variables[1].name = "Intercept";
  model.design.targets[0].name = "\xc3\xa9t\xc3\xa9";
  const Model back = import_neuralnet(export_neuralnet(model), "exported", {});
  CHECK(back.design.variable_names() == model.design.variable_names());
  CHECK(back.design.output_names() == model.design.output_names());
}

TEST_CASE("the backticks that R keeps around names are no part of them", "[exchange]") {
  const Model model =
      import_neuralnet("\"\",\"V1\"\nIntercept.to.`a b`,1\nx.to.`a b`,2\n\"`c, d`.to.`a b`\",3\n", "f", {});
  CHECK(model.design.variable_names() == std::vector<std::string>{"x", "c, d"});
  CHECK(model.design.output_names() == std::vector<std::string>{"a b"});

  Json nnet = read_json(test_file("exchange/nnet-linear.json"));
  nnet["coefnames"] = {"`a b`", "`a b`:`c`"};  // the second is no name in backticks
  CHECK(import_nnet(nnet.dump(), "f", {}).design.variable_names() == std::vector<std::string>{"a b", "`a b`:`c`"});
}

TEST_CASE("of the repetitions only the chosen one must have numbers for weights", "[exchange]") {
  const std::string text =
      "\"\",\"V1\",\"V2\",\"V3\"\n\"error\",NA,3,2\n\"steps\",5,NA,6\nIntercept.to.Y,NA,1,2\nX.to.Y,1,3,Inf\n";
  ImportOptions options;
  options.repetition = 2;
  const Model second = import_neuralnet(text, "f", options);
  CHECK(second.network.weights == Eigen::Vector2d(1, 3));
  CHECK(second.training->repetitions[1].error == 3);
  CHECK(std::isnan(second.training->repetitions[0].error));
  CHECK(read_model(write_model(second), "m").network.weights == second.network.weights);
  options.repetition = 1;
  CHECK(refusal(import_neuralnet, text, options) ==
        "f:4: column 2: the weight 'Intercept.to.Y' is not a finite number");
  // Without a choice that of least error, and an error that is none is not least.
  CHECK(refusal(import_neuralnet, text) == "f:5: column 4: the weight 'X.to.Y' is not a finite number");
  CHECK_NOTHROW(import_neuralnet("\"\",V1\n\"error\",NA\nIntercept.to.Y,1\nX.to.Y,1\n", "f", {}));
}

TEST_CASE("files that are no result.matrix are refused at their line", "[exchange]") {
  const std::string head = "\"\",\"V1\"\n\"error\",1\n";
  const auto refused = [&](const std::string& rows) { return refusal(import_neuralnet, head + rows); };
  CHECK(refusal(import_neuralnet, "").find("f: ") == 0);
  CHECK(refusal(import_neuralnet, "a\nb\n").find("f:1: has a single column") == 0);
  CHECK(refused("").find("f: there are no weights") == 0);
  CHECK(refused("\"size\",1\n").find("f:3: 'size' is neither a weight nor a measure") == 0);
  CHECK(refused("\"Intercept.to.Y\",x\n").find("f:3: column 2: 'x' is not a number") == 0);
  CHECK(refused("Intercept.to.Y,1e999\nX.to.Y,1\n")
            .find("f:3: column 2: the weight 'Intercept.to.Y' is not a finite number") == 0);
  CHECK(refused("\"Intercept.to.Y\",1,2\n").find("f:3: has 3 columns, and the first line 2") == 0);
  CHECK(refused("\"Intercept.to.Y\",1\n").find("f: the network has no inputs") == 0);
  CHECK(refused("\"Intercept.to.Y\",1\nX.to.Z,1\n").find("f:4: 'X.to.Z' does not lead to 'Y'") == 0);
  CHECK(refused("Intercept.to.1layhid1,1\nX.to.1layhid1,1\n").find("f:4: there are no outputs after it") == 0);
  CHECK(refused("Intercept.to.1layhid2,1\nX.to.1layhid2,1\n").find("f:3: '1layhid2' is out of order") == 0);
  CHECK(refused("Intercept.to.2layhid1,1\nX.to.2layhid1,1\n").find("f:3: '2layhid1' is out of order") == 0);
  const std::string unit = "Intercept.to.1layhid1,1\nX.to.1layhid1,1\n";
  CHECK(
      refused(unit + "Intercept.to.Y,1\nX.to.Y,1\n").find("f:5: 'Y' is fed by 1 unit (X), and should be by 1layhid1") ==
      0);
  CHECK(refused(unit + "Intercept.to.1layhid2,1\nIntercept.to.Y,1\n1layhid1.to.Y,1\n")
            .find("f:5: '1layhid2' is fed by") == 0);
  CHECK(refused(unit + "Intercept.to.Y,1\n1layhid1.to.Y,1\n").empty());
}

TEST_CASE("JSON that is no network is refused at its place", "[exchange]") {
  const Json nnet = read_json(test_file("exchange/nnet-linear.json"));
  const auto refused = [&](const char* patch) {
    Json broken = nnet;
    broken.merge_patch(Json::parse(patch));
    return refusal(import_nnet, broken.dump());
  };
  CHECK(refused("{}").empty());
  CHECK(refused(R"({"n": [2, 3]})").find("f: n: must be three numbers") == 0);
  CHECK(refused(R"({"n": [2, 4, 1]})").find("f: wts: has 13 numbers, and 'n' needs 17") == 0);
  CHECK(refused(R"({"n": [2, 1e9, 1]})").find("f: n[1]: ") == 0);
  CHECK(refused(R"({"wts": null})").find("f: 'wts' is missing") == 0);
  CHECK(refused(R"({"censored": [1]})").find("f: censored networks") == 0);
  CHECK(refused(R"({"softmax": [1]})").find("f: softmax needs at least 2 outputs") == 0);
  CHECK(refused(R"({"coefnames": ["a"]})").find("f: coefnames: has 1 name, and the network has 2 inputs") == 0);
  CHECK(refused(R"({"lev": ["a", "b", "c"], "nsunits": [8], "nunits": [8]})")
            .find("f: 3 classes do not go with 1 output") == 0);
  CHECK(refused(R"({"lev": ["a"]})") == "f: lev: a single class, and at least 2 make a choice");
  CHECK(refused(R"({"lev": ["a", "b"]})") == "f: lev: do not go with outputs that are no probabilities");
  CHECK(refused(R"({"nsunits": [9], "nunits": [8]})") == "f: nsunits: 9, and there are only 8 units");
  CHECK(refusal(import_nnet, "[1]").find("f: must be an object") == 0);

  const Json sklearn = read_json(test_file("exchange/sklearn-regressor.json"));
  const auto refused_here = [&](const char* patch) {
    Json broken = sklearn;
    broken.merge_patch(Json::parse(patch));
    return refusal(import_sklearn, broken.dump());
  };
  CHECK(refused_here("{}").empty());
  CHECK(refused_here(R"({"coefs": []})").find("f: coefs: is empty") == 0);
  CHECK(refused_here(R"({"intercepts": [[1]]})").find("f: intercepts: has 1 element, and the network has 3") == 0);
  CHECK(refused_here(R"({"intercepts": [[1], [1], [1]]})").find("f: coefs[0][0]: has 4 elements") == 0);
  CHECK(refused_here(R"({"activation": "swish"})").find("f: activation: there is no 'swish' here") == 0);
  CHECK(refused_here(R"({"features": ["a"]})").find("f: features: has 1 element") == 0);
  CHECK(refused_here(R"({"features": ["a", "a", "b"]})").find("f: the name 'a' stands there twice") == 0);
  CHECK(refused_here(R"({"scale": [1, 0, 1]})").find("f: scale: ") == 0);
  CHECK(refused_here(R"({"mean": [1]})").find("f: mean: has 1 element") == 0);
  CHECK(refused_here(R"({"scale": [1, -2, 1]})") == "f: scale: -2 is not above 0");
  CHECK(refused_here(R"({"target_scale": [-1]})") == "f: target_scale: -1 is not above 0");
  CHECK(refused_here(R"({"classes": ["a", "b"]})") == "f: classes: do not go with outputs that are no probabilities");
  for (const std::string file : {"sklearn-two-classes", "sklearn-classes", "sklearn-labels"}) {
    for (const std::string field : {"target_mean", "target_scale"}) {
      Json scaled = read_json(test_file("exchange/" + file + ".json"));
      scaled[field] = Json::array({1});
      CHECK(refusal(import_sklearn, scaled.dump()) == "f: " + field + ": goes with identity outputs alone");
    }
  }
}
