// Means over rows with some inputs held, against a plain loop over all pairs of rows.
#include "nninterp/nn/partial_dependence.hpp"

#include <stdexcept>
#include <vector>

#include "nninterp/nn/forward.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Row r with the held inputs of row i.
Matrix mixed(const Matrix& inputs, const std::vector<Index>& held, Index i) {
  Matrix result = inputs;
  for (const Index input : held) result.col(input).setConstant(inputs(i, input));
  return result;
}

struct Plain {
  Matrix held, complement;
};

Plain plain_dependence(const Network& network, const Matrix& inputs, const std::vector<Index>& held,
                       OutputScale scale) {
  Plain plain{Matrix(inputs.rows(), network.architecture.outputs()),
              Matrix::Zero(inputs.rows(), network.architecture.outputs())};
  for (Index i = 0; i < inputs.rows(); ++i) {
    const Matrix outputs = run_network(network, mixed(inputs, held, i), 1, scale);
    plain.held.row(i) = outputs.colwise().mean();
    plain.complement += outputs / static_cast<double>(inputs.rows());
  }
  return plain;
}

double gap(const Matrix& ours, const Matrix& plain) {
  REQUIRE(ours.rows() == plain.rows());
  REQUIRE(ours.cols() == plain.cols());
  return (ours - plain).cwiseAbs().maxCoeff() / std::max(1.0, plain.cwiseAbs().maxCoeff());
}

std::vector<HeldInputs> every_kind_of_set(Index inputs) {
  std::vector<HeldInputs> sets{{{0}, true}, {{inputs - 1, 0}, true}, {{1}, false}, {{}, true}};
  HeldInputs all{{}, true};
  for (Index input = 0; input < inputs; ++input) all.inputs.push_back(input);
  sets.push_back(all);
  return sets;
}

void check(const Network& network, const Matrix& inputs) {
  std::vector<OutputScale> scales{OutputScale::response};
  if (gives_probabilities(network.architecture.output)) scales.push_back(OutputScale::logit);
  const std::vector<HeldInputs> sets = every_kind_of_set(inputs.cols());
  const std::vector<PartialDependence> ours = partial_dependence(network, inputs, sets, scales, 1);
  REQUIRE(ours.size() == sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::size_t s = 0; s < scales.size(); ++s) {
      INFO("set " << i << ", " << name_of(scales[s]));
      const Plain plain = plain_dependence(network, inputs, sets[i].inputs, scales[s]);
      CHECK(gap(ours[i].held[s], plain.held) < 1e-12);
      if (sets[i].complement) CHECK(gap(ours[i].complement[s], plain.complement) < 1e-12);
      if (!sets[i].complement) CHECK(ours[i].complement[s].size() == 0);
    }
  }
}

}  // namespace

TEST_CASE("held and complement are the means of a plain loop, for every kind of network", "[partial_dependence]") {
  Random random(41);
  for (const auto& shape : network_shapes) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        INFO(shape.size() << " layers, " << name_of(hidden) << ", " << name_of(output));
        const Network network = random_network(shape, hidden, output, random);
        check(network, random_matrix(21, shape.front(), random));
      }
    }
  }
}

TEST_CASE("values that repeat are taken once and count as often as they stand there", "[partial_dependence]") {
  Random random(43);
  const Network network = random_network({3, 5, 2}, Activation::tanh, Activation::linear, random);
  Matrix inputs = random_matrix(50, 3, random);
  inputs.col(0) = (inputs.col(0).array() > 0.3).cast<double>();
  inputs.col(1).setConstant(0.5);
  inputs.col(2) = (2 * inputs.col(2)).array().round();
  check(network, inputs);
  check(network, inputs.topRows(1));
}

TEST_CASE("partial dependence has the same bits for every number of threads", "[partial_dependence]") {
  Random random(47);
  const Network network = random_network({4, 6, 3}, Activation::logistic, Activation::softmax, random);
  const Matrix inputs = random_matrix(301, 4, random);
  const auto of = [&](int threads) {
    return partial_dependence(network, inputs, {{{0}, true}, {{1, 3}, true}},
                              {OutputScale::response, OutputScale::logit}, threads);
  };
  const std::vector<PartialDependence> one = of(1);
  for (const int threads : {2, 7}) {
    const std::vector<PartialDependence> more = of(threads);
    for (std::size_t i = 0; i < one.size(); ++i) {
      CHECK(more[i].held == one[i].held);
      CHECK(more[i].complement == one[i].complement);
    }
  }
}

TEST_CASE("log-odds of what is no probability are refused", "[partial_dependence]") {
  Random random(53);
  const Network network = random_network({2, 1}, Activation::tanh, Activation::linear, random);
  CHECK_THROWS_AS(partial_dependence(network, random_matrix(3, 2, random), {{{0}, false}}, {OutputScale::logit}, 1),
                  std::invalid_argument);
}

TEST_CASE("other rows than their own can stand for the inputs that are not held", "[partial_dependence]") {
  Random random(59);
  const Network network = random_network({3, 5, 2}, Activation::logistic, Activation::linear, random);
  for (const Index rows : {10, 100}) {
    const Matrix inputs = random_matrix(20, 3, random), others = random_matrix(rows, 3, random);
    const Vector weights = random_matrix(rows, 1, random).cwiseAbs();
    const std::vector<HeldInputs> sets{{{1}, false}, {{0, 2}, false}};
    const auto ours = partial_dependence(network, inputs, {others, weights}, sets, {OutputScale::response}, 2);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      for (Index row = 0; row < inputs.rows(); ++row) {
        Matrix held = others;
        for (const Index input : sets[i].inputs) held.col(input).setConstant(inputs(row, input));
        const Matrix mean = weights.transpose() * run_network(network, held, 1) / weights.sum();
        CHECK(gap(ours[i].held[0].row(row), mean) < 1e-12);
      }
    }
    CHECK_THROWS_AS(partial_dependence(network, inputs, {others, weights}, {{{1}, true}}, {OutputScale::response}, 1),
                    std::invalid_argument);
  }
}

TEST_CASE("means over saturated units are those of a plain loop, where no exponential would fit",
          "[partial_dependence]") {
  Random random(43);
  for (const Activation hidden : {Activation::logistic, Activation::tanh}) {
    for (const double size : {30.0, 90.0, 200.0, 1e4}) {
      INFO(name_of(hidden) << ", " << size);
      const Network network = random_network({3, 5, 2}, hidden, Activation::linear, random);
      check(network, size * random_matrix(19, 3, random));
    }
  }
}
