// How columns become inputs and outputs of a network, and back.
#include <cmath>
#include <string>
#include <vector>

#include "nninterp/data/learn_design.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Strings = std::vector<std::string>;

// x, a group of three levels, answers of two, z and y.
Table mixed_table() {
  Table table = made({"x", "z", "y"}, (Matrix(4, 3) << 1, 5, 10, 3, 5, 20, 5, 5, 60, 100, 5, 30).finished());
  table.columns.push_back(text_column("group", {"a", "b", "c"}, {0, 1, 2, 0}));
  table.columns.push_back(text_column("answer", {"no", "yes"}, {1, 0, 0, 1}));
  return table;
}

const std::vector<Index> first_three{0, 1, 2};

Design learned(const Roles& roles, const DesignOptions& options = {}) {
  return learn_design(mixed_table(), first_three, roles, options);
}

template <typename Action>
std::string refusal_of(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string refusal_of(const Table& table, const Roles& roles, const DesignOptions& options = {}) {
  return refusal_of([&] { learn_design(table, all_rows(table), roles, options); });
}

}  // namespace

TEST_CASE("numbers are centered and scaled by the rows that are given, and no others", "[design]") {
  struct Case {
    Scaling scaling;
    double center, scale;
  };
  for (const auto& [scaling, center, scale] :
       std::vector<Case>{{Scaling::standardize, 3, 2}, {Scaling::minmax, 1, 4}, {Scaling::none, 0, 1}}) {
    INFO(name_of(scaling));
    DesignOptions options;
    options.scaling = scaling;
    const Design design = learned({{"y"}, {"x", "z"}}, options);
    CHECK(design.variables[0].center == center);
    CHECK(design.variables[0].scale == scale);
    CHECK(design.variables[0].range->min == 1);
    CHECK(design.variables[0].range->max == 5);
    CHECK(design.variables[1].scale == 1);  // a constant column is left as wide as it is
    CHECK(design.targets[0].center == (scaling == Scaling::none ? 0 : scaling == Scaling::minmax ? 10 : 30));
  }
  DesignOptions plain;
  plain.scale_targets = false;
  CHECK(learned({{"y"}, {"x"}}, plain).targets[0].scale == 1);
  CHECK(learned({{"y"}, {"x"}}, plain).variables[0].scale == 2);
}

TEST_CASE("a category is one input a level without the reference, in the order of the levels", "[design]") {
  DesignOptions options;
  options.reference = {{"group", "b"}};
  options.scaling = Scaling::none;
  const Design design = learned({{"y"}, {"x", "group", "answer"}}, options);
  CHECK(design.input_names() == Strings{"x", "group=a", "group=c", "answer=yes"});
  CHECK(design.variable_names() == Strings{"x", "group", "answer"});
  CHECK(design.categorical_names() == Strings{"group", "answer"});
  CHECK(design.first_inputs() == std::vector<Index>{0, 1, 3});
  CHECK(design.inputs() == 4);
  const Table table = mixed_table();
  const Matrix variables = gather_variables(design, table, all_rows(table));
  CHECK(variables.col(1) == (Vector(4) << 0, 1, 2, 0).finished());
  Matrix expected(4, 4);
  expected << 1, 1, 0, 1, 3, 0, 0, 0, 5, 0, 1, 0, 100, 1, 0, 1;
  CHECK(encode_inputs(design, variables) == expected);
}

TEST_CASE("only levels that occur in the rows count", "[design]") {
  const Table table = mixed_table();
  const Design design = learn_design(table, {0, 1}, {{"y"}, {"group"}}, {});
  CHECK(design.variables[0].levels == Strings{"a", "b"});
  const std::string message = refusal_of([&] { gather_variables(design, table, first_three); });
  CHECK(message == "made:4: column \"group\": the model has not seen the level 'c'");
}

TEST_CASE("targets become outputs: numbers one, two classes one, more classes one each", "[design]") {
  const Table table = mixed_table();
  const Design one = learned({{"y", "answer"}, {"x"}});
  CHECK(one.output_names() == Strings{"y", "answer=yes"});
  CHECK(one.output_scales() == (Vector(2) << one.targets[0].scale, 1).finished());
  CHECK(encode_targets(one, table, first_three).col(1) == (Vector(3) << 1, 0, 0).finished());
  const Design several = learned({{"group"}, {"x"}});
  CHECK(several.output_names() == Strings{"group=a", "group=b", "group=c"});
  CHECK(encode_targets(several, table, first_three) == Matrix::Identity(3, 3));
  DesignOptions indicators;
  indicators.indicators = true;
  CHECK(learned({{"answer"}, {"x"}}, indicators).output_names() == Strings{"answer=no", "answer=yes"});
}

TEST_CASE("levels keep the order that is given, and must be those of the rows", "[design]") {
  DesignOptions options;
  options.levels["group"] = {"c", "a", "b"};
  const Variable group = learned({{"y"}, {"group"}}, options).variables[0];
  CHECK(group.levels == Strings{"c", "a", "b"});
  CHECK(group.reference == 0);
  CHECK(group.ordered);
  CHECK(learned({{"group"}, {"x"}}, options).targets[0].levels == Strings{"c", "a", "b"});
  options.reference["group"] = "a";
  CHECK(learned({{"y"}, {"group"}}, options).variables[0].reference == 1);
  CHECK_FALSE(learned({{"y"}, {"group"}}).variables[0].ordered);
  for (const Strings& wrong : {Strings{"a", "b"}, Strings{"a", "b", "c", "d"}, Strings{"a", "b", "C"}}) {
    options.levels["group"] = wrong;
    CHECK(contains(refusal_of(mixed_table(), {{"y"}, {"group"}}, options), "its levels are a, b and c, and"));
  }
  options = {};
  options.levels["x"] = {"1", "2"};
  CHECK(contains(refusal_of(mixed_table(), {{"y"}, {"x"}}, options), "is numeric and has no levels"));
}

TEST_CASE("outputs come back in the units of the targets, classes as they are", "[design]") {
  const Table table = mixed_table();
  for (const Scaling scaling : values_of<Scaling>()) {
    DesignOptions options;
    options.scaling = scaling;
    const Design design = learned({{"answer", "y"}, {"x"}}, options);
    Matrix outputs = encode_targets(design, table, first_three);
    decode_outputs(design, outputs);
    CHECK(outputs.col(0) == (Vector(3) << 1, 0, 0).finished());
    CHECK(distance(outputs.col(1), (Vector(3) << 10, 20, 60).finished()) < 1e-15);
  }
}

TEST_CASE("TRUE and FALSE are numbers where numbers are due, and one output alone where R makes it so", "[design]") {
  CHECK(is_logical({"FALSE", "TRUE"}));
  CHECK(is_logical({"F", "T"}));
  for (const Strings& levels : {Strings{"TRUE", "FALSE"}, Strings{"no", "yes"}, Strings{"FALSE"}}) {
    CHECK_FALSE(is_logical(levels));
  }
  Table table = made({"y"}, (Matrix(3, 1) << 1, 2, 4).finished());
  table.columns.push_back(text_column("flag", {"FALSE", "TRUE"}, {1, 0, 1}));
  Design design;
  design.variables = {number("flag", 0, 2)};
  CHECK(gather_variables(design, table, all_rows(table)) == (Matrix(3, 1) << 1, 0, 1).finished());
  DesignOptions options;
  options.indicators = true;
  CHECK(learn_design(table, all_rows(table), {{"flag"}, {"y"}}, options).outputs() == 2);
  options.logical_alone = true;
  CHECK(learn_design(table, all_rows(table), {{"flag"}, {"y"}}, options).outputs() == 1);
}

TEST_CASE("numbers and categories that the design has otherwise are refused at their place", "[design]") {
  const Table table = mixed_table();
  Design design;
  design.variables = {number("group")};
  CHECK(contains(refusal_of([&] { gather_variables(design, table, {1, 2}); }), "made:3: column \"group\": 'b' is not"));
  design.variables = {category("x", {"1", "3"})};
  CHECK(contains(refusal_of([&] { gather_variables(design, table, {1}); }), "made:3: column \"x\": holds numbers"));
  design.variables = {number("w")};
  CHECK(contains(refusal_of([&] { gather_variables(design, table, {1}); }), "there is no column \"w\""));
}

TEST_CASE("variables that are taken are those that would be gathered, and leave the table but for those kept",
          "[design]") {
  Table table = mixed_table();
  const Design design = learned({{"y"}, {"x", "group", "z"}});
  const Matrix gathered = gather_variables(design, table, first_three);
  CHECK(take_variables(design, table, first_three, {"group"}) == gathered);
  CHECK(table.names() == Strings{"y", "group", "answer"});
}

TEST_CASE("what nothing can be learned from is refused by the column's name", "[design]") {
  Table table = mixed_table();
  table.columns.push_back(text_column("same", {"only"}, {0, 0, 0, 0}));
  table.columns.push_back(made({"huge"}, (Matrix(4, 1) << 1e308, -1e308, 1e308, 0).finished()).columns[0]);
  CHECK(contains(refusal_of(table, {{"y"}, {"same"}}), "made: column \"same\": holds 'only' in every row"));
  CHECK(contains(refusal_of(table, {{"z"}, {"x"}}), "made: column \"z\": the target is 5 in every row"));
  CHECK(contains(refusal_of(table, {{"same"}, {"x"}}), "made: column \"same\": the target is only in every row"));
  CHECK(contains(refusal_of(table, {{"y"}, {"huge"}}), "made: column \"huge\": its values are too large"));
  DesignOptions unscaled;
  unscaled.scaling = Scaling::none;
  CHECK(refusal_of(table, {{"y"}, {"huge"}}, unscaled) == "no error");
}

TEST_CASE("a reference is a level of a categorical predictor", "[design]") {
  const auto with = [](const std::string& variable, const std::string& level) {
    DesignOptions options;
    options.reference = {{variable, level}};
    return refusal_of(mixed_table(), {{"y"}, {"x", "group"}}, options);
  };
  CHECK(with("group", "c") == "no error");
  CHECK(contains(with("group", "d"), "made: column \"group\": there is no level 'd'"));
  CHECK(contains(with("x", "1"), "'x' is numeric and has no levels"));
  CHECK(contains(with("answer", "no"), "'answer' is no predictor and no target"));
}

TEST_CASE("a category has 50 levels at most", "[design]") {
  for (const int count : {50, 51}) {
    Strings levels;
    std::vector<int> codes;
    for (int i = 0; i < count; ++i) {
      levels.push_back("l" + std::to_string(i));
      codes.push_back(i);
    }
    Table table = made({"y"}, Vector::LinSpaced(count, 0, 1));
    table.columns.push_back(text_column("g", levels, codes));
    const std::string message = refusal_of(table, {{"y"}, {"g"}});
    if (count == 50) CHECK(message == "no error");
    if (count == 51) CHECK(contains(message, "made: column \"g\": 51 different texts, more than the 50 levels"));
  }
}

TEST_CASE("rows are complete where no column that is needed has a gap", "[design]") {
  Table table = mixed_table();
  table.columns[0].numbers[1] = nninterp::nan;
  table.columns[3].codes[2] = -1;
  CHECK(complete_rows(table, {"z", "y"}, MissingPolicy::error) == std::vector<Index>{0, 1, 2, 3});
  CHECK(complete_rows(table, {"x", "group"}, MissingPolicy::drop) == std::vector<Index>{0, 3});
  CHECK(refusal_of([&] {
          complete_rows(table, {"x", "group"}, MissingPolicy::error);
        }) == "made: values are missing in 2 of 4 rows: x in 1 and group in 1");
  table.columns[0].numbers = {nninterp::nan, nninterp::nan, 1, nninterp::nan};
  CHECK(refusal_of([&] {
          complete_rows(table, {"x", "group"}, MissingPolicy::drop);
        }) == "made: every row has a missing value: x in 3 and group in 1");
  table.columns[0].numbers[2] = nninterp::nan;
  CHECK(refusal_of([&] { complete_rows(table, {"x"}, MissingPolicy::drop); }) ==
        "made: column \"x\": has no value in any row");
}

TEST_CASE("a variable is found by its name, and a mistyped one is no variable", "[design]") {
  const Design design = learned({{"y"}, {"x", "group"}});
  CHECK(design.variable_index("group") == 1);
  try {
    design.variable_index("grup");
    FAIL("a name that is none went through");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) == "variable 'grup': is none of the model's");
    CHECK(error.hint() == "did you mean 'group'?");
  }
}

TEST_CASE("the reference of two classes is the one whose probability the output is not", "[design]") {
  DesignOptions options;
  options.reference = {{"answer", "yes"}};
  const Design design = learned({{"answer"}, {"x"}}, options);
  CHECK(design.output_names() == Strings{"answer=no"});
  CHECK(encode_targets(design, mixed_table(), first_three) == (Vector(3) << 0, 1, 1).finished());
  options.reference = {{"answer", "no"}};
  CHECK(learned({{"answer"}, {"x"}}, options).output_names() == Strings{"answer=yes"});
  options.reference = {{"answer", "maybe"}};
  CHECK(contains(refusal_of(mixed_table(), {{"answer"}, {"x"}}, options), "there is no level 'maybe'"));
  options.reference = {{"group", "b"}};
  CHECK(contains(refusal_of(mixed_table(), {{"group"}, {"x"}}, options), "a probability for each of its classes"));
}

TEST_CASE("what a variable holds is known where it is not much", "[design]") {
  CHECK(values_if_few((Vector(5) << 2, 1, 2, 2, 1).finished()) == std::vector<double>{1, 2});
  CHECK(values_if_few(Vector::LinSpaced(12, 0, 11)).size() == 12);
  CHECK(values_if_few(Vector::LinSpaced(13, 0, 12)).empty());
  const Table table = made({"x", "y"}, (Matrix(4, 2) << 7, 1, 3, 2, 3, 3, 7, 4).finished());
  const Variable x = learn_design(table, all_rows(table), {{"y"}, {"x"}}, {}).variables[0];
  CHECK(x.two_valued());
  CHECK(x.values == std::vector<double>{3, 7});
  CHECK_FALSE(learned({{"y"}, {"x"}}).variables[0].two_valued());
}
