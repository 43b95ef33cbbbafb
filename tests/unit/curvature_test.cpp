// Second derivatives of the error against central differences of its gradient, for each activation, output, error and
// depth; products of row gradients against the gradients of single rows.
#include "nninterp/nn/curvature.hpp"

#include "nninterp/core/error.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/nn/objective.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Vector gradient_at(const Problem& problem, const Vector& weights) {
  Vector gradient;
  Objective(problem.network.architecture, {problem.inputs, problem.targets}, problem.error, 0)
      .evaluate(weights, gradient);
  return gradient;
}

// Richardson's extrapolation of central differences: error of order h⁴.
Matrix hessian_by_differences(const Problem& problem) {
  const Vector& weights = problem.network.weights;
  Matrix hessian(weights.size(), weights.size());
  for (Index i = 0; i < weights.size(); ++i) {
    const auto difference = [&](double h) -> Vector {
      Vector up = weights, down = weights;
      up[i] += h;
      down[i] -= h;
      return (gradient_at(problem, up) - gradient_at(problem, down)) / (2 * h);
    };
    hessian.col(i) = (4 * difference(5e-5) - difference(1e-4)) / 3;
  }
  return hessian;
}

Matrix products_by_rows(const Problem& problem) {
  const Index count = problem.network.weights.size();
  Matrix sum = Matrix::Zero(count, count);
  for (Index row = 0; row < problem.inputs.rows(); ++row) {
    const Problem one{problem.network, problem.inputs.row(row), problem.targets.row(row), problem.error};
    const Vector gradient = gradient_at(one, problem.network.weights);
    sum += gradient * gradient.transpose();
  }
  return sum;
}

// Relative to the largest entry, absolute where that is small: saturated outputs leave the differences few digits.
double gap(const Matrix& ours, const Matrix& theirs) {
  return (ours - theirs).cwiseAbs().maxCoeff() / std::max(1.0, theirs.cwiseAbs().maxCoeff());
}

Curvature curvature_of(const Problem& problem, int threads = 1) {
  return measure_curvature(problem.network, problem.inputs, problem.targets, problem.error, threads);
}

const std::vector<std::vector<Index>> shapes{{3, 2}, {3, 1}, {3, 4, 2}, {2, 3, 4, 1}, {3, 4, 3, 2}, {2, 3, 3, 3, 3}};
const std::vector<Activation> hidden_activations{Activation::logistic, Activation::tanh, Activation::relu,
                                                 Activation::softplus, Activation::linear};
const std::vector<Activation> output_activations{Activation::logistic, Activation::tanh,   Activation::relu,
                                                 Activation::softplus, Activation::linear, Activation::softmax};

template <typename Body>
void for_each_kind(const Body& body) {
  for (const auto& shape : shapes) {
    for (const Activation hidden : hidden_activations) {
      for (const Activation output : output_activations) {
        for (const ErrorFunction error : {ErrorFunction::sse, ErrorFunction::ce}) {
          const bool probability = output == Activation::logistic || output == Activation::softmax;
          if (error == ErrorFunction::ce && !probability) continue;
          INFO(shape.size() << " layers, " << name_of(hidden) << ", " << name_of(output) << ", " << name_of(error));
          body(Architecture{shape, hidden, output}, error);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("the Hessian agrees with differences of the gradient for every activation, output, error and depth",
          "[curvature]") {
  Random random(11);
  for_each_kind([&](const Architecture& architecture, ErrorFunction error) {
    const Problem problem = random_problem(architecture, error, 7, random);
    const Curvature ours = curvature_of(problem);
    CHECK(gap(ours.hessian, hessian_by_differences(problem)) < 1e-9);
    CHECK(distance(ours.gradient, gradient_at(problem, problem.network.weights)) == 0);
  });
}

TEST_CASE("the products of gradients are summed over rows, exactly", "[curvature]") {
  Random random(12);
  for_each_kind([&](const Architecture& architecture, ErrorFunction error) {
    const Problem problem = random_problem(architecture, error, 7, random);
    CHECK(gap(curvature_of(problem).gradients, products_by_rows(problem)) < 1e-13);
  });
}

TEST_CASE("more rows than a block, and any number of threads", "[curvature]") {
  Random random(13);
  const Architecture architecture{{4, 5, 3, 2}, Activation::tanh, Activation::softmax};
  const Problem all = random_problem(architecture, ErrorFunction::ce, 2 * block_rows + 37, random);
  const Curvature ours = curvature_of(all);
  CHECK(gap(ours.gradients, products_by_rows(all)) < 1e-13);
  Matrix sum = Matrix::Zero(ours.hessian.rows(), ours.hessian.cols());
  for (Index row = 0; row < all.inputs.rows(); ++row) {
    sum += curvature_of({all.network, all.inputs.row(row), all.targets.row(row), all.error}).hessian;
  }
  CHECK(gap(ours.hessian, sum) < 1e-13);
  for (const int threads : {2, 3, 16}) {
    const Curvature theirs = curvature_of(all, threads);
    CHECK(theirs.hessian == ours.hessian);
    CHECK(theirs.gradients == ours.gradients);
  }
}

TEST_CASE("a network with more weights than can be told apart is refused, and told how many it has", "[curvature]") {
  Random random(14);
  const Architecture architecture{{9, 200, 1}, Activation::logistic, Activation::linear};
  const Problem problem = random_problem(architecture, ErrorFunction::sse, 3, random);
  try {
    curvature_of(problem);
    FAIL("not refused");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("2201 weights, more than the 2000") != std::string::npos);
    CHECK(error.hint() == "fewer hidden units");
  }
}
