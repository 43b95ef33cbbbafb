// A fit depends neither on units nor on the order in which a table has its rows and columns.
#include "model/arrangement.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/nn/forward.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::vector<std::size_t> shuffled(std::size_t rows) { return Random(11).permutation(rows); }

Table reversed(Table table) {
  std::reverse(table.columns.begin(), table.columns.end() - 1);
  return table;
}

Table scaled(Table table, const std::string& name, double factor) {
  for (Column& column : table.columns) {
    if (column.name != name) continue;
    for (double& number : column.numbers) number *= factor;
  }
  return table;
}

// By name, in the units of the first table.
double mean_slope(const Table& table, const std::string& variable, double unit = 1) {
  const Model model = fit(table, {});
  const std::size_t v = model.design.variable_index(variable);
  const Matrix slopes = input_slopes(
      model.network, encode_inputs(model.design, gather_variables(model.design, table, all_rows(table))), 0, 1);
  const Design& design = model.design;
  return slopes.col(static_cast<Index>(v)).mean() * design.targets[0].scale / design.variables[v].scale * unit;
}

}  // namespace

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

TEST_CASE("shuffled rows, reversed columns and other units lead to the same average slopes", "[invariance]") {
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    const Table table = drawn(120, 0.5, seed, bent_product);
    for (const char* variable : {"x1", "x2"}) {
      const double slope = mean_slope(table, variable);
      CHECK(mean_slope(rows_of(table, shuffled(120)), variable) == Approx(slope).epsilon(1e-6));
      CHECK(mean_slope(reversed(table), variable) == Approx(slope).epsilon(1e-6));
      CHECK(mean_slope(scaled(table, "y", 1000), variable, 1e-3) == Approx(slope).epsilon(1e-6));
      CHECK(mean_slope(scaled(table, "x2", 1e6), variable, variable == std::string("x2") ? 1e6 : 1) ==
            Approx(slope).epsilon(1e-6));
    }
  }
}
