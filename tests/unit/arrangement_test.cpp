#include "model/arrangement.hpp"

#include "nninterp/nn/forward.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("arranged rows and inputs come back to their own places", "[invariance]") {
  Design design = design_of({numeric("y")});
  for (const char* name : {"b", "c", "a"}) design.variables.push_back(number(name));
  Sample sample{Matrix(3, 3), Matrix(3, 1)};
  sample.inputs << 1, 2, 3, 4, 5, 6, 7, 8, 9;
  sample.targets << 5, 1, 1;
  const Arrangement order = arrange(design, sample);
  CHECK(order.inputs == std::vector<Index>{2, 0, 1});
  CHECK(order.rows == std::vector<Index>{1, 2, 0});
  const Sample taken = arranged(sample, order);
  CHECK(taken.inputs.row(0) == (Eigen::RowVectorXd(3) << 6, 4, 5).finished());
  CHECK(taken.targets.col(0) == (Vector(3) << 1, 1, 5).finished());
  const Architecture architecture{{3, 2, 1}, Activation::logistic, Activation::linear};
  const Vector weights = Vector::LinSpaced(11, 1, 11);
  const Vector back = restored(architecture, weights, order);
  const Matrix mine = run_network({architecture, weights}, taken.inputs, 1);
  const Matrix theirs = run_network({architecture, back}, sample.inputs, 1);
  for (std::size_t i = 0; i < 3; ++i) CHECK(mine(static_cast<Index>(i), 0) == Approx(theirs(order.rows[i], 0)));
}

TEST_CASE("numbers that differ in their last bits alone are trained on as equal", "[invariance]") {
  const Sample sample{Matrix::Constant(2, 1, 1.0 / 3), Matrix::Constant(2, 1, -0.7)};
  Sample other = sample;
  other.inputs *= 1 + 1e-15;
  CHECK(arranged(sample, as_they_are(sample)).inputs == arranged(other, as_they_are(other)).inputs);
  CHECK((arranged(sample, as_they_are(sample)).inputs - sample.inputs).cwiseAbs().maxCoeff() < 1e-9);
}
