// How outputs and slopes change with the weights, against central differences of them.
#include "nninterp/nn/weight_gradient.hpp"

#include "nninterp/nn/forward.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The derivative of number(network) by each weight.
template <typename Number>
Vector differences(Network network, const Number& number) {
  const double step = 1e-5;
  Vector result(network.weights.size());
  for (Index i = 0; i < result.size(); ++i) {
    const double weight = network.weights[i];
    network.weights[i] = weight + step;
    const double above = number(network);
    network.weights[i] = weight - step;
    result[i] = (above - number(network)) / (2 * step);
    network.weights[i] = weight;
  }
  return result;
}

void check_close(const Vector& exact, const Vector& numeric) {
  CHECK((exact - numeric).cwiseAbs().maxCoeff() <= 2e-7 * std::max(1.0, exact.cwiseAbs().maxCoeff()));
}

void check(const Network& network, const Matrix& inputs, const Vector& weights, OutputScale scale) {
  const Index last = network.architecture.outputs() - 1, input = network.architecture.inputs() - 1;
  check_close(output_gradient(network, inputs, weights, last, scale), differences(network, [&](const Network& n) {
                return weights.dot(run_network(n, inputs, 1, scale).col(last));
              }));
  check_close(slope_gradient(network, inputs, weights, last, input, scale), differences(network, [&](const Network& n) {
                return weights.dot(input_slopes(n, inputs, last, 1, scale).col(input));
              }));
}

}  // namespace

TEST_CASE("outputs and slopes change with the weights as central differences say", "[weight_gradient]") {
  Random random(21);
  for (const std::vector<Index>& units : {std::vector<Index>{2, 3}, {3, 4, 2}, {2, 3, 4, 3}}) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        if (hidden == Activation::relu || output == Activation::relu) continue;  // differences may cross the kink
        INFO(units.size() << " layers, " << name_of(hidden) << ", " << name_of(output));
        const Problem p = random_problem({units, hidden, output}, ErrorFunction::sse, 9, random);
        const Vector weights = random_matrix(9, 1, random);
        check(p.network, p.inputs, weights, OutputScale::response);
        if (gives_probabilities(output)) check(p.network, p.inputs, weights, OutputScale::logit);
      }
    }
  }
}

TEST_CASE("rows beyond a block are summed, and a row of weight 0 does not count", "[weight_gradient]") {
  Random random(22);
  const Problem p = random_problem({{2, 3, 1}, Activation::tanh, Activation::linear}, ErrorFunction::sse, 600, random);
  Vector weights = Vector::Zero(600);
  weights[599] = 2;
  const Vector one = Vector::Constant(1, 2.0);
  CHECK((output_gradient(p.network, p.inputs, weights, 0) - output_gradient(p.network, p.inputs.bottomRows(1), one, 0))
            .norm() < 1e-13);
  CHECK((slope_gradient(p.network, p.inputs, weights, 0, 1) -
         slope_gradient(p.network, p.inputs.bottomRows(1), one, 0, 1))
            .norm() < 1e-13);
}
