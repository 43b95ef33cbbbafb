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
