#include "nninterp/data/table.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/design.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

Table cars() {
  Column power, country, weight;
  power.name = "power";
  power.numbers = {90, -0.0, 90.5, missing, 0};
  country.name = "country";
  country.kind = ColumnKind::text;
  country.levels = {"de", "fr"};
  country.codes = {1, 0, -1, 0, 1};
  weight.name = "weight";
  weight.kind = ColumnKind::unclear;
  weight.bad_line = 4;
  weight.bad_reason = "'1o' is not a number";
  weight.bad_hint = "correct the cell";
  return {"cars.csv", {power, country, weight}, {2, 3, 4, 6, 7}, {}, false, {}};
}

template <typename Action>
std::string failure(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a column is found by its name", "[table]") {
  const Table table = cars();
  CHECK(table.rows() == 5);
  CHECK(table.names() == std::vector<std::string>{"power", "country", "weight"});
  CHECK(table.find("country") == &table.columns[1]);
  CHECK(table.find("Country") == nullptr);
  CHECK(&table.at("power") == &table.columns[0]);
}

TEST_CASE("an unknown column is named, with the one that was meant", "[table]") {
  const Table table = cars();
  CHECK(failure([&] { table.at("cuontry"); }) == "cars.csv: there is no column \"cuontry\" | did you mean 'country'?");
  CHECK(failure([&] { table.at("a\nb"); }) ==
        "cars.csv: there is no column \"a b\" | its columns are power, country and weight");
}

TEST_CASE("an unclear column is an error when it is used", "[table]") {
  const Table table = cars();
  CHECK(table.find("weight") != nullptr);
  CHECK(failure([&] { table.at("weight"); }) ==
        "cars.csv:4: column \"weight\": '1o' is not a number | correct the cell");
}

TEST_CASE("missing cells are known in numbers and in texts", "[table]") {
  const Table table = cars();
  CHECK(table.columns[0].missing(3));
  CHECK_FALSE(table.columns[0].missing(0));
  CHECK(table.columns[1].missing(2));
  CHECK_FALSE(table.columns[1].missing(3));
}

TEST_CASE("the levels of a text column are its own", "[table]") {
  const Levels levels = levels_of(cars(), "country", 2);
  CHECK(levels.levels == std::vector<std::string>{"de", "fr"});
  CHECK(levels.codes == std::vector<std::int32_t>{1, 0, -1, 0, 1});
}

TEST_CASE("the levels of a numeric column are its distinct numbers in order", "[table]") {
  const Levels levels = levels_of(cars(), "power", 3);
  CHECK(levels.levels == std::vector<std::string>{"0", "90", "90.5"});
  CHECK(levels.codes == std::vector<std::int32_t>{1, 0, 2, -1, 0});
}

TEST_CASE("more levels than the limit are an error", "[table]") {
  CHECK(failure([] { levels_of(cars(), "power", 2); }) ==
        "cars.csv: column \"power\": 3 different values, more than 2 | choose a column of fewer values, or group them");
  CHECK(failure([] { levels_of(cars(), "country", 1); }) != failure([] { levels_of(cars(), "country", 2); }));
}

TEST_CASE("the place of a cell is one line", "[table]") {
  CHECK(cell_place(cars(), 12, "mpg") == "cars.csv:12: column \"mpg\"");
  CHECK(cell_place(cars(), 12, "miles\nper gallon") == "cars.csv:12: column \"miles per gallon\"");
}

TEST_CASE("variables that are taken out of a table leave it, but for those kept", "[table]") {
  Design design;
  for (const char* name : {"country", "power"}) {
    design.variables.emplace_back();
    design.variables.back().name = name;
  }
  design.variables[0].categorical = true;
  design.variables[0].levels = {"fr", "de"};
  const std::vector<Index> rows{0, 1, 4};
  const Matrix expected = (Matrix(3, 2) << 0, 90, 1, 0, 0, 0).finished();
  CHECK(gather_variables(design, cars(), rows) == expected);
  Table table = cars();
  CHECK(take_variables(design, table, rows, {"country"}) == expected);
  CHECK(table.names() == std::vector<std::string>{"country", "weight"});
  CHECK(table.find("country")->codes == cars().find("country")->codes);
}
