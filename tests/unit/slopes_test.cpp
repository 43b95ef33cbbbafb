// Slopes and second derivatives: known answers and properties.
#include "nninterp/analysis/slopes.hpp"

#include "nninterp/analysis/predict.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/random_models.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y = x1² x2 but for terms of the size eps²: (x1 + x2)³ - (x1 - x2)³ - 2 x2³ is 6 x1² x2, a³ is the second term of
// -3 tanh(eps a) / eps³ = -3 a / eps² + a³ - .., and the first terms of the three cubes cancel.
Model cubic_model(double eps) {
  Network network{{{2, 3, 1}, Activation::tanh, Activation::linear}, Vector(13)};
  const double cube = -3 / (eps * eps * eps);
  const double sum = cube / 6, difference = -cube / 6, alone = -cube / 3;
  network.weights << 0, eps, eps, 0, eps, -eps, 0, 0, eps, 0, sum, difference, alone;
  return model_of(network);
}

}  // namespace

TEST_CASE("second derivatives are the differences of the exact slopes", "[interactions]") {
  const double step = 1e-5;
  for_all_networks([&](const Model& model, const Matrix& data, OutputScale scale) {
    const SecondDerivatives second = second_derivatives(model, data, every_variable(model), 1, scale);
    REQUIRE(second.pairs.size() == 6);
    for (std::size_t i = 0; i < second.pairs.size(); ++i) {
      const auto [a, b] = second.pairs[i];
      const auto slope_at = [&](std::size_t moved, double by, std::size_t slope, std::size_t k) {
        Matrix x = data;
        x.col(static_cast<Index>(moved)).array() += by;
        return Vector(slopes(model, x, 1, scale).by_output[k].col(static_cast<Index>(slope)));
      };
      for (std::size_t k = 0; k < second.by_output.size(); ++k) {
        const Vector ours = second.by_output[k].col(static_cast<Index>(i));
        for (const auto& [by, of] : {std::pair(a, b), std::pair(b, a)}) {  // symmetric
          const Vector expected = (slope_at(by, step, of, k) - slope_at(by, -step, of, k)) / (2 * step);
          CHECK(distance(ours, expected) < 2e-7 * std::max(1.0, expected.lpNorm<Eigen::Infinity>()));
        }
      }
    }
  });
}

TEST_CASE("relu has no second derivative, at its kink neither", "[interactions]") {
  Random random(2);
  const Model model = random_model({{3, 4, 3, 2}, Activation::relu, Activation::linear}, random);
  Matrix data = random_matrix(20, 3, random);
  data.row(0).setZero();
  for (const Matrix& second : second_derivatives(model, data, every_variable(model)).by_output) {
    CHECK(second.isZero(0));
  }
}

TEST_CASE("x1² x2 has the second derivatives 2 x2, 2 x1 and 0", "[interactions]") {
  const Matrix data = (Matrix(3, 2) << 0.5, -0.25, -1, 0.75, 0.25, 1).finished();
  const SecondDerivatives second = second_derivatives(cubic_model(1e-3), data, {0, 1});
  CHECK(distance(second.by_output[0].col(0), 2 * data.col(1)) < 1e-5);
  CHECK(distance(second.by_output[0].col(1), 2 * data.col(0)) < 1e-5);
  CHECK(distance(second.by_output[0].col(2), Vector::Zero(3)) < 1e-5);
}

namespace {

// Scaled numbers on both sides, a category between them, two outputs.
Model scaled_model() {
  Random random(61);
  Model model;
  model.design = {{number("x", 2, 4), category("g", {"a", "b", "c"}), number("z", -1, 0.5)},
                  {numeric("y", 10, 5), numeric("u", 0, 0.1)}};
  model.network = random_network({4, 5, 2}, Activation::tanh, Activation::linear, random);
  return model;
}

Matrix scaled_data() {
  Random random(67);
  Matrix data = random_matrix(30, 3, random);
  for (Index row = 0; row < data.rows(); ++row) data(row, 1) = static_cast<double>(row % 3);
  return data;
}

}  // namespace

TEST_CASE("slopes are the differences of predictions in the variables' own units, categories left out", "[slopes]") {
  const Model model = scaled_model();
  const Matrix data = scaled_data();
  const Slopes ours = slopes(model, data);
  CHECK(ours.variables == std::vector<std::size_t>{0, 2});
  REQUIRE(ours.by_output.size() == 2);
  const double h = 1e-5;
  for (std::size_t i = 0; i < 2; ++i) {
    Matrix up = data, down = data;
    up.col(static_cast<Index>(ours.variables[i])).array() += h;
    down.col(static_cast<Index>(ours.variables[i])).array() -= h;
    const Matrix difference = (predict(model, up) - predict(model, down)) / (2 * h);
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(distance(ours.by_output[k].col(static_cast<Index>(i)), difference.col(static_cast<Index>(k))) < 1e-7);
    }
  }
  for (Index k = 0; k < 2; ++k) {
    CHECK(output_slopes(model, data, k, 1) == ours.by_output[static_cast<std::size_t>(k)]);
  }
}

TEST_CASE("on the log-odds a slope is that of the probability over p (1 - p)", "[slopes]") {
  Random random(71);
  for (const Activation output : {Activation::logistic, Activation::softmax}) {
    const Model model = random_model({{3, 4, 3}, Activation::logistic, output}, random);
    const Matrix data = random_matrix(20, 3, random), p = predict(model, data);
    const Slopes plain = slopes(model, data), odds = slopes(model, data, 0, OutputScale::logit);
    for (std::size_t k = 0; k < 3; ++k) {
      const auto share = p.col(static_cast<Index>(k)).array();
      for (Index v = 0; v < 3; ++v) {
        const Vector expected = plain.by_output[k].col(v).array() / (share * (1 - share));
        CHECK(distance(odds.by_output[k].col(v), expected) < 1e-10);
      }
    }
  }
  CHECK_THROWS_AS(slopes(scaled_model(), scaled_data(), 0, OutputScale::logit), InputError);
}

TEST_CASE("second derivatives are asked for by variables in any order, categories and doubles left out", "[slopes]") {
  const Model model = scaled_model();
  const Matrix data = scaled_data();
  const SecondDerivatives all = second_derivatives(model, data, {2, 1, 0, 2});
  CHECK(all.pairs == std::vector<std::array<std::size_t, 2>>{{0, 0}, {0, 2}, {2, 2}});
  CHECK(pair_name(model.design, all.pairs[1]) == "x:z");
  const SecondDerivatives one = second_derivatives(model, data, {2});
  REQUIRE(one.pairs.size() == 1);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(distance(one.by_output[k].col(0), all.by_output[k].col(2)) < 1e-13);
  }
  CHECK(pairs_among({3, 1}) == std::vector<std::array<std::size_t, 2>>{{3, 3}, {3, 1}, {1, 1}});
  CHECK(pairs_among({}).empty());
}

TEST_CASE("categories are told to have no slope, and slopes that are not finite are counted by row", "[slopes]") {
  const Model model = scaled_model();
  CHECK(numeric_variables(model.design) == std::vector<std::size_t>{0, 2});
  CHECK(warn_of_categorical(model.design, {0, 2}, ": left out").empty());
  const std::vector<Warning> warnings = warn_of_categorical(model.design, {0, 1}, ": left out");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == "no_slope");
  CHECK(warnings[0].message == "g is categorical: left out");
  CHECK(warn_of_slopes(model, scaled_data(), 1).empty());
  Model large = scaled_model();
  large.network.weights.tail(12) *= 1e308;
  const std::vector<Warning> beyond = warn_of_slopes(large, scaled_data(), 1);
  REQUIRE(beyond.size() == 1);
  CHECK(beyond[0].code == "not_finite");
}
