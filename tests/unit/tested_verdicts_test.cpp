// Verdicts by row that tests support: what is said of processes that are known.
#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "analysis/heterogeneity.hpp"
#include "analysis/regression.hpp"
#include "analysis/response_shapes.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Asked {
  Table table;
  Model model;

  explicit Asked(Table of, const FitOptions& options = {}) : table(std::move(of)), model(fit(table, options)) {}

  IntervalOptions interval() const {
    IntervalOptions interval;
    interval.training_rows = true;
    interval.targets = encode_targets(model.design, table, all_rows(table));
    return interval;
  }
  Matrix rows() const { return gather_variables(model.design, table, all_rows(table)); }
  Effects effects(EffectOptions options = {}) const {
    options.interval = interval();
    return nninterp::effects(model, rows(), options);
  }
  std::vector<std::string> verdicts() const {
    std::vector<std::string> words;
    for (const Effect& effect : effects().effects) words.push_back(effect.one_number.verdict);
    return words;
  }
};

bool says(const std::string& verdict, const std::string& words) { return contains(verdict, words); }

}  // namespace

TEST_CASE("effects and interactions name the same variable, and only where two act together", "[tested_verdicts]") {
  const Asked asked(drawn(300, 0.5, 41, bent_product));
  const std::vector<std::string> verdicts = asked.verdicts();
  CHECK(says(verdicts[0], "changes sign"));
  CHECK(says(verdicts[0], "depends on x2"));
  CHECK(says(verdicts[1], "depends on x1"));
  CHECK(verdicts[2] == "about linear");
  InteractionOptions options;
  options.interval = asked.interval();
  const Interactions pairs = interactions(asked.model, asked.rows(), options);
  CHECK(pairs.totals[0].depends_on == "x2");
  CHECK(pairs.totals[1].depends_on == "x1");
  CHECK_FALSE(pairs.totals[2].depends_on);
  CHECK(pairs.totals[0].depends.p_value == pairs.pairs[0].test.p_value);
  CHECK(pairs.totals[0].share_of_networks == 1);
  const Effects all = asked.effects();
  CHECK(all.effects[0].one_number.tests->depends.p_value == pairs.pairs[0].test.p_value);
  CHECK(all.effects[0].one_number.depends_on == "x2");
  CHECK(all.effects[0].one_number.depends_share > 0.1);
}

TEST_CASE("a curve bends, a variable without effect has none, and a line is one", "[tested_verdicts]") {
  const auto curve = [](double x1, double x2, double) { return std::sin(1.5 * x1) + x2; };
  const std::vector<std::string> verdicts = Asked(drawn(300, 0.5, 42, curve)).verdicts();
  CHECK(verdicts[0] == "changes sign, bends");
  CHECK(verdicts[1] == "about linear");
  CHECK(verdicts[2] == "no effect told apart from none");
}

TEST_CASE("few of many lines and idle variables are said to be more", "[tested_verdicts]") {
  const auto line = [](double x1, double x2, double) { return x1 - 0.5 * x2; };
  int more = 0;
  for (std::uint32_t seed = 50; seed < 60; ++seed) {
    const std::vector<std::string> verdicts = Asked(drawn(200, 1, seed, line)).verdicts();
    for (const std::string& verdict : verdicts) {
      more += says(verdict, "bends") || says(verdict, "depends") || says(verdict, "sign") ? 1 : 0;
    }
    CHECK_FALSE(says(verdicts[0], "none"));
  }
  CHECK(more <= 3);  // of 30, of which one or two are expected
}

TEST_CASE("a verdict is the same whichever variables are asked for", "[tested_verdicts]") {
  const Asked asked(drawn(150, 0.5, 43, bent_product));
  const Effects all = asked.effects();
  EffectOptions options;
  for (std::size_t v = 0; v < 3; ++v) {
    options.variables = {"x" + std::to_string(v + 1)};
    options.threads = static_cast<int>(v) + 1;
    const Effect alone = asked.effects(options).effects.front();
    CHECK(alone.one_number.verdict == all.effects[v].one_number.verdict);
    CHECK(alone.one_number.tests->changes_sign.adjusted == all.effects[v].one_number.tests->changes_sign.adjusted);
    CHECK(alone.slope_interval.debiased == all.effects[v].slope_interval.debiased);
  }
}

TEST_CASE("a category depends on what its levels differ by, and does not bend", "[tested_verdicts]") {
  Table table = drawn(400, 0.5, 44, [](double x1, double x2, double x3) { return x2 + (x3 > 0 ? 1.5 * x1 : 0); });
  std::vector<int> codes;
  for (const double x3 : table.columns[2].numbers) codes.push_back(x3 > 0 ? 1 : 0);
  table.columns[2] = text_column("x3", {"a", "b"}, codes);
  const Effects result = Asked(table).effects();
  CHECK(says(result.effects[0].one_number.verdict, "depends on x3"));
  CHECK(result.effects[1].one_number.verdict == "about linear");
  CHECK(says(result.effects[2].one_number.verdict, "changes sign, depends on x1"));
  CHECK(std::isnan(result.effects[2].one_number.tests->bends.p_value));
}

TEST_CASE("without networks that have not seen the rows the verdict is the network's own", "[tested_verdicts]") {
  const Asked asked(drawn(100, 0.5, 45, bent_product));
  EffectOptions options;
  const Effects others = effects(asked.model, asked.rows(), options);
  for (const Effect& effect : others.effects) CHECK_FALSE(effect.one_number.tests);
  InteractionOptions pairs;
  for (const TotalInteraction& total : interactions(asked.model, asked.rows(), pairs).totals) {
    CHECK_FALSE(total.depends_on);
    CHECK(std::isnan(total.depends.p_value));
  }
}

TEST_CASE("words say what tests reject, and nothing that they do not", "[tested_verdicts]") {
  OneNumber number{};
  number.tests = OneNumberTests();
  CHECK(verdict_of(number, "x1") == "no effect told apart from none");
  const Test sure{0.001, 0.01};
  number.tests->effect = sure;
  CHECK(verdict_of(number, "x1") == "not told from linear");
  number.nearly_constant = true;
  CHECK(verdict_of(number, "x1") == "about linear");
  number.tests->depends = sure;
  CHECK(verdict_of(number, "x1") == "depends on several");
  number.tests->partner = "x3";
  CHECK(verdict_of(number, "x1") == "about linear");  // x3 tells nothing of these rows
  number.depends_share = 0.3;
  CHECK(verdict_of(number, "x1") == "depends on x3");
  number.tests->bends = sure;
  number.tests->changes_sign = sure;
  number.tests->sign_ratio = 0.05;
  CHECK(verdict_of(number, "x1") == "bends, depends on x3");
  number.tests->sign_ratio = 0.5;
  CHECK(verdict_of(number, "x1") == "changes sign, bends, depends on x3");
  number.tests->bends = number.tests->depends = Test{0.2, 0.4};
  CHECK(verdict_of(number, "x1") == "about linear");  // a line does not change its sign
  number.about_none = true;
  CHECK(verdict_of(number, "x1") == "about none");
  number.finite = false;
  CHECK(verdict_of(number, "x1") == "not finite");
}

TEST_CASE("tests are adjusted for their number as R's p.adjust does", "[tested_verdicts]") {
  const std::vector<Test> tests = adjusted_tests({0.01, 0.2, nninterp::nan, 0.03, 0.04, 0.9});
  const std::vector<double> expected{0.05, 0.25, nninterp::nan, 0.2 / 3, 0.2 / 3, 0.9};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (i == 2) {
      CHECK(std::isnan(tests[i].adjusted));
    } else {
      CHECK(tests[i].adjusted == Approx(expected[i]).epsilon(1e-12));
    }
  }
  CHECK(tests[0].rejects());
  CHECK_FALSE(tests[2].rejects());
}

TEST_CASE("a p-value is that of a coefficient beside the others, by its definition", "[tested_verdicts]") {
  Random random(46);
  const Index rows = 60;
  Matrix columns(rows, 4);
  Vector errors(rows);
  for (Index i = 0; i < rows; ++i) {
    columns.row(i) << 1, random.normal(), random.normal(), random.normal();
    errors[i] = 0.3 * columns(i, 1) + random.normal();
  }
  columns.col(3) += columns.col(1);
  const auto by_definition = [&](const Matrix& x, Index column) {
    const Matrix inverse = (x.transpose() * x).inverse();
    const Vector left = errors - x * (inverse * (x.transpose() * errors));
    const Vector leverage = (x * inverse * x.transpose()).diagonal();
    const Vector scores = left.array() / (1 - leverage.array());
    const Matrix middle = x.transpose() * scores.cwiseAbs2().asDiagonal() * x;
    const double z =
        (inverse * (x.transpose() * errors))[column] / std::sqrt((inverse * middle * inverse)(column, column));
    return 0.5 * std::erfc(z / std::sqrt(2.0));
  };
  const Matrix unit = with_unit_columns(columns);
  const std::vector<Index> none;
  CHECK(Regression(unit, errors, none).p_value(1) == Approx(by_definition(unit, 1)).epsilon(1e-9));
  const Matrix few = unit.leftCols(2);
  const Regression smaller(few, errors, none);
  CHECK(smaller.p_value(1, unit.rightCols(2)) == Approx(by_definition(unit, 1)).epsilon(1e-9));
  CHECK(smaller.p_value(Vector(unit.col(3))) == Approx(by_definition(unit(Eigen::all, {0, 1, 3}), 2)).epsilon(1e-9));
  // Nothing comes with a column that is there already.
  CHECK(smaller.p_value(1, Matrix(unit.leftCols(1))) == Approx(smaller.p_value(1)).epsilon(1e-9));
  // A column that is a sum of others, whichever of them drops out, changes nothing of the rest.
  Matrix dependent(rows, 6);
  dependent << unit, unit.col(2) + unit.col(3), unit.col(2);
  CHECK(Regression(with_unit_columns(dependent), errors, none).p_value(1) ==
        Approx(by_definition(unit, 1)).epsilon(1e-7));
}
