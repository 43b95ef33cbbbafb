// Where the training's rows lie, and how far from them a row is.
#include "nninterp/model/support.hpp"

#include <cmath>

#include "nninterp/core/random.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("distances are Mahalanobis' and do not depend on the units", "[intervals]") {
  Random random(33);
  Matrix x = random_matrix(5000, 2, random);
  x.col(1) = 0.9 * x.col(0) + std::sqrt(1 - 0.81) * x.col(1);
  const Support support = learn_support(x);
  CHECK(support.limit == Approx(std::sqrt(9.21)).epsilon(0.05));  // chi-squared of 2 degrees of freedom at 0.99
  Matrix points(2, 2);
  points << 1.5, 1.5, 1.5, -1.5;  // with and against the correlation
  const Vector far = distances(support, points);
  CHECK(far[0] < support.limit);
  CHECK(far[1] > support.limit);
  const Matrix other = x * Eigen::DiagonalMatrix<double, 2>(1000, 1e-3);
  CHECK((distances(learn_support(other), other) - distances(support, x)).cwiseAbs().maxCoeff() < 1e-9);
  Matrix constant = x.topRows(10);
  constant.col(1).setConstant(4);
  CHECK(distances(learn_support(constant), constant).allFinite());
}

TEST_CASE("uncorrelated inputs have their own variances, and the corners of a square are equally far", "[support]") {
  const Matrix square = (Matrix(4, 2) << 0, 0, 2, 0, 0, 2, 2, 2).finished();
  const Support support = learn_support(square);
  CHECK(support.center == Vector::Ones(2));
  CHECK((support.covariance - 4.0 / 3 * Matrix::Identity(2, 2)).cwiseAbs().maxCoeff() < 1e-15);
  CHECK(support.limit == Approx(std::sqrt(1.5)).epsilon(1e-14));
  CHECK(distance(distances(support, square), Vector::Constant(4, std::sqrt(1.5))) < 1e-14);
}

TEST_CASE("a perfect correlation is shrunk by inputs / (inputs + rows), so that every point has a distance",
          "[support]") {
  const Matrix line = (Matrix(3, 2) << 0, 0, 1, 1, 2, 2).finished();
  const Support support = learn_support(line);  // shrunk by 2 / 5
  CHECK((support.covariance - (Matrix(2, 2) << 1, 0.6, 0.6, 1).finished()).cwiseAbs().maxCoeff() < 1e-15);
  const Matrix points = (Matrix(3, 2) << 1, 1, 2, 2, 2, 0).finished();
  CHECK(distance(distances(support, points), (Vector(3) << 0, std::sqrt(1.25), std::sqrt(5)).finished()) < 1e-14);
  CHECK(support.limit == Approx(std::sqrt(1.25)).epsilon(1e-14));
}

TEST_CASE("an input that does not vary counts with variance 1", "[support]") {
  Matrix inputs = (Matrix(4, 2) << 0, 7, 2, 7, 4, 7, 6, 7).finished();
  const Support support = learn_support(inputs);
  CHECK(support.covariance(1, 1) == 1);
  CHECK(support.covariance(0, 1) == 0);
  CHECK(distances(support, (Matrix(1, 2) << 3, 9.5).finished())[0] == Approx(2.5).epsilon(1e-14));
}

TEST_CASE("rows that come in parts have the support that they have in one piece", "[support]") {
  Random random(5);
  const Matrix inputs = random_matrix(70'000, 3, random);
  const Support support = learn_support(inputs);
  const Matrix centered = inputs.rowwise() - inputs.colwise().mean();
  Matrix covariance = centered.transpose() * centered / (70'000 - 1.0);
  const double shrinkage = 3.0 / 70'003;
  covariance = (1 - shrinkage) * covariance + shrinkage * Matrix(covariance.diagonal().asDiagonal());
  CHECK((support.covariance - covariance).cwiseAbs().maxCoeff() < 1e-12);
  const auto beyond = (distances(support, inputs).array() > support.limit).count();
  CHECK(beyond == 700);
}
