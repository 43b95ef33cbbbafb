// Predictions in the units of the targets, and what is said of where they are made.
#include "nninterp/analysis/predict.hpp"

#include <cmath>

#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y = 10 + 5 * tanh((x - 2) / 4 - [group = b]).
Model scaled_model() {
  Model model;
  model.design = {{number("x", 2, 4), category("group", {"a", "b"})}, {numeric("y", 10, 5)}};
  model.network = {{{2, 1, 1}, Activation::tanh, Activation::linear}, (Vector(5) << 0, 1, -1, 0, 1).finished()};
  return model;
}

// The log-odds of the second class are -1 + 2 x.
Model class_model() {
  Model model;
  model.design = {{number("x")}, {categorical("s", {"no", "yes"})}};
  model.network = {{{1, 1}, Activation::logistic, Activation::logistic}, (Vector(2) << -1, 2).finished()};
  return model;
}

}  // namespace

TEST_CASE("predictions of a closed form come out in the target's units", "[predict]") {
  const Matrix data = (Matrix(3, 2) << -1, 0, 2, 1, 7.5, 1).finished();
  const Matrix predictions = predict(scaled_model(), data);
  REQUIRE(predictions.cols() == 1);
  for (Index row = 0; row < 3; ++row) {
    CHECK(predictions(row, 0) == Approx(10 + 5 * std::tanh((data(row, 0) - 2) / 4 - data(row, 1))).epsilon(1e-14));
  }
  for (const int threads : {1, 3}) CHECK(predict(scaled_model(), data, threads) == predictions);
}

TEST_CASE("on the logit scale predictions are log-odds, of probabilities alone and in their own unit", "[predict]") {
  const Matrix data = (Matrix(3, 1) << -2, 0.5, 400).finished();
  const Matrix odds = predict(class_model(), data, 1, OutputScale::logit);
  for (Index row = 0; row < 3; ++row) CHECK(odds(row, 0) == -1 + 2 * data(row, 0));
  CHECK(predict(class_model(), data)(1, 0) == 0.5);
  CHECK(has_log_odds(class_model()));
  CHECK_FALSE(has_log_odds(scaled_model()));
  CHECK_THROWS_AS(predict(scaled_model(), Matrix::Zero(1, 2), 1, OutputScale::logit), InputError);
  Model scaled = class_model();
  scaled.design.targets = {numeric("share", 0, 100)};
  CHECK_FALSE(has_log_odds(scaled));
  CHECK_THROWS_AS(check_scale(scaled, OutputScale::logit), InputError);
  CHECK_NOTHROW(check_scale(scaled, OutputScale::response));
}

TEST_CASE("predictions that are not finite are counted by row, and warned of only where there are any", "[predict]") {
  Model model;
  model.design = {{number("x")}, {numeric("y"), numeric("z")}};
  model.network.architecture = {{1, 2}, Activation::logistic, Activation::linear};
  model.network.weights = (Vector(4) << 0, 1e200, 0, -1e200).finished();
  Matrix data = Matrix::Ones(5000, 1);
  CHECK(warn_of_predictions(model, data, 2).empty());
  for (const Index row : {0, 2048, 4999}) data(row, 0) = 1e200;  // both outputs
  const std::vector<Warning> warnings = warn_of_predictions(model, data, 2);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == "not_finite");
  CHECK(contains(warnings[0].message, "the prediction is not finite at 3 of 5000 rows"));
}

TEST_CASE("rows outside the training range are counted by variable, its ends are inside", "[predict]") {
  Design design{{number("x"), number("w"), category("g", {"a", "b"})}, {}};
  design.variables[0].range = Range{0, 3};
  const Matrix data = (Matrix(4, 3) << 0, 9, 0, 3, 9, 1, -0.1, 9, 0, 3.1, 9, 1).finished();
  CHECK(rows_outside_range(design, data) == std::vector<std::size_t>{2, 0, 0});
  const std::vector<Warning> warnings = warn_of_extrapolation(design, data);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == "extrapolation");
  CHECK(contains(warnings[0].message, "x in 2 rows"));
  CHECK(warn_of_extrapolation(design, data.topRows(2)).empty());
}
