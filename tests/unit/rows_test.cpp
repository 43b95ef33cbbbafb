// Which rows of a table a model is asked about.
#include "nninterp/model/rows.hpp"

#include <string>
#include <vector>

#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y by x; a row without x, a row without y and one that was held out.
Table gaps() {
  return made(
      {"x", "y", "id"},
      (Matrix(5, 3) << 1, 10, 1, nninterp::nan, 20, 1, 3, nninterp::nan, 2, 4, 40, nninterp::nan, 5, 50, 3).finished());
}

Model model_of(MissingPolicy missing) {
  Model model;
  model.design = {{number("x")}, {numeric("y")}};
  model.network = {{{1, 1}, Activation::logistic, Activation::linear}, (Vector(2) << 0, 1).finished()};
  model.data = DataSource{};
  model.data->missing = missing;
  model.data->held_out = {4};
  return model;
}

RowOptions asked(RowsWanted wanted, bool training_table, MissingPolicy missing = MissingPolicy::drop) {
  RowOptions options;
  options.wanted = wanted;
  options.training_table = training_table;
  options.missing = missing;
  return options;
}

std::vector<Index> rows_of(const Model& model, const RowOptions& options, Table table = gaps()) {
  return rows_of_model(model, table, options).rows;
}

}  // namespace

TEST_CASE("of another table the usual rows are those with all variables, with their targets those that have both",
          "[rows]") {
  const Model model = model_of(MissingPolicy::drop);
  CHECK(rows_of(model, asked(RowsWanted::usual, false)) == std::vector<Index>{0, 2, 3, 4});
  CHECK(rows_of(model, asked(RowsWanted::with_targets, false)) == std::vector<Index>{0, 3, 4});
  CHECK(rows_of(model, asked(RowsWanted::trained_on, false)) == std::vector<Index>{0, 3, 4});
  CHECK(rows_of(model, asked(RowsWanted::with_known_targets, false)) == std::vector<Index>{0, 3, 4});
}

TEST_CASE("of the training table they are the rows that were trained on", "[rows]") {
  const Model model = model_of(MissingPolicy::drop);
  for (const RowsWanted wanted : {RowsWanted::usual, RowsWanted::trained_on, RowsWanted::with_known_targets}) {
    Table table = gaps();
    const ModelRows result = rows_of_model(model, table, asked(wanted, true, MissingPolicy::error));
    CHECK(result.rows == std::vector<Index>{0, 3});
    CHECK(result.training_rows);
    CHECK(result.missing == MissingPolicy::drop);  // as in the fit
    CHECK(result.variables == (Matrix(2, 1) << 1, 4).finished());
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings[0].code == "rows_dropped");
    CHECK(contains(result.warnings[0].message, "2 rows with missing values left out of 5"));
  }
  Table table = gaps();
  const ModelRows with_held_out = rows_of_model(model, table, asked(RowsWanted::with_targets, true));
  CHECK(with_held_out.rows == std::vector<Index>{0, 3, 4});
  CHECK_FALSE(with_held_out.training_rows);
}

TEST_CASE("gaps are refused unless they are to be dropped, and those of other columns do not matter", "[rows]") {
  const Model model = model_of(MissingPolicy::error);
  CHECK_THROWS_AS(rows_of(model, asked(RowsWanted::usual, false, MissingPolicy::error)), InputError);
  CHECK_THROWS_AS(rows_of(model, asked(RowsWanted::usual, true, MissingPolicy::error)), InputError);
  Table table = gaps();
  table.columns[0].numbers[1] = 2;
  const ModelRows result = rows_of_model(model, table, asked(RowsWanted::usual, false, MissingPolicy::error));
  CHECK(result.rows.size() == 5);
  CHECK(result.warnings.empty());
}

TEST_CASE("columns that are needed too have no gaps either, and stay in the table", "[rows]") {
  const Model model = model_of(MissingPolicy::drop);
  RowOptions options = asked(RowsWanted::usual, false);
  options.also_needed = {"id"};
  Table table = gaps();
  CHECK(rows_of_model(model, table, options).rows == std::vector<Index>{0, 2, 4});
  CHECK(table.find("id") != nullptr);
  CHECK(table.find("x") == nullptr);  // its numbers are the variables now
  CHECK(table.find("y") != nullptr);
}

TEST_CASE("columns that are kept stay in the table, gaps or none", "[rows]") {
  const Model model = model_of(MissingPolicy::drop);
  RowOptions options = asked(RowsWanted::usual, false);
  Table table = gaps();
  const std::vector<Index> rows = rows_of_model(model, table, options).rows;
  options.kept = {"id", "x"};
  table = gaps();
  CHECK(rows_of_model(model, table, options).rows == rows);
  CHECK(table.find("id") != nullptr);
  CHECK(table.find("x") != nullptr);
}

TEST_CASE("rows without a cluster are left out again where the training left them out", "[rows]") {
  Model model = model_of(MissingPolicy::drop);
  model.data->cluster = "id";
  CHECK(lacks_clusters(*model.data));
  CHECK(rows_of(model, asked(RowsWanted::usual, true)) == std::vector<Index>{0});
  CHECK(rows_of(model, asked(RowsWanted::usual, false)) == std::vector<Index>{0, 2, 3, 4});
  model.data->missing = MissingPolicy::error;
  CHECK_FALSE(lacks_clusters(*model.data));
  CHECK_FALSE(lacks_clusters(*model_of(MissingPolicy::drop).data));
}

TEST_CASE("a target that the table does not have is asked for only where it has to be", "[rows]") {
  const Model model = model_of(MissingPolicy::drop);
  const Table table = made({"x"}, (Matrix(2, 1) << 1, 2).finished());
  CHECK(rows_of(model, asked(RowsWanted::usual, false), table).size() == 2);
  CHECK(rows_of(model, asked(RowsWanted::with_known_targets, false), table).size() == 2);
  CHECK_THROWS_AS(rows_of(model, asked(RowsWanted::with_targets, false), table), InputError);
}

TEST_CASE("known targets are in their own units, and unknown ones are no numbers", "[rows]") {
  Model model;
  model.design.targets = {numeric("y", 7, 3), numeric("gone"), categorical("kind", {"a", "b", "c"}), numeric("text")};
  Table table = made({"y"}, (Matrix(3, 1) << 1, 2, 3).finished());
  table.columns.push_back(text_column("kind", {"a", "b", "c"}, {2, 0, 1}));
  table.columns.push_back(text_column("text", {"u", "v"}, {0, 1, 0}));
  const Matrix known = known_targets(model, table, {0, 2});
  CHECK(distance(known.col(0), (Vector(2) << 1, 3).finished()) < 1e-15);
  CHECK(known.col(1).array().isNaN().all());
  CHECK(known.middleCols(2, 3) == (Matrix(2, 3) << 0, 0, 1, 0, 1, 0).finished());
  CHECK(known.col(5).array().isNaN().all());
}

TEST_CASE("a target's range is the model's, or else that of the rows", "[rows]") {
  Model model;
  model.design.targets = {numeric("y", 10, 10), categorical("kind", {"a", "b", "c"}), numeric("gone")};
  const Table table = gaps();
  const auto ranges = ranges_of_targets(model, table, {0, 1, 2, 3});  // in the network's units
  REQUIRE(ranges.size() == 5);
  CHECK(ranges[0]->min == 0);
  CHECK(ranges[0]->max == 3);
  CHECK_FALSE(ranges[4]);
  model.design.targets[0].range = Range{0, 20};
  CHECK(ranges_of_targets(model, table, {0, 3})[0]->min == -1);
  CHECK(ranges_of_targets(model, table, {0, 3})[0]->max == 1);
}
