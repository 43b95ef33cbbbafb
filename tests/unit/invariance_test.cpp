// A fit depends neither on units nor on the order in which a table has its rows and columns.
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
