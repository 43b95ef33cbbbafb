// Slopes against central differences, for each activation, output and depth.
#include "nninterp/core/random.hpp"
#include "nninterp/nn/forward.hpp"
#include "nninterp/nn/input_hessian.hpp"
#include "nninterp/nn/weight_gradient.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

void check_slopes(const Network& network, const Matrix& inputs, OutputScale scale) {
  const double h = 1e-6;
  for (Index k = 0; k < network.architecture.outputs(); ++k) {
    const Matrix slopes = input_slopes(network, inputs, k, 1, scale);
    for (Index i = 0; i < inputs.cols(); ++i) {
      Matrix up = inputs, down = inputs;
      up.col(i).array() += h;
      down.col(i).array() -= h;
      const Matrix above = run_network(network, up, 1, scale), below = run_network(network, down, 1, scale);
      CHECK(distance(slopes.col(i), (above - below).col(k) / (2 * h)) < 2e-8);
    }
  }
}

}  // namespace

TEST_CASE("slopes agree with central differences for every activation, output and depth", "[network]") {
  Random random(7);
  for (const auto& shape : network_shapes) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        INFO(shape.size() << " layers, " << name_of(hidden) << ", " << name_of(output));
        const Network network = random_network(shape, hidden, output, random);
        const Matrix inputs = random_matrix(5, shape.front(), random);
        check_slopes(network, inputs, OutputScale::response);
        if (gives_probabilities(output)) check_slopes(network, inputs, OutputScale::logit);
      }
    }
  }
}

namespace {

// First and second derivatives to more digits than doubles have.
struct Derivatives {
  double slope, bend;
};

Derivatives derivatives(Activation activation, long double z) {
  const auto s = [](long double x) { return 1 / (1 + std::exp(-x)); };
  const long double slope = s(z) * s(-z), cosh = std::cosh(z);
  if (activation == Activation::tanh) {
    return {static_cast<double>(1 / (cosh * cosh)), static_cast<double>(-2 * std::tanh(z) / (cosh * cosh))};
  }
  if (activation == Activation::softplus) return {static_cast<double>(s(z)), static_cast<double>(slope)};
  return {static_cast<double>(slope),
          static_cast<double>(-std::tanh(z / 2) * slope)};  // of two classes by softmax, too
}

void check_saturated(const Network& network, Activation activation, double z) {
  INFO(network.architecture.layers() << " layers, " << name_of(activation) << " at " << z);
  const Matrix inputs = Matrix::Constant(1, 1, z);
  const Derivatives expected = derivatives(activation, z);
  const auto right = [](double ours, double truth) { return std::fabs(ours - truth) <= 2e-13 * std::fabs(truth); };
  CHECK(right(input_slopes(network, inputs, 0, 1)(0, 0), expected.slope));
  CHECK(right(input_hessians(network, inputs, {0}, 1)[0](0, 0), expected.bend));
  // By its bias, a unit's slope changes as by its input.
  CHECK(right(slope_gradient(network, inputs, Vector::Ones(1), 0, 0)[0], expected.bend));
}

}  // namespace

TEST_CASE("slopes keep all their digits where units are saturated, on both sides", "[network]") {
  for (const double size : {0.5, 5.0, 20.0, 36.0, 37.0, 40.0, 100.0, 300.0}) {
    for (const double z : {size, -size}) {
      for (const Activation activation : {Activation::logistic, Activation::tanh, Activation::softplus}) {
        check_saturated({{{1, 1, 1}, activation, Activation::linear}, Vector{{0, 1, 0, 1}}}, activation, z);
        check_saturated({{{1, 1}, Activation::linear, activation}, Vector{{0, 1}}}, activation, z);
      }
      check_saturated({{{1, 2}, Activation::linear, Activation::softmax}, Vector{{0, 1, 0, 0}}}, Activation::softmax,
                      z);
    }
  }
  for (const double z : {700.0, -700.0}) {
    const Network network{{{1, 1, 1}, Activation::logistic, Activation::linear}, Vector{{0, 1, 0, 1}}};
    const double slope = input_slopes(network, Matrix::Constant(1, 1, z), 0, 1)(0, 0);
    CHECK(slope == Approx(derivatives(Activation::logistic, z).slope).epsilon(1e-13));
  }
}

TEST_CASE("log-odds are log(p / (1 - p)), and finite where p has no other digits than 1", "[network]") {
  Random random(9);
  for (const Activation output : {Activation::logistic, Activation::softmax}) {
    Network network = random_network({3, 4, 3}, Activation::tanh, output, random);
    const Matrix inputs = random_matrix(20, 3, random);
    const Matrix p = run_network(network, inputs, 1), odds = run_network(network, inputs, 1, OutputScale::logit);
    CHECK((odds.array() - (p.array() / (1 - p.array())).log()).abs().maxCoeff() < 1e-12);
    network.weights *= 100;
    CHECK(run_network(network, inputs, 1).maxCoeff() == 1);
    CHECK(run_network(network, inputs, 1, OutputScale::logit).allFinite());
    for (Index k = 0; k < 3; ++k) CHECK(input_slopes(network, inputs, k, 1, OutputScale::logit).allFinite());
  }
  const Network linear = random_network({3, 4, 2}, Activation::tanh, Activation::linear, random);
  const Matrix inputs = random_matrix(2, 3, random);
  CHECK_THROWS_AS(run_network(linear, inputs, 1, OutputScale::logit), std::invalid_argument);
  CHECK_THROWS_AS(input_slopes(linear, inputs, 0, 1, OutputScale::logit), std::invalid_argument);
}

TEST_CASE("a row's numbers do not depend on the rows beside it, nor on the threads", "[network]") {
  Random random(11);
  const Network network = random_network({4, 5, 3, 2}, Activation::tanh, Activation::softmax, random);
  const Matrix inputs = random_matrix(20'000, 4, random);
  const Matrix outputs = run_network(network, inputs, 1), slopes = input_slopes(network, inputs, 1, 1);
  CHECK(outputs == run_network(network, inputs, 3));
  CHECK(slopes == input_slopes(network, inputs, 1, 3));
  for (const Index row : {0, 1, 255, 256, 8191, 8192, 19'999}) {
    CHECK(run_network(network, inputs.middleRows(row, 1), 1) == outputs.middleRows(row, 1));
    CHECK(input_slopes(network, inputs.middleRows(row, 1), 1, 1) == slopes.middleRows(row, 1));
  }
}
