#include "nninterp/model/fit.hpp"

#include <algorithm>
#include <atomic>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/model/baseline.hpp"
#include "support/fixtures.hpp"
#include "support/quick_fits.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("a network of linear units of any depth is least squares, its slopes the coefficients", "[fit]") {
  const Table table = example("swiss.csv");
  for (const std::vector<Index>& hidden : {std::vector<Index>{}, {3}, {4, 3}}) {
    FitOptions options;
    options.columns.formula = "Fertility ~ Agriculture + Education + Catholic";
    options.network.hidden = hidden;
    options.network.activation = Activation::linear;
    options.choice.decay = 0;
    const Model model = fit(table, options);
    const Matrix data = gather_variables(model.design, table, all_rows(table));
    Matrix target = encode_targets(model.design, table, all_rows(table));
    decode_outputs(model.design, target);
    const Matrix coefficients = least_squares(data, target);
    const Slopes s = slopes(model, data);
    for (Index v = 0; v < data.cols(); ++v) {
      const Vector slope = s.by_output[0].col(v);
      CHECK((slope.array() - slope[0]).abs().maxCoeff() <= 1e-14 * std::fabs(slope[0]));
      CHECK(slope[0] == Approx(coefficients(v + 1, 0)).epsilon(1e-10));
    }
  }
}

TEST_CASE("the order of the rows does not matter but to the last digits", "[fit]") {
  const Table table = example("swiss.csv");
  Table turned = table;
  for (Column& column : turned.columns) {
    std::reverse(column.numbers.begin(), column.numbers.end());
    std::reverse(column.codes.begin(), column.codes.end());
  }
  FitOptions options = quick("Fertility ~ Education + Catholic");
  options.train.stepmax = 200;
  options.train.polish = Polish::none;
  const Model a = fit(table, options), b = fit(turned, options);
  CHECK((a.network.weights - b.network.weights).lpNorm<Eigen::Infinity>() < 1e-9);

  options.train.polish = Polish::bfgs;
  options.choice.decay = 1;
  options.train.threshold = 1e-8;
  options.train.stepmax = 100'000;
  const Repetition here = fit(table, options).training->repetitions[0];
  const Repetition there = fit(turned, options).training->repetitions[0];
  CHECK(here.converged);
  CHECK(here.error + here.penalty == Approx(there.error + there.penalty).epsilon(1e-10));
}

TEST_CASE("every number of threads gives the same bits", "[fit]") {
  const Table table = example("mtcars.csv");
  FitOptions options = quick("mpg ~ wt + hp + qsec");
  options.starts.repetitions = 6;
  options.threads = 1;
  const Model one = fit(table, options);
  options.threads = 3;
  const Model three = fit(table, options);
  CHECK(one.network.weights == three.network.weights);
  CHECK(one.training->best == three.training->best);
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(one.training->repetitions[i].error == three.training->repetitions[i].error);
  }
}

TEST_CASE("the best of several starts is kept, by its error with the penalty", "[fit]") {
  FitOptions options = quick("mpg ~ wt + hp");
  options.starts.repetitions = 5;
  options.choice.decay = 0.1;
  const Model model = fit(example("mtcars.csv"), options);
  const auto& reps = model.training->repetitions;
  REQUIRE(reps.size() == 5);
  for (const Repetition& rep : reps) {
    const Repetition& best = reps[model.training->best];
    CHECK(best.error + best.penalty <= rep.error + rep.penalty);
  }
}

TEST_CASE("the preset keeps a start that converged before one that did not, as R does", "[fit]") {
  FitOptions options = neuralnet_preset();
  options.columns.formula = "Fertility ~ Agriculture + Education";
  options.network.hidden = {2};
  options.starts.repetitions = 6;
  options.train.threshold = 0.05;
  options.train.stepmax = 300;
  const Table table = table_in(test_file("reference/data/swiss-scaled.csv"));
  const auto count_converged = [](const Model& model) {
    const auto& reps = model.training->repetitions;
    return std::count_if(reps.begin(), reps.end(), [](const Repetition& rep) { return rep.converged; });
  };
  const Model preset = fit(table, options);
  REQUIRE(count_converged(preset) > 0);
  REQUIRE(count_converged(preset) < 6);
  CHECK(preset.training->repetitions[preset.training->best].converged);
  options.starts.prefer_converged = false;
  const Model by_error = fit(table, options);
  for (const Repetition& rep : by_error.training->repetitions) {
    CHECK(by_error.training->repetitions[by_error.training->best].error <= rep.error);
  }
}

TEST_CASE("each seed draws its own start, the same one again", "[fit]") {
  const Table table = example("mtcars.csv");
  FitOptions options = quick("mpg ~ wt");
  options.train.stepmax = 1;
  const Model first = fit(table, options), again = fit(table, options);
  options.seed = 2;
  CHECK(first.network.weights == again.network.weights);
  CHECK(first.network.weights != fit(table, options).network.weights);
}

TEST_CASE("a penalty makes weights smaller and leaves the biases out", "[fit]") {
  const Table table = example("mtcars.csv");
  FitOptions options = quick("mpg ~ wt + hp");
  options.train.stepmax = 20'000;
  options.choice.decay = 1;
  const Model strong = fit(table, options);
  options.choice.decay = 0.01;
  const Model weak = fit(table, options);
  const auto size = [](const Model& model) {
    double sum = 0;
    for (std::size_t l = 0; l < 2; ++l) {
      const auto w = layer_weights(model.network.architecture, model.network.weights, l);
      sum += w.bottomRows(w.rows() - 1).squaredNorm();
    }
    return sum;
  };
  CHECK(size(strong) < 0.5 * size(weak));
  const Repetition& rep = strong.training->repetitions[0];
  CHECK(rep.penalty == Approx(0.5 * size(strong)).epsilon(1e-12));
}

TEST_CASE("a fit says why it stopped and keeps what it has", "[fit]") {
  const Table table = example("swiss.csv");
  FitOptions options = quick("Fertility ~ Education");
  options.train.stepmax = 3;
  const Model stepmax = fit(table, options);
  CHECK(stepmax.training->repetitions[0].stopped == StopReason::stepmax);
  CHECK(stepmax.training->repetitions[0].steps == 3);
  CHECK(warned_of(stepmax, "not_converged"));

  options.train.stepmax = 100'000;
  options.train.threshold = 1e-300;
  const Model stalled = fit(table, options);
  CHECK(stalled.training->repetitions[0].stopped == StopReason::stalled);

  options.train.threshold = 1e6;
  const Model at_once = fit(table, options);
  CHECK(at_once.training->repetitions[0].stopped == StopReason::threshold);
  CHECK(at_once.training->repetitions[0].steps == 1);
  CHECK_FALSE(warned_of(at_once, "not_converged"));
}

TEST_CASE("an observer ends every start after its step", "[fit]") {
  FitOptions options = quick("Fertility ~ Education");
  options.starts.repetitions = 3;
  options.train.threshold = 1e-300;
  std::atomic<long> calls{0};
  const Model model =
      fit(example("swiss.csv"), options, [&](const FitProgress& p) { return ++calls, p.step.steps < 5; });
  for (const Repetition& rep : model.training->repetitions) {
    CHECK(rep.stopped == StopReason::interrupted);
    CHECK(rep.steps == 5);
  }
  CHECK(calls == 15);
}

TEST_CASE("weights that overflow end the training with the last ones that made sense", "[fit]") {
  FitOptions options = quick("Fertility ~ Education");
  options.network.activation = Activation::linear;
  options.train.step.max = 1e300;
  options.train.step.plus = 1e100;
  const Model model = fit(example("swiss.csv"), options);
  CHECK(model.network.weights.allFinite());
  CHECK(std::isfinite(model.training->repetitions[0].error));
}

TEST_CASE("excluded weights hold their value; their triples mean the same as their positions", "[fit]") {
  const Table table = example("swiss.csv");
  FitOptions options = quick("Fertility ~ Education + Catholic");
  options.network.hidden = {2};
  options.starts.exclude = {2, 6, 8};  // Education.to.1layhid1, Catholic.to.1layhid2, 1layhid1.to.Fertility
  options.starts.constant_weights = {0, 0.5};
  const Model by_position = fit(table, options);
  CHECK(by_position.network.weights[1] == 0);
  CHECK(by_position.network.weights[5] == 0.5);
  CHECK(by_position.network.weights[7] == 0);
  CHECK(*by_position.training->aic == Approx(2 * by_position.training->repetitions[0].error + 2 * 7));
  options.starts.exclude.clear();
  options.starts.exclude_triples = {{2, 2, 1}, {1, 3, 2}, {1, 2, 1}};  // constants follow the flat order, as in R
  CHECK(fit(table, options).network.weights == by_position.network.weights);
}

TEST_CASE("an assumed target, dropped rows and an interrupt are told of, and only where they are so", "[fit]") {
  FitOptions options = quick("Fertility ~ Education");
  const Table swiss = example("swiss.csv");
  CHECK_FALSE(warned_of(fit(swiss, options), "target_assumed"));
  CHECK_FALSE(warned_of(fit(swiss, options), "rows_dropped"));
  CHECK_FALSE(warned_of(fit(swiss, options, [](const FitProgress&) { return true; }), "interrupted"));
  CHECK(warned_of(fit(swiss, options, [](const FitProgress&) { return false; }), "interrupted"));
  options.columns.formula.reset();
  CHECK(warned_of(fit(swiss, options), "target_assumed"));
}

TEST_CASE("rows with gaps are refused by name, or dropped and counted", "[fit]") {
  const Table table = example("airquality.csv");
  FitOptions options = quick("Ozone ~ Solar.R + Wind + Temp");
  try {
    fit(table, options);
    FAIL("gaps went through");
  } catch (const InputError& error) {
    const std::string text = error.what();
    CHECK(text.find("42 of 153 rows") != std::string::npos);
    CHECK(text.find("Ozone in 37") != std::string::npos);
    CHECK(text.find("Solar.R in 7") != std::string::npos);
    CHECK(error.hint().find("⟨na⟩ drop") != std::string::npos);
  }
  options.columns.missing = MissingPolicy::drop;
  const Model model = fit(table, options);
  CHECK(model.data->rows == 153);
  CHECK(model.data->rows_used == 111);
  CHECK(warned_of(model, "rows_dropped"));
}

TEST_CASE("scaling is worked into the design, and predictions come back in the target's units", "[fit]") {
  const Table table = example("mtcars.csv");
  for (const Scaling scaling : {Scaling::standardize, Scaling::minmax}) {
    FitOptions options = quick("mpg ~ wt + hp");
    options.columns.scaling = scaling;
    options.train.stepmax = 5000;
    const Model model = fit(table, options);
    const Matrix data = gather_variables(model.design, table, all_rows(table));
    const Matrix inputs = encode_inputs(model.design, data);
    if (scaling == Scaling::minmax) {
      CHECK(inputs.minCoeff() == 0);
      CHECK(inputs.maxCoeff() == 1);
    } else {
      CHECK(std::fabs(inputs.col(0).mean()) < 1e-14);
      CHECK(inputs.col(0).squaredNorm() == Approx(31).epsilon(1e-12));
    }
    const Matrix p = predict(model, data);
    CHECK(p.minCoeff() > 5);
    CHECK(p.maxCoeff() < 40);
    CHECK(*model.training->quality.at("mpg").r_squared > *model.training->baselines.linear.at("mpg").r_squared);
  }
}
