// Networks that resilient backpropagation trains, and whose weights the minimisation polishes.
#include "nninterp/nn/train.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/model/baseline.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

const std::vector<Index> dense_and_limited{400, 0};

// A surface that a small network can learn nearly, with a little noise.
struct Surface {
  Matrix inputs, targets;

  explicit Surface(Index rows = 60) {
    Random random(21);
    inputs = random_matrix(rows, 2, random);
    targets = (inputs.col(0).array().tanh() + 0.5 * inputs.col(1).array().sin()).matrix() +
              0.1 * random_matrix(rows, 1, random);
  }
};

TrainOptions train_options(Polish polish, double threshold, long stepmax) {
  TrainOptions options;
  options.polish = polish;
  options.threshold = threshold;
  options.stepmax = stepmax;
  options.stall.window = 0;
  options.quasi_newton.window = 0;
  return options;
}

// A network of one hidden layer, trained on the surface from weights drawn by the seed.
TrainResult train_on(const Surface& surface, Activation hidden, std::uint32_t seed, const TrainOptions& options,
                     const TrainObserver& observer = {}) {
  const Architecture architecture{{2, 3, 1}, hidden, Activation::linear};
  Random random(seed);
  const Vector start = random_matrix(architecture.weight_count(), 1, random);
  Objective objective(architecture, {surface.inputs, surface.targets}, ErrorFunction::sse, 0.1);
  return train(objective, start, options, observer);
}

}  // namespace

TEST_CASE("the polish reaches a threshold that resilient backpropagation needs many more steps for", "[train]") {
  const Surface surface;
  for (const Activation hidden : {Activation::logistic, Activation::tanh}) {
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U, 5U}) {
      INFO(name_of(hidden) << ", seed " << seed);
      const TrainResult polished = train_on(surface, hidden, seed, train_options(Polish::bfgs, 1e-6, 1000));
      CHECK(polished.stopped == StopReason::threshold);
      CHECK(polished.reached_threshold <= 1e-6);
      CHECK(polished.polish_steps > 0);
      const long steps = polished.steps + polished.polish_steps;
      const TrainResult plain = train_on(surface, hidden, seed, train_options(Polish::none, 1e-6, 3 * steps));
      CHECK(plain.stopped == StopReason::stepmax);
      CHECK(plain.reached_threshold > 1e-6);
      CHECK(plain.polish_steps == 0);
    }
  }
}

TEST_CASE("the polish never ends above the error where it began", "[train]") {
  const Surface surface;
  for (const Activation hidden : {Activation::logistic, Activation::tanh, Activation::relu, Activation::softplus}) {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
      for (const long rough_steps : {1L, 6L, 40L}) {
        INFO(name_of(hidden) << ", seed " << seed << ", " << rough_steps << " rough steps");
        TrainOptions options = train_options(Polish::bfgs, 1e-6, 500);
        options.rough_steps = rough_steps;
        const TrainResult polished = train_on(surface, hidden, seed, options);
        const TrainResult rough = train_on(surface, hidden, seed, train_options(Polish::none, 1e-6, rough_steps));
        CHECK(polished.total() <= rough.total());
        CHECK(polished.steps == rough.steps);
      }
    }
  }
}

TEST_CASE("stepmax counts the steps of both", "[train]") {
  const Surface surface;
  for (const long stepmax : {1L, 3L, 6L, 7L, 20L}) {
    INFO("stepmax " << stepmax);
    std::vector<long> seen;
    const TrainResult result = train_on(surface, Activation::tanh, 1, train_options(Polish::bfgs, 1e-6, stepmax),
                                        [&](const TrainProgress& progress) {
                                          seen.push_back(progress.steps);
                                          return true;
                                        });
    CHECK(result.stopped == StopReason::stepmax);
    CHECK(result.steps == std::min(stepmax, 6L));
    CHECK(result.steps + result.polish_steps == stepmax);
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == static_cast<long>(i) + 1);
    CHECK(static_cast<long>(seen.size()) == stepmax - 1);
  }
}

TEST_CASE("an observer ends the training before or within the polish", "[train]") {
  const Surface surface;
  for (const long last : {3L, 6L, 15L}) {
    INFO("after " << last);
    TrainProgress seen{};
    const TrainResult result = train_on(surface, Activation::tanh, 1, train_options(Polish::bfgs, 1e-6, 1000),
                                        [&](const TrainProgress& progress) {
                                          seen = progress;
                                          return progress.steps < last;
                                        });
    CHECK(result.stopped == StopReason::interrupted);
    CHECK(result.steps + result.polish_steps == last);
    CHECK(seen.steps == last);
    CHECK(seen.error == result.error);
    CHECK(seen.reached_threshold == result.reached_threshold);
  }
}

TEST_CASE("a network without hidden layer is least squares", "[train]") {
  Random random(17);
  Matrix inputs = random_matrix(40, 3, random);
  inputs.col(1) += 0.9 * inputs.col(0);
  inputs.col(2) *= 5;
  const Matrix targets = inputs * random_matrix(3, 2, random) + random_matrix(40, 2, random);
  const Architecture architecture{{3, 2}, Activation::logistic, Activation::linear};
  const Matrix expected = least_squares(inputs, targets);
  for (const Index dense_limit : dense_and_limited) {
    INFO("dense_limit " << dense_limit);
    TrainOptions options = train_options(Polish::bfgs, 1e-8, 1000);
    options.quasi_newton.dense_limit = dense_limit;
    Objective objective(architecture, {inputs, targets}, ErrorFunction::sse, 0);
    const TrainResult result = train(objective, random_matrix(8, 1, random), options);
    CHECK(result.stopped == StopReason::threshold);
    const Matrix weights = layer_weights(architecture, result.weights, 0);
    CHECK(((weights - expected).array() / expected.array()).abs().maxCoeff() < 1e-6);
    CHECK(result.penalty == 0);
  }
}

TEST_CASE("fixed weights stay through the polish", "[train]") {
  const Surface surface;
  const Architecture architecture{{2, 3, 1}, Activation::tanh, Activation::linear};
  Random random(1);
  const Vector start = random_matrix(architecture.weight_count(), 1, random);
  for (const Index dense_limit : dense_and_limited) {
    TrainOptions options = train_options(Polish::bfgs, 1e-6, 1000);
    options.quasi_newton.dense_limit = dense_limit;
    Objective objective(architecture, {surface.inputs, surface.targets}, ErrorFunction::sse, 0.1, {2, 10});
    const TrainResult result = train(objective, start, options);
    CHECK(result.stopped == StopReason::threshold);
    CHECK(result.polish_steps > 0);
    CHECK(result.weights[2] == start[2]);
    CHECK(result.weights[10] == start[10]);
    CHECK((result.weights.array() != start.array()).count() == start.size() - 2);
  }
}

TEST_CASE("units with kinks are polished as far as it goes", "[train]") {
  const Surface surface;
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    TrainOptions options = train_options(Polish::bfgs, 1e-6, 2000);
    options.quasi_newton.window = 100;
    const TrainResult result = train_on(surface, Activation::relu, seed, options);
    CHECK(result.weights.allFinite());
    CHECK(std::isfinite(result.total()));
    CHECK(result.steps + result.polish_steps <= 2000);
    CHECK((result.stopped == StopReason::threshold) == (result.reached_threshold <= 1e-6));
    CHECK(result.total() < surface.targets.squaredNorm() / 2);  // what outputs of 0 would leave
  }
}

TEST_CASE("weights that overflow at the start come back stalled", "[train]") {
  const Surface surface;
  const Architecture architecture{{2, 3, 1}, Activation::tanh, Activation::linear};
  const Vector start = Vector::Constant(architecture.weight_count(), 1e200);
  Objective objective(architecture, {surface.inputs, surface.targets}, ErrorFunction::sse, 0.1);
  const TrainResult result = train(objective, start, train_options(Polish::bfgs, 1e-6, 100));
  CHECK(result.stopped == StopReason::stalled);
  CHECK(result.weights.allFinite());
}
