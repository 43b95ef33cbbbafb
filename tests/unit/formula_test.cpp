#include "nninterp/data/formula.hpp"

#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

using Names = std::vector<std::string>;

std::string refusal(const std::string& formula) {
  try {
    parse_formula(formula);
  } catch (const UsageError& error) {
    const std::string start = "⟨formula⟩: '" + formula + "', character ";
    const std::string message = error.what();
    REQUIRE(message.substr(0, start.size()) == start);
    return message.substr(start.size()) + " | " + error.hint();
  }
  return "no error";
}

Table table_of(const Names& names) {
  Table table;
  table.name = "t.csv";
  table.lines = {2};
  for (const std::string& name : names) {
    table.columns.emplace_back();
    table.columns.back().name = name;
    table.columns.back().numbers = {0};
  }
  return table;
}

Roles roles_of(const std::string& formula, const Names& names = {"id", "X1", "X2", "A", "Y"}) {
  return resolve_roles(parse_formula(formula), table_of(names));
}

// The right side as it was read: "+NAME", "-NAME" or ".".
Names steps_of(const std::string& formula) {
  Names steps;
  for (const Term& term : parse_formula(formula).terms) {
    steps.push_back(term.kind == Term::Kind::add_others ? "."
                    : term.kind == Term::Kind::add      ? "+" + term.name
                                                        : "-" + term.name);
  }
  return steps;
}

std::string failure(const std::string& formula) {
  try {
    roles_of(formula);
  } catch (const InputError& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a formula names targets and predictors", "[formula]") {
  const Formula formula = parse_formula("A + B ~ X1+X2");
  CHECK(formula.targets == Names{"A", "B"});
  CHECK(steps_of("A + B ~ X1+X2") == Names{"+X1", "+X2"});
}

TEST_CASE("a dot stands for all others, a minus takes away", "[formula]") {
  CHECK(parse_formula("Y~.-id - `my id`").targets == Names{"Y"});
  CHECK(steps_of("Y~.-id - `my id`") == Names{".", "-id", "-my id"});
}

TEST_CASE("a name is a word or stands in backticks", "[formula]") {
  CHECK(steps_of("\n.y_1 ~ Gr\xC3\xB6\xC3\x9F"
                 "e\t+ x.2") == Names{"+Gr\xC3\xB6\xC3\x9F"
                                      "e",
                                      "+x.2"});
  CHECK(parse_formula("`a ~ b` ~ `+` + `.` + `2nd` + ` x`").targets == Names{"a ~ b"});
  CHECK(steps_of("`a ~ b` ~ `+` + `.` + `2nd` + ` x`") == Names{"++", "+.", "+2nd", "+ x"});
}

TEST_CASE("a name that is repeated counts once", "[formula]") {
  CHECK(roles_of("Y + Y ~ X1 + X2 + X1 + `X2` - id - id").variables == Names{"X1", "X2"});
  CHECK(parse_formula("Y + Y ~ X1").targets == Names{"Y"});
  CHECK(roles_of("Y ~ . - id - id").variables == Names{"X1", "X2", "A"});
}

TEST_CASE("a sign may stand before the first name", "[formula]") {
  CHECK(steps_of("Y ~ + X1") == Names{"+X1"});
  CHECK(steps_of("Y ~ - X1 + .") == Names{"-X1", "."});
}

TEST_CASE("interactions are not needed", "[formula]") {
  CHECK(refusal("Y ~ X1 * X2") == "8: '*' is not needed: the network finds interactions by itself | write Y ~ X1 + X2");
  CHECK(refusal("Y ~ X1 + X2 + X1:X2") ==
        "17: ':' is not needed: the network finds interactions by itself | write Y ~ X1 + X2");
  CHECK(refusal("Y ~ X1 %in% `my x`") ==
        "8: '%in%' is not needed: the network finds interactions by itself | write Y ~ X1 + `my x`");
  CHECK(refusal("Y ~ . - id + X1^2") ==
        "16: '^' is not needed: the network finds curves and interactions by itself | write Y ~ . - id + X1");
  CHECK(refusal("Y ~ (X1 + X2)") == "5: parentheses are not needed | write Y ~ X1 + X2");
}

TEST_CASE("functions are not understood", "[formula]") {
  CHECK(refusal("Y ~ log(X1) + X2") ==
        "5: 'log(' is not understood: the network finds curves by itself | write Y ~ X1 + X2, or add a column of the "
        "transformed values to the table; a column of that name stands in backticks");
  CHECK(refusal("log(Y) ~ X1").substr(0, 24) == "1: 'log(' is not underst");
  CHECK(refusal("Y ~ I(X1^2)").substr(0, 22) == "5: 'I(' is not underst");
  CHECK(refusal("Y ~ X1 `(`").substr(0, 20) == "8: there is no '+' b");
}

TEST_CASE("the intercept is always there", "[formula]") {
  CHECK(refusal("Y ~ 0 + X1") == "5: '0': the intercept cannot be left out: every unit has its own | write Y ~ X1");
  CHECK(refusal("Y ~ X1 - 1") == "10: '-1': the intercept cannot be left out: every unit has its own | write Y ~ X1");
  CHECK(refusal("Y ~ X1 + 1") == "10: '1' is not needed: every unit has an intercept of its own | write Y ~ X1");
  CHECK(refusal("Y ~ 1") == "5: '1' is not needed: every unit has an intercept of its own | ");
}

TEST_CASE("what is no formula is refused at its place", "[formula]") {
  CHECK(refusal("") == "1: there is no '~' | write TARGET ~ VARIABLES, such as Y ~ X1 + X2 or Y ~ .");
  CHECK(refusal("Y X1").substr(0, 18) == "5: there is no '~'");
  CHECK(refusal("Y ~ X1 ~ X2") == "8: a second '~' | a formula is TARGET ~ VARIABLES");
  CHECK(refusal("~ X1") == "1: there is no target before '~' | write TARGET ~ VARIABLES");
  CHECK(refusal("Y ~ ") == "5: there is no variable after '~' | write '.' for all other columns");
  CHECK(refusal("Y ~ `my x").substr(0, 30) == "5: the backtick is not closed ");
  CHECK(refusal("Y ~ ``").substr(0, 12) == "5: there is ");
  CHECK(refusal("Y ~ my x") ==
        "8: there is no '+' before 'x' | a name of more than one word stands in backticks: `my name`");
  CHECK(refusal("Y ~ X1 +") == "9: there is no name after '+' | ");
  CHECK(refusal("Y ~ X1 + - X2") == "10: there is no name after '+' | ");
  CHECK(refusal("Y + ~ X1") == "5: there is no name after '+' | ");
  CHECK(refusal("A - B ~ X1") == "3: a target cannot be taken away | list the targets with '+'");
  CHECK(refusal(". ~ X1").substr(0, 25) == "1: '.' cannot be a target");
  CHECK(refusal("Y ~ X1 - .").substr(0, 29) == "10: '.' cannot be taken away ");
  CHECK(refusal("Y ~ 2nd") == "5: '2nd' is no name | a column that is called so stands in backticks: `2nd`");
  CHECK(refusal("Y ~ (X1 | g)").substr(0, 14) == "5: parentheses");
  CHECK(refusal("Y ~ X1 | g") == "8: '|' is not understood: there are no groups | write Y ~ X1 + g");
  CHECK(refusal("Y = X1 ~ X2").substr(0, 24) == "3: '=' is not understood");
  CHECK(refusal("Y ~ X1 - X1") == "12: no variable is left after '~' | ");
  CHECK(refusal("Y ~ - id") == "9: no variable is left after '~' | write Y ~ . - X1 for all but X1");
}

TEST_CASE("the place counts characters, not bytes", "[formula]") {
  CHECK(refusal("\xC3\x96l ~ a * b").substr(0, 8) == "8: '*' i");
}

TEST_CASE("roles stand in the order of the formula, those of the dot in that of the table", "[formula]") {
  CHECK(roles_of("Y ~ X2 + X1").variables == Names{"X2", "X1"});
  CHECK(roles_of("Y + A ~ X1").targets == Names{"Y", "A"});
  CHECK(roles_of("A ~ .").variables == Names{"id", "X1", "X2", "Y"});
  CHECK(roles_of("Y + A ~ .").variables == Names{"id", "X1", "X2"});
  CHECK(roles_of("Y ~ . - id - A").variables == Names{"X1", "X2"});
  CHECK(roles_of("Y ~ X2 + X1 - X2").variables == Names{"X1"});
  CHECK(roles_of("Y ~ . - Y").variables == Names{"id", "X1", "X2", "A"});
}

// What attr(terms(FORMULA, data = D), "term.labels") is in R.
TEST_CASE("terms are taken from left to right, as in R", "[formula]") {
  const auto variables = [](const std::string& formula) { return roles_of(formula, {"ok", "x", "k", "y"}).variables; };
  CHECK(variables("y ~ x + k - x + x") == Names{"k", "x"});
  CHECK(variables("y ~ x - x + k") == Names{"k"});
  CHECK(variables("y ~ x + k - k - k + k") == Names{"x", "k"});
  CHECK(variables("y ~ . - x + x") == Names{"ok", "k", "x"});
  CHECK(variables("y ~ . - x + .") == Names{"ok", "k", "x"});
  CHECK(variables("y ~ -x + .") == Names{"ok", "x", "k"});
  CHECK(variables("y ~ k + .") == Names{"k", "ok", "x"});
  CHECK(variables("y ~ k + . - x") == Names{"k", "ok"});
  CHECK(variables("y ~ y + x - y") == Names{"x"});
}

TEST_CASE("roles that the table cannot fill are errors", "[formula]") {
  CHECK(failure("y ~ X1") == "t.csv: there is no column \"y\" | did you mean 'Y'?");
  CHECK(failure("Y ~ X1 + x3").substr(0, 34) == "t.csv: there is no column \"x3\" | d");
  CHECK(failure("Y ~ . - Id") == "t.csv: there is no column \"Id\" | did you mean 'id'?");
  CHECK(failure("Y ~ X1 + Y") ==
        "t.csv: column \"Y\" is both a target and a predictor | take it off one side of the formula");
  CHECK(failure("Y ~ . - id - X1 - X2 - A") == "t.csv: no column is left to predict Y by | ");
  CHECK(failure("Y + A + id + X1 + X2 ~ .") == "t.csv: no column is left to predict Y, A, id, X1 and X2 by | ");
}

TEST_CASE("a column that is unclear may be taken away", "[formula]") {
  Table table = table_of({"note", "X1", "Y"});
  table.columns[0].kind = ColumnKind::unclear;
  CHECK(resolve_roles(parse_formula("Y ~ . - note"), table).variables == Names{"X1"});
}
