#include "nninterp/nn/activation.hpp"

#include <cmath>

#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("softplus neither overflows nor loses its tail", "[activation]") {
  CHECK(softplus(1000) == 1000);
  CHECK(softplus(-40) == Approx(std::exp(-40.0)).epsilon(1e-14));
  CHECK(softplus(0) == Approx(std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("relu is flat at 0", "[activation]") {
  Matrix a = (Matrix(3, 1) << -1, 0, 2).finished(), slopes = a;
  activate(Activation::relu, a, slopes);
  CHECK(a == (Matrix(3, 1) << 0, 0, 2).finished());
  CHECK(slopes == (Matrix(3, 1) << 0, 0, 1).finished());
}
