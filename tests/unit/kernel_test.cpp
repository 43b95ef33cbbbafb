// The vector code of the gradient, against the same written plainly with Eigen.
#include "nn/kernel.hpp"

#include <array>
#include <limits>

#include "nn/kernel_block.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/nn/objective.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"
#include "support/plain_gradient.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Result {
  double error;
  Vector gradient;
};

Result by_kernel(const Problem& p) {
  Vector gradient = Vector::Zero(p.network.weights.size());
  GradientKernel kernel(p.network.architecture, p.error, TrainingRows(p.inputs, p.targets).packed());
  const double error = kernel.add_gradient(p.network.weights, gradient);
  return {error, gradient};
}

Result plainly(const Problem& p) {
  Vector gradient = Vector::Zero(p.network.weights.size());
  const double error = add_plain_gradient(p.network, p.error, p.inputs, p.targets, gradient);
  return {error, gradient};
}

void check_equal(const Problem& p) {
  const Result ours = by_kernel(p), plain = plainly(p);
  CHECK(std::fabs(ours.error - plain.error) <= 1e-13 * std::fabs(plain.error));
  const double size = std::max(1.0, plain.gradient.cwiseAbs().maxCoeff());
  CHECK((ours.gradient - plain.gradient).cwiseAbs().maxCoeff() <= 1e-13 * size);
}

}  // namespace

TEST_CASE("the gradient of every network is the plain one, whatever the tiles leave over", "[kernel]") {
  Random random(5);
  const std::vector<std::vector<Index>> shapes{{1, 1},        {3, 2},     {1, 1, 2},      {3, 4, 2},
                                               {13, 8, 5, 3}, {7, 11, 6}, {2, 3, 3, 3, 2}};
  for (const std::vector<Index>& units : shapes) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        for (const ErrorFunction error : {ErrorFunction::sse, ErrorFunction::ce}) {
          if (error == ErrorFunction::ce && !gives_probabilities(output)) continue;
          if (output == Activation::softmax && units.back() < 2) continue;
          INFO(units.size() << " layers, " << name_of(hidden) << ", " << name_of(output) << ", " << name_of(error));
          for (const Index rows : {1, 7, 8, 9, 127, 128, 129, 300}) {
            check_equal(random_problem({units, hidden, output}, error, rows, random));
          }
        }
      }
    }
  }
}

TEST_CASE("units far in saturation, and sums beyond any exponential, are those of the plain gradient", "[kernel]") {
  Random random(6);
  for (const Activation hidden : hidden_activations) {
    if (hidden == Activation::relu) continue;  // a sum near its kink may fall on either side
    for (const double factor : {1e-8, 1e-3, 10.0, 100.0, 1e4}) {
      INFO(name_of(hidden) << " " << factor);
      Problem problem = random_problem({{3, 4, 1}, hidden, Activation::linear}, ErrorFunction::sse, 40, random);
      problem.inputs *= factor;
      check_equal(problem);
    }
  }
}

TEST_CASE("one activation at a time is right to a few units in the last place", "[kernel]") {
  // A single weight of 1, one output: the error 1/2 a(z)^2 and the gradient a(z) a'(z) z show a(z).
  const auto value = [](Activation activation, double z) {
    const Problem p{{{{1, 1}, Activation::linear, activation}, (Vector(2) << 0, 1).finished()},
                    Matrix::Constant(1, 1, z),
                    Matrix::Zero(1, 1),
                    ErrorFunction::sse};
    return std::sqrt(2 * by_kernel(p).error);
  };
  for (double z = -30; z <= 30; z += 0.0371) {
    CHECK(value(Activation::logistic, z) == Approx(1 / (1 + std::exp(-z))).epsilon(2e-15));
    CHECK(value(Activation::tanh, z) == Approx(std::fabs(std::tanh(z))).epsilon(2e-15));
    CHECK(value(Activation::softplus, z) == Approx(softplus(z)).epsilon(2e-15));
  }
  for (const double z : {1e-20, 1e-9, 1e-5, 0.01})
    CHECK(value(Activation::tanh, z) == Approx(std::tanh(z)).epsilon(1e-15));
  // Where they round to 1 and their slope to 0 decides over the steps of resilient backpropagation.
  for (double z = 17.5; z < 20; z += 0.0113) CHECK((value(Activation::tanh, z) == 1) == (std::tanh(z) == 1));
  for (double z = 35.5; z < 38; z += 0.0113) {
    CHECK((value(Activation::logistic, z) == 1) == (1 / (1 + std::exp(-z)) == 1));
  }
}

TEST_CASE("an activation beyond the range of the exponential is exactly at its limit", "[kernel]") {
  const auto value = [](Activation activation, double z) {
    std::array<double, 8> values;
    values.fill(z);
    activate(activation, values.data(), 8);
    return values[0];
  };
  for (const double z : {710.0, 750.0, 1e4, 1e300, std::numeric_limits<double>::infinity()}) {
    INFO(z);
    CHECK(value(Activation::logistic, z) == 1);
    CHECK(value(Activation::logistic, -z) == 0);
    CHECK(value(Activation::tanh, z) == 1);
    CHECK(value(Activation::tanh, -z) == -1);
    CHECK(value(Activation::softplus, z) == z);
    if (z >= 750) CHECK(value(Activation::softplus, -z) == 0);
  }
  CHECK(value(Activation::logistic, -700) > 0);
  CHECK(value(Activation::softplus, -740) > 0);
}

TEST_CASE("what is not finite comes through", "[kernel]") {
  Random random(8);
  for (const Activation hidden : hidden_activations) {
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      INFO(name_of(hidden) << " " << bad);
      Problem problem = random_problem({{2, 3, 1}, hidden, Activation::linear}, ErrorFunction::sse, 20, random);
      problem.network.weights[problem.network.weights.size() - 1] = bad;
      const Result result = by_kernel(problem);
      CHECK_FALSE((std::isfinite(result.error) && result.gradient.allFinite()));
      problem.network.weights.setConstant(1);
      problem.network.weights[1] = std::numeric_limits<double>::quiet_NaN();
      CHECK(std::isnan(by_kernel(problem).error));
    }
  }
}

TEST_CASE("the gradient has the same bits for every number of threads", "[kernel]") {
  Random random(10);
  const Problem p =
      random_problem({{3, 5, 2}, Activation::tanh, Activation::softmax}, ErrorFunction::ce, 70'001, random);
  check_equal(p);
  const auto with = [&](int threads) {
    Vector gradient = Vector::Zero(p.network.weights.size());
    GradientKernel kernel(p.network.architecture, p.error, TrainingRows(p.inputs, p.targets).packed(), threads);
    const double error = kernel.add_gradient(p.network.weights, gradient);
    gradient.conservativeResize(gradient.size() + 1);
    gradient[gradient.size() - 1] = error;
    return gradient;
  };
  for (const int threads : {2, 3, 4, 16}) CHECK(with(threads) == with(1));
}
