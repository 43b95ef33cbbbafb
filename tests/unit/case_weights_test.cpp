// Rows that count more than once, or less: weights of whole numbers against the same rows repeated, in the error, its
// derivatives, and the means over rows.
#include <algorithm>

#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/curvature.hpp"
#include "nninterp/nn/objective.hpp"
#include "nninterp/nn/partial_dependence.hpp"
#include "support/catch.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// 0 to 3 times each, the first three times.
Vector whole_weights(Index rows) {
  Vector weights(rows);
  for (Index row = 0; row < rows; ++row) weights[row] = static_cast<double>((3 + 2 * row) % 4);
  return weights;
}

std::vector<Index> repeated(const Vector& weights) {
  std::vector<Index> rows;
  for (Index row = 0; row < weights.size(); ++row) {
    rows.insert(rows.end(), static_cast<std::size_t>(weights[row]), row);
  }
  return rows;
}

Matrix classes(Index rows, Index outputs) {
  Matrix targets = Matrix::Zero(rows, outputs);
  for (Index row = 0; row < rows; ++row) targets(row, row % outputs) = 1;
  return targets;
}

double largest_gap(const Matrix& a, const Matrix& b) {
  return (a - b).cwiseAbs().maxCoeff() / std::max(1.0, b.cwiseAbs().maxCoeff());
}

}  // namespace

TEST_CASE("a row of weight 3 has the error and the derivatives of three rows", "[case_weights]") {
  constexpr Index rows = 21;  // groups of 8 that are full and one that is not
  Random random(11);
  const Vector weights = whole_weights(rows);
  const std::vector<Index> copies = repeated(weights);
  for (const auto& shape : network_shapes) {
    for (const Activation output : output_activations) {
      for (const ErrorFunction error : {ErrorFunction::sse, ErrorFunction::ce}) {
        if (error == ErrorFunction::ce && !gives_probabilities(output)) continue;
        INFO(shape.size() << " layers, " << name_of(output) << ", " << name_of(error));
        const Network network = random_network(shape, Activation::logistic, output, random);
        const Matrix inputs = random_matrix(rows, shape.front(), random), targets = classes(rows, shape.back());
        const Matrix more_inputs = rows_of(inputs, copies), more_targets = rows_of(targets, copies);
        Objective weighted(network.architecture, {inputs, targets, weights}, error, 0.3);
        Objective counted(network.architecture, {more_inputs, more_targets}, error, 0.3);
        Vector gradient, of_copies;
        const double total = weighted.evaluate(network.weights, gradient).total();
        CHECK(total == Approx(counted.evaluate(network.weights, of_copies).total()).epsilon(1e-13));
        CHECK(largest_gap(gradient, of_copies) < 1e-13);
        const Curvature ours = measure_curvature(network, inputs, targets, error, 1, weights);
        const Curvature theirs = measure_curvature(network, more_inputs, more_targets, error, 1);
        CHECK(ours.error == Approx(theirs.error).epsilon(1e-13));
        CHECK(largest_gap(ours.hessian, theirs.hessian) < 1e-12);
      }
    }
  }
}

TEST_CASE("a weighted row is one row among the gradients whose squares are summed", "[case_weights]") {
  Random random(12);
  const Network network = random_network({2, 3, 1}, Activation::tanh, Activation::linear, random);
  const Matrix inputs = random_matrix(10, 2, random), targets = random_matrix(10, 1, random);
  const Vector weights = whole_weights(10);
  Matrix expected = Matrix::Zero(network.weights.size(), network.weights.size());
  for (Index row = 0; row < 10; ++row) {
    Vector gradient;
    Objective alone(network.architecture, {inputs.row(row), targets.row(row)}, ErrorFunction::sse, 0);
    alone.evaluate(network.weights, gradient);
    expected += weights[row] * weights[row] * gradient * gradient.transpose();
  }
  const Curvature curvature = measure_curvature(network, inputs, targets, ErrorFunction::sse, 1, weights);
  CHECK(largest_gap(curvature.gradients, expected) < 1e-12);
}

TEST_CASE("partial dependence counts a row of weight 3 as three rows", "[case_weights]") {
  Random random(13);
  const Network network = random_network({3, 4, 2}, Activation::logistic, Activation::softmax, random);
  const Matrix inputs = random_matrix(19, 3, random);
  const Vector weights = whole_weights(19);
  const std::vector<Index> copies = repeated(weights);
  const std::vector<HeldInputs> sets{{{0}, true}, {{1, 2}, false}};
  const std::vector<OutputScale> scales{OutputScale::response, OutputScale::logit};
  const auto ours = partial_dependence(network, inputs, sets, scales, 1, weights);
  const auto theirs = partial_dependence(network, rows_of(inputs, copies), sets, scales, 1);
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t scale = 0; scale < scales.size(); ++scale) {
      CHECK(largest_gap(rows_of(ours[set].held[scale], copies), theirs[set].held[scale]) < 1e-13);
      if (!sets[set].complement) continue;
      CHECK(largest_gap(rows_of(ours[set].complement[scale], copies), theirs[set].complement[scale]) < 1e-13);
    }
  }
}

TEST_CASE("a summary counts a value of weight 3 as three values, and one of weight 0 not at all", "[case_weights]") {
  Random random(14);
  for (Index rows = 1; rows < 30; ++rows) {
    Vector values(rows);
    for (double& value : values) value = std::round(3 * random.normal());
    const Vector weights = whole_weights(rows);
    const Summary ours = summarize(values, weights), theirs = summarize(Vector(values(repeated(weights))));
    CHECK(ours.mean == Approx(theirs.mean).margin(1e-14));
    CHECK(ours.sd == Approx(theirs.sd).margin(1e-14));
    CHECK(ours.rms == Approx(theirs.rms).margin(1e-14));
    CHECK(ours.min == theirs.min);
    CHECK(ours.q25 == theirs.q25);
    CHECK(ours.median == theirs.median);
    CHECK(ours.q75 == theirs.q75);
    CHECK(ours.max == theirs.max);
    CHECK(ours.share_positive == Approx(theirs.share_positive).margin(1e-15));
    CHECK(ours.mean_abs == Approx(theirs.mean_abs).margin(1e-14));
    const Ranked ranked(values, weights), of_copies(values(repeated(weights)));
    for (int k = 1; k < 10; ++k) CHECK(ranked.at_share(k / 10.0) == of_copies.at_share(k / 10.0));
  }
}

TEST_CASE("weights that are no whole numbers only compare rows: their size does not matter", "[case_weights]") {
  const Vector values = (Vector(5) << 3, 1, 4, 1.5, 9).finished();
  const Vector weights = (Vector(5) << 0.5, 1.25, 0, 2, 0.75).finished();
  const Summary once = summarize(values, weights), small = summarize(values, weights / 1000);
  CHECK(once.mean == Approx(12.5 / 4.5).epsilon(1e-14));
  CHECK(small.mean == Approx(once.mean).epsilon(1e-14));
  CHECK(small.sd == Approx(once.sd).epsilon(1e-14));
  CHECK(small.median == Approx(once.median).epsilon(1e-12));
  CHECK(once.max == 9);
  CHECK(mean_weight(weights) == 4.5 / 4);
  CHECK(as_counts(weights).sum() == Approx(4));
}
