// The error's gradient by the weights against central differences.
#include "nninterp/nn/objective.hpp"

#include "nninterp/core/random.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("the gradient agrees with central differences for every error that a network may have", "[objective]") {
  Random random(3);
  for (const auto& shape : network_shapes) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        for (const ErrorFunction error : {ErrorFunction::sse, ErrorFunction::ce}) {
          if (error == ErrorFunction::ce && !gives_probabilities(output)) continue;
          INFO(shape.size() << " layers, " << name_of(hidden) << ", " << name_of(output) << ", " << name_of(error));
          const Network network = random_network(shape, hidden, output, random);
          const Matrix inputs = random_matrix(9, shape.front(), random);
          Matrix targets = Matrix::Zero(9, shape.back());
          for (Index row = 0; row < 9; ++row) targets(row, row % shape.back()) = 1;
          Objective objective(network.architecture, {inputs, targets}, error, 0.3);
          Vector gradient, ignored;
          objective.evaluate(network.weights, gradient);
          const double h = 1e-6;
          for (Index i = 0; i < network.weights.size(); ++i) {
            Vector up = network.weights, down = network.weights;
            up[i] += h;
            down[i] -= h;
            const double difference =
                (objective.evaluate(up, ignored).total() - objective.evaluate(down, ignored).total()) / (2 * h);
            CHECK(distance(gradient[i], difference) < 1e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("cross-entropy stays finite where outputs reach 0 and 1", "[objective]") {
  const Architecture architecture{{1, 1}, Activation::logistic, Activation::logistic};
  const Matrix inputs = (Matrix(2, 1) << -1, 1).finished(), targets = (Matrix(2, 1) << 1, 0).finished();
  Objective objective(architecture, {inputs, targets}, ErrorFunction::ce, 0);
  Vector gradient;
  const double error = objective.evaluate((Vector(2) << 0, 5000).finished(), gradient).error;
  CHECK(error == Approx(10000).epsilon(1e-12));
  CHECK(gradient.allFinite());
}

TEST_CASE("ce needs outputs between 0 and 1", "[objective]") {
  const Matrix m = Matrix::Zero(2, 1);
  CHECK_THROWS_AS(Objective({{1, 1}, Activation::logistic, Activation::linear}, {m, m}, ErrorFunction::ce, 0),
                  std::invalid_argument);
}

TEST_CASE("fixed weights have no gradient", "[objective]") {
  Random random(5);
  const Network network = random_network({2, 3, 1}, Activation::logistic, Activation::linear, random);
  const Matrix inputs = random_matrix(8, 2, random), targets = random_matrix(8, 1, random);
  Objective objective(network.architecture, {inputs, targets}, ErrorFunction::sse, 0.1, {1, 9});
  Vector gradient;
  objective.evaluate(network.weights, gradient);
  CHECK(gradient[1] == 0);
  CHECK(gradient[9] == 0);
  CHECK((gradient.array() != 0).count() == gradient.size() - 2);
}
