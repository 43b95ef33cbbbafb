#include "nninterp/analysis/curves.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/text.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

CurveOptions options_of(CurveKind kind, const std::string& variable, int grid = 21) {
  CurveOptions options;
  options.kind = kind;
  options.variable = variable;
  options.grid = grid;
  return options;
}

// Three variables, one of them a category, scaled inputs and outputs, weights at random.
struct Fixture {
  Model model;
  Matrix data;

  explicit Fixture(Index rows = 300, Activation output = Activation::linear) {
    Random random(7);
    const double scale = output == Activation::linear ? 3 : 1;
    model.design.variables = {number("a", 0.5, 2), category("g", {"u", "v", "w"}, 1), number("b", -1, 0.25)};
    model.design.targets = {numeric("y", scale - 1, scale), numeric("z")};
    model.network.architecture = {{4, 5, 2}, Activation::tanh, output};
    model.network.weights = random_matrix(model.network.architecture.weight_count(), 1, random);
    data = random_matrix(rows, 3, random);
    for (Index i = 0; i < rows; ++i) data(i, 1) = static_cast<double>(i * i % 3);
    data.col(2) = (data.col(2) * 4).array().round() / 4;  // with doubles
  }
};

// y = 4 + 3 a - 2 b + 7 [g = v] in the variables' own units.
Model line() {
  Model model;
  model.design = {{number("a", 10, 2), number("b"), category("g", {"u", "v"})}, {numeric("y", 4, 3)}};
  model.network = {{{3, 1}, Activation::logistic, Activation::linear},
                   (Vector(4) << 10, 2, -2.0 / 3, 7.0 / 3).finished()};
  return model;
}

double largest(const Vector& values) { return values.lpNorm<Eigen::Infinity>(); }

}  // namespace

TEST_CASE("partial dependence is the mean of predictions with the variable set", "[curves]") {
  const Fixture f;
  for (const std::string variable : {"a", "g", "b"}) {
    const Curves pdp = curves(f.model, f.data, options_of(CurveKind::pdp, variable, 7));
    REQUIRE(pdp.curves.size() == 2);
    CHECK(pdp.curves[1].target == "z");
    for (std::size_t i = 0; i < pdp.plan.x.size(); ++i) {
      Matrix moved = f.data;
      moved.col(static_cast<Index>(pdp.plan.variable)).setConstant(pdp.plan.x[i]);
      const Matrix predictions = predict(f.model, moved);
      for (std::size_t k = 0; k < 2; ++k) {
        const auto at = static_cast<Index>(i), output = static_cast<Index>(k);
        CHECK(distance(pdp.curves[k].y[at], predictions.col(output).mean()) < 1e-13);
      }
    }
  }
}

TEST_CASE("partial dependence is the mean of the rows' curves, for any number of rows", "[curves]") {
  for (const Index rows : {Index{2}, Index{300}, Index{5000}}) {
    const Fixture f(rows, Activation::logistic);
    for (const std::string variable : {"a", "g"}) {
      for (const OutputScale scale : {OutputScale::response, OutputScale::logit}) {
        for (const bool center : {false, true}) {
          CurveOptions options = options_of(CurveKind::pdp, variable, 5);
          options.scale = scale;
          options.center = center;
          const Curves pdp = curves(f.model, f.data, options);
          options.kind = CurveKind::ice;
          const Curves ice = curves(f.model, f.data, options);
          const auto of_target = static_cast<std::size_t>(rows + 1);  // and their mean
          REQUIRE(ice.curves.size() == 2 * of_target);
          Vector mean = Vector::Zero(pdp.curves[1].y.size());
          for (Index i = 0; i < rows; ++i) {
            const Curve& curve = ice.curves[of_target + static_cast<std::size_t>(i)];
            REQUIRE(curve.row == i);
            REQUIRE(curve.target == "z");
            mean += curve.y / static_cast<double>(rows);
          }
          CHECK(distance(mean, pdp.curves[1].y) < 1e-12);
          CHECK(ice.curves.back().label == "mean");
          CHECK_FALSE(ice.curves.back().row);
          CHECK(distance(ice.curves.back().y, pdp.curves[1].y) < 1e-12);
        }
      }
    }
  }
}

TEST_CASE("a row's curve goes through its prediction, and a centered one starts at 0", "[curves]") {
  const Fixture f;
  CurveOptions options = options_of(CurveKind::ice, "g");
  const Curves levels = curves(f.model, f.data, options);
  const Matrix predictions = predict(f.model, f.data);
  for (Index i = 0; i < f.data.rows(); ++i) {
    CHECK(levels.curves[static_cast<std::size_t>(i)].y[static_cast<Index>(f.data(i, 1))] ==
          Approx(predictions(i, 0)).epsilon(1e-13));
  }
  options.center = true;
  for (const Curve& curve : curves(f.model, f.data, options).curves) CHECK(curve.y[1] == 0);  // v, the reference
  options.variable = "a";
  const Curves centered = curves(f.model, f.data, options);
  options.center = false;
  const Curves plain = curves(f.model, f.data, options);
  for (std::size_t c = 0; c < plain.curves.size(); ++c) {
    CHECK(centered.curves[c].y[0] == 0);
    CHECK(centered.curves[c].y == (plain.curves[c].y.array() - plain.curves[c].y[0]).matrix());
  }
}

TEST_CASE("of many rows some can be drawn, evenly spaced", "[curves]") {
  const Fixture f;
  CurveOptions options = options_of(CurveKind::ice, "a", 3);
  options.rows = 3;
  const Curves some = curves(f.model, f.data, options);
  CHECK(some.plan.drawn == std::vector<Index>{50, 150, 250});
  REQUIRE(some.curves.size() == 8);
  options.rows = 0;
  const Curves all = curves(f.model, f.data, options);
  CHECK(some.plan.x == all.plan.x);  // of all rows, not of those drawn
  CHECK(some.plan.rows_at_x == all.plan.rows_at_x);
  CHECK(some.curves[1].y == all.curves[150].y);
  options.rows = 1000;
  CHECK(curves(f.model, f.data, options).curves.size() == all.curves.size());
  options.grid = 10'000;
  options.rows = 300;
  CHECK_THROWS_AS(plan_curves(f.model.design, f.data, options), InputError);  // 6 million points
}

TEST_CASE("accumulated local effects follow their definition", "[curves]") {
  const Fixture f(2500);  // more than one chunk
  const Curves ale = curves(f.model, f.data, options_of(CurveKind::ale, "b", 8));
  std::vector<double> values(f.data.col(2).begin(), f.data.col(2).end());
  std::sort(values.begin(), values.end());
  const std::vector<double>& ends = ale.plan.x;
  CHECK(ends.front() == values.front());
  CHECK(ends.back() == values.back());
  Vector rise = Vector::Zero(static_cast<Index>(ends.size())), count = rise;
  for (Index i = 0; i < f.data.rows(); ++i) {
    Index k = 1;
    while (f.data(i, 2) > ends[static_cast<std::size_t>(k)]) ++k;
    Matrix row = f.data.row(i), before = row;
    row(0, 2) = ends[static_cast<std::size_t>(k)];
    before(0, 2) = ends[static_cast<std::size_t>(k - 1)];
    rise[k] += predict(f.model, row)(0, 0) - predict(f.model, before)(0, 0);
    count[k] += 1;
  }
  double mean = 0;
  const Vector& y = ale.curves[0].y;
  for (Index k = 1; k < y.size(); ++k) {
    CHECK(distance(y[k] - y[k - 1], rise[k] / count[k]) < 1e-12);
    CHECK(count[k] == static_cast<double>(ale.plan.rows_at_x[static_cast<std::size_t>(k)]));
    mean += count[k] * (y[k] + y[k - 1]) / 2;
  }
  CHECK(ale.plan.rows_at_x[0] == 0);
  CHECK(std::fabs(mean / static_cast<double>(f.data.rows())) < 1e-12 * largest(y));
}

TEST_CASE("the ends of intervals are type 1 quantiles, doubles dropped", "[curves]") {
  const Fixture f(3);
  const auto ends = [&](std::vector<double> values, int count) {
    Matrix data = Matrix::Zero(static_cast<Index>(values.size()), 3);
    for (std::size_t i = 0; i < values.size(); ++i) data(static_cast<Index>(i), 0) = values[i];
    return plan_curves(f.model.design, data, options_of(CurveKind::ale, "a", count)).x;
  };
  using Numbers = std::vector<double>;
  CHECK(ends({5, 1, 4, 2, 3}, 2) == Numbers{1, 3, 5});
  CHECK(ends({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5) == Numbers{1, 2, 4, 7, 8, 10});  // R: 3 * (1 / 5) > 0.6
  CHECK(ends({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 3) == Numbers{1, 4, 7, 10});
  CHECK(ends({1, 2}, 7) == Numbers{1, 2});
  CHECK(ends({0, 0, 0, 0, 0, 0, 0, 0, 0, 9}, 5) == Numbers{0, 9});
  CHECK(ends({3, 1, 2}, 1) == Numbers{1, 3});
}

TEST_CASE("every kind of curve of a linear network is a line with the coefficient as its slope", "[curves]") {
  Random random(3);
  Matrix data = random_matrix(200, 3, random);
  for (Index i = 0; i < data.rows(); ++i) data(i, 2) = static_cast<double>(i % 2);
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ice, CurveKind::ale, CurveKind::lek}) {
    for (const bool derivative : {false, kind == CurveKind::ale}) {
      for (const auto& [variable, slope] : {std::pair("a", 3.0), std::pair("b", -2.0)}) {
        CurveOptions options = options_of(kind, variable);
        options.derivative = derivative;
        const Curves drawn = curves(line(), data, options);
        for (const Curve& curve : drawn.curves) {
          for (std::size_t i = 0; i + 1 < drawn.plan.x.size(); ++i) {
            const auto at = static_cast<Index>(i);
            const double run = drawn.plan.x[i + 1] - drawn.plan.x[i];
            CHECK(std::fabs(curve.y[at + 1] - curve.y[at] - slope * run) < 1e-12);
          }
        }
      }
    }
  }
  const Vector levels = curves(line(), data, options_of(CurveKind::pdp, "g")).curves.at(0).y;
  CHECK(levels[1] - levels[0] == Approx(7).epsilon(1e-12));
}

TEST_CASE("by slopes, accumulated local effects come close to those by differences", "[curves]") {
  Fixture f(5000);
  f.data.col(0) = Vector::LinSpaced(5000, -2, 2);
  CurveOptions options = options_of(CurveKind::ale, "a", 500);
  const Vector differences = curves(f.model, f.data, options).curves[0].y;
  options.derivative = true;
  const Vector slopes = curves(f.model, f.data, options).curves[0].y;
  CHECK(largest(differences - slopes) > 0);
  CHECK(largest(differences - slopes) < 0.01 * largest(differences));
}

TEST_CASE("Lek's profiles hold the others at their quantiles, categories at the commonest level", "[curves]") {
  Fixture f(11);
  f.data.col(1) << 0, 2, 2, 1, 1, 2, 0, 2, 1, 1, 2;  // w is the commonest
  for (Index i = 0; i < 11; ++i) f.data(i, 2) = static_cast<double>(10 - i);
  const Curves lek = curves(f.model, f.data, options_of(CurveKind::lek, "a", 4));
  REQUIRE(lek.curves.size() == 12);
  CHECK(lek.curves[2].label == "0.4");
  for (std::size_t q = 0; q < 6; ++q) {
    for (std::size_t i = 0; i < 4; ++i) {
      const Matrix row = (Matrix(1, 3) << lek.plan.x[i], 2, 2.0 * static_cast<double>(q)).finished();
      CHECK(lek.curves[q].y[static_cast<Index>(i)] == Approx(predict(f.model, row)(0, 0)).epsilon(1e-13));
    }
  }
}

TEST_CASE("with one variable Lek's profiles, partial dependence and predictions are the same", "[curves]") {
  Random random(5);
  Model model;
  model.design = {{number("x", 1, 3)}, {numeric("y", 2, 5)}};
  model.network = {{{1, 3, 1}, Activation::logistic, Activation::linear}, random_matrix(10, 1, random)};
  const Matrix data = random_matrix(40, 1, random);
  const Curves pdp = curves(model, data, options_of(CurveKind::pdp, "x")),
               lek = curves(model, data, options_of(CurveKind::lek, "x"));
  const Matrix x = Eigen::Map<const Vector>(pdp.plan.x.data(), 21);
  CHECK(distance(pdp.curves[0].y, predict(model, x).col(0)) < 1e-13);
  for (const Curve& curve : lek.curves) CHECK(distance(curve.y, pdp.curves[0].y) < 1e-13);
}

TEST_CASE("the grid goes from the least to the largest value and tells how many rows are near", "[curves]") {
  const Fixture f(3);
  const Matrix data = (Matrix(5, 3) << 0, 0, 0, 0.1, 1, 0, 4, 1, 0, 5.1, 2, 0, 10, 1, 0).finished();
  const CurvePlan plan = plan_curves(f.model.design, data, options_of(CurveKind::pdp, "a", 5));
  CHECK(plan.x == std::vector<double>{0, 2.5, 5, 7.5, 10});
  CHECK(plan.rows_at_x == std::vector<std::size_t>{2, 0, 2, 0, 1});
  REQUIRE(plan.deciles.size() == 11);
  CHECK(plan.deciles[5] == 4);
  CHECK(plan.deciles[1] == Approx(0.04));
  const CurvePlan levels = plan_curves(f.model.design, data, options_of(CurveKind::pdp, "g", 5));
  CHECK(levels.rows_at_x == std::vector<std::size_t>{1, 3, 1});
  CHECK(levels.deciles.empty());
}

TEST_CASE("other weights are drawn at the points that were planned", "[curves]") {
  const Fixture f;
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ice, CurveKind::ale, CurveKind::lek}) {
    const CurvePlan plan = plan_curves(f.model.design, f.data, options_of(kind, "a", 6));
    Model refitted = f.model;
    refitted.network.weights *= 0.9;
    const Curves whole = curves(refitted, f.data, options_of(kind, "a", 6));
    const Matrix values = curve_values(refitted, plan);
    REQUIRE(values.cols() == static_cast<Index>(whole.curves.size()));
    for (Index c = 0; c < values.cols(); ++c) CHECK(values.col(c) == whole.curves[static_cast<std::size_t>(c)].y);
  }
}

TEST_CASE("every number of threads draws the same bits", "[curves]") {
  const Fixture f(10'000);
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ice, CurveKind::ale}) {
    const CurvePlan plan = plan_curves(f.model.design, f.data, options_of(kind, "b"));
    CHECK(curve_values(f.model, plan, 1) == curve_values(f.model, plan, 3));
  }
}

TEST_CASE("what has no curve is refused", "[curves]") {
  const Fixture f(3);
  const auto refused = [&](CurveOptions options, const std::string& message) {
    CHECK_THROWS_WITH(curves(f.model, f.data, options), Catch::Matchers::Contains(message));
  };
  refused(options_of(CurveKind::ale, "g"), "variable 'g': is categorical");
  refused(options_of(CurveKind::pdp, "A"), "variable 'A': is none of the model's");
  refused(options_of(CurveKind::pdp, "a", 1), "⟨grid⟩: 1 is less than 2");
  refused(options_of(CurveKind::ale, "a", 0), "⟨grid⟩: 0 is less than 1");
  CurveOptions options = options_of(CurveKind::pdp, "a");
  options.derivative = true;
  refused(options, "⟨derivative⟩");
  options = options_of(CurveKind::ale, "a");
  options.center = true;
  refused(options, "⟨center⟩");
  options = options_of(CurveKind::lek, "a");
  options.rows = 2;
  refused(options, "⟨rows⟩");
  options = options_of(CurveKind::pdp, "a");
  options.targets = {"Z"};
  refused(options, "target 'Z': is none of the model's");
  options.targets.clear();
  options.scale = OutputScale::logit;
  refused(options, "logit is for probabilities");
  Matrix constant = f.data;
  constant.col(0).setConstant(2.5);
  CHECK_THROWS_WITH(curves(f.model, constant, options_of(CurveKind::pdp, "a")),
                    Catch::Matchers::Contains("variable 'a': is 2.5 in every row"));
  CHECK(curves(f.model, constant, options_of(CurveKind::lek, "b")).curves.size() == 12);
}

TEST_CASE("curves warn of rows outside the training range, and of variables that go together", "[curves]") {
  Fixture f;
  f.data.col(2) = f.data.col(0) * -2;
  f.model.design.variables[0].range = Range{-1, 1};
  const Curves pdp = curves(f.model, f.data, options_of(CurveKind::pdp, "a"));
  REQUIRE(pdp.warnings.size() == 3);
  CHECK(pdp.warnings[0].code == "extrapolation");
  CHECK(pdp.warnings[1].code == "no_intervals");
  CHECK(pdp.warnings[2].code == "correlated_variables");
  CHECK_THAT(pdp.warnings[2].message, Catch::Matchers::Contains("b (-1)"));
  const Curves ale = curves(f.model, f.data, options_of(CurveKind::ale, "b"));
  CHECK(ale.warnings.size() == 2);
  CurveOptions without = options_of(CurveKind::pdp, "a");
  without.interval.method = IntervalMethod::none;
  CHECK(curves(Fixture().model, Fixture().data, without).warnings.empty());
}

TEST_CASE("a variable of few values has a point a value unless a grid is asked for", "[curves]") {
  Model model = line();
  const Matrix data = (Matrix(5, 3) << 4, 0, 0, 6, 1, 1, 8, 2, 0, 6, 3, 1, 6, 4, 0).finished();
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ice, CurveKind::lek}) {
    CurveOptions usual = options_of(kind, "a");
    usual.grid.reset();
    const CurvePlan few = plan_curves(model.design, data, usual);
    CHECK(few.x == std::vector<double>{4, 6, 8});
    CHECK(few.rows_at_x == std::vector<std::size_t>{1, 3, 1});
    CHECK(plan_curves(model.design, data, options_of(kind, "a", 5)).x == std::vector<double>{4, 5, 6, 7, 8});
    CHECK(plan_curves(model.design, data, options_of(kind, "b", 3)).x == std::vector<double>{0, 2, 4});
  }
}

TEST_CASE("along ordered levels effects accumulate as ALEPlot has them", "[curves]") {
  Fixture f;
  CHECK_THROWS_WITH(curves(f.model, f.data, options_of(CurveKind::ale, "g")),
                    Catch::Matchers::Contains("is categorical, and ale needs values in an order"));
  f.model.design.variables[1].ordered = true;
  for (Index i = 0; i < f.data.rows(); ++i) f.data(i, 1) = static_cast<double>(i * 5 % 7 % 3);
  const Curves ale = curves(f.model, f.data, options_of(CurveKind::ale, "g"));
  const Vector& y = ale.curves[1].y;
  Vector steps = Vector::Zero(2), rows = steps, count = Vector::Zero(3);
  for (Index i = 0; i < f.data.rows(); ++i) {
    const double level = f.data(i, 1);
    count[static_cast<Index>(level)] += 1;
    for (const double from : {level - 1, level}) {
      if (from < 0 || from > 1) continue;
      Matrix row = f.data.row(i), next = row;
      row(0, 1) = from;
      next(0, 1) = from + 1;
      steps[static_cast<Index>(from)] += predict(f.model, next)(0, 1) - predict(f.model, row)(0, 1);
      rows[static_cast<Index>(from)] += 1;
    }
  }
  CHECK(distance(y[1] - y[0], steps[0] / rows[0]) < 1e-12);
  CHECK(distance(y[2] - y[1], steps[1] / rows[1]) < 1e-12);
  CHECK(std::fabs(y.dot(count)) < 1e-9);
  CHECK(std::fabs(ale.curves[1].mean) < 1e-12);
  for (Index i = 0; i < f.data.rows(); ++i) f.data(i, 1) = f.data(i, 1) == 1 ? 2 : f.data(i, 1);
  CHECK(curves(f.model, f.data, options_of(CurveKind::ale, "g")).plan.x == std::vector<double>{0, 2});
}

TEST_CASE("named points stand in ascending order, each once, and levels at their names", "[curves]") {
  const Fixture f;
  CurveOptions options = options_of(CurveKind::pdp, "a");
  options.grid.reset();
  options.points = {"2,-1", "0.5", "2"};
  const Curves few = curves(f.model, f.data, options);
  CHECK(few.curves[0].x == std::vector<double>{-1, 0.5, 2});
  Matrix moved = f.data;
  moved.col(0).setConstant(0.5);
  CHECK(distance(few.curves[0].y[1], predict(f.model, moved).col(0).mean()) < 1e-13);
  options.points = {"50"};
  const Curves one = curves(f.model, f.data, options);
  CHECK(one.curves[0].rows_at_x == std::vector<std::size_t>{300});
  CHECK(std::any_of(one.warnings.begin(), one.warnings.end(),
                    [](const Warning& w) { return w.code == "extrapolation"; }));
  options.variable = "g";
  options.points = {"w,u"};
  CHECK(curves(f.model, f.data, options).curves[0].x == std::vector<double>{0, 2});
  const auto refused = [&](const std::string& message) {
    CHECK_THROWS_WITH(curves(f.model, f.data, options), Catch::Matchers::Contains(message));
  };
  options.points = {"x"};
  refused("⟨points⟩: 'x' is no level of g");
  options.variable = "a";
  refused("⟨points⟩: 'x' is no number");
  options.points = {"1,,2"};
  refused("⟨points⟩: '' is no number");
  options.points = {"1"};
  options.grid = 3;
  refused("⟨points⟩: and ⟨grid⟩");
  options.grid.reset();
  options.kind = CurveKind::ale;
  refused("⟨points⟩: is not for ⟨kind⟩ ale");
}

TEST_CASE("a group's curve is that of its rows, and what is held is the same in all", "[curves]") {
  Fixture f;
  Grouping grouping{"half", {"one", "other", "nothing"}, {}};
  std::vector<Index> rows;
  for (Index i = 0; i < f.data.rows(); ++i) {
    grouping.codes.push_back(i % 3 == 0 ? 1 : 0);
    if (i % 3 == 0) rows.push_back(i);
  }
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ice, CurveKind::ale, CurveKind::lek}) {
    for (const bool weighted : {false, true}) {
      CurveOptions options = options_of(kind, "a", 5);
      options.at = {{2, 0.25}};
      if (weighted) options.weights = (f.data.col(2).array().abs() * 3).ceil();
      const Curves by_group = curves(f.model, f.data, options, grouping);
      Matrix part = f.data(rows, Eigen::all);
      part.col(2).setConstant(0.25);
      CurveOptions alone = options;
      alone.at.clear();
      if (weighted) alone.weights = options.weights(rows);
      if (kind != CurveKind::ale) {  // at the points of all rows
        alone.grid.reset();
        for (const double x : by_group.plan.x) alone.points.push_back(format_number(x));
      }
      const Curves of_part = curves(f.model, part, alone);
      std::vector<const Curve*> group;
      for (const Curve& curve : by_group.curves) {
        if (curve.group == "other" && curve.target == "y") group.push_back(&curve);
      }
      REQUIRE(2 * group.size() == of_part.curves.size());
      for (std::size_t c = 0; c < group.size(); ++c) {
        CHECK(group[c]->x == of_part.curves[c].x);
        CHECK(group[c]->rows_at_x == of_part.curves[c].rows_at_x);
        CHECK(group[c]->y == of_part.curves[c].y);
        CHECK(group[c]->mean == of_part.curves[c].mean);
        if (group[c]->row) CHECK(*group[c]->row == rows[static_cast<std::size_t>(*of_part.curves[c].row)]);
      }
      CHECK(by_group.warnings.front().code == "no_curve");
    }
  }
  CHECK(curves(f.model, f.data, options_of(CurveKind::pdp, "a"), grouping).curves[0].label == "one");
}

TEST_CASE("the mean of a curve counts rows where they stand", "[curves]") {
  const Fixture f;
  CurveOptions options = options_of(CurveKind::pdp, "a", 5);
  const Curve plain = curves(f.model, f.data, options).curves[0];
  double sum = 0;
  for (std::size_t i = 0; i < 5; ++i) sum += static_cast<double>(plain.rows_at_x[i]) * plain.y[static_cast<Index>(i)];
  CHECK(distance(plain.mean, sum / 300) < 1e-13);
  options.kind = CurveKind::ale;
  const Curve ale = curves(f.model, f.data, options).curves[0];
  CHECK(ale.mean == 0);
}
