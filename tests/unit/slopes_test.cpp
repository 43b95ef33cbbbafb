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
