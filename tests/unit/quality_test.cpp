#include "nninterp/model/quality.hpp"

#include <cmath>
#include <limits>

#include "nninterp/model/baseline.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Vector vector(std::initializer_list<double> values) {
  return Eigen::Map<const Vector>(values.begin(), static_cast<Index>(values.size()));
}

bool near(const std::optional<double>& value, double expected) {
  return value && std::fabs(*value - expected) <= 1e-12 * std::max(1.0, std::fabs(expected));
}

Design one_target(const std::string& name, std::vector<std::string> levels = {}, bool indicators = false) {
  Target target;
  target.name = name;
  target.categorical = !levels.empty();
  target.levels = std::move(levels);
  target.indicators = indicators;
  Design design;
  design.targets.push_back(target);
  return design;
}

Quality numeric_quality(const Vector& predictions, const Vector& truth, Activation output = Activation::linear) {
  return measure_quality(one_target("y"), output, predictions, truth).at("y");
}

Matrix table_columns(const Table& table, const std::vector<std::string>& names) {
  Matrix values(table.rows(), static_cast<Index>(names.size()));
  for (Index k = 0; k < values.cols(); ++k) {
    const Column& column = table.at(names[static_cast<std::size_t>(k)]);
    for (Index row = 0; row < values.rows(); ++row) values(row, k) = column.numbers[static_cast<std::size_t>(row)];
  }
  return values;
}

}  // namespace

TEST_CASE("the area under the curve counts pairs in the right order, ties half", "[quality]") {
  // positives 0.8, 0.4 against 0.1, 0.4, 0.6: 3 + 1.5 of 6 pairs
  CHECK(near(area_under_curve(vector({0.1, 0.4, 0.4, 0.8, 0.6}), vector({0, 0, 1, 1, 0})), 4.5 / 6));
  CHECK(near(area_under_curve(vector({1, 2, 3, 4}), vector({0, 0, 1, 1})), 1));
  CHECK(near(area_under_curve(vector({1, 2, 3, 4}), vector({1, 1, 0, 0})), 0));
  CHECK(near(area_under_curve(vector({7, 7, 7, 7}), vector({1, 0, 0, 1})), 0.5));
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(near(area_under_curve(vector({-infinity, 0, infinity}), vector({0, 0, 1})), 1));
}

TEST_CASE("the area under the curve needs both classes and scores that have an order", "[quality]") {
  CHECK_FALSE(area_under_curve(vector({1, 2}), vector({1, 1})));
  CHECK_FALSE(area_under_curve(vector({1, 2}), vector({0, 0})));
  CHECK_FALSE(area_under_curve(Vector(), Vector()));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Vector scores = Vector::LinSpaced(100, 0, 1), positive = Vector::Zero(100);
  positive.tail(30).setOnes();
  for (Index row = 0; row < 100; row += 3) scores[row] = nan;
  CHECK_FALSE(area_under_curve(scores, positive));
}

TEST_CASE("the area under the curve is the share of pairs, counted one by one", "[quality]") {
  Vector scores(200), positive(200);
  for (Index row = 0; row < 200; ++row) {
    scores[row] = static_cast<double>(row * 37 % 23);
    positive[row] = row * 11 % 7 < 3 ? 1 : 0;
  }
  double right = 0, pairs = 0;
  for (Index a = 0; a < 200; ++a) {
    for (Index b = 0; b < 200; ++b) {
      if (positive[a] != 1 || positive[b] != 0) continue;
      pairs += 1;
      right += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
    }
  }
  CHECK(near(area_under_curve(scores, positive), right / pairs));
}

TEST_CASE("a numeric target has R's r-squared and errors, and no measures of classes", "[quality]") {
  const Table swiss = table_in(example_file("swiss.csv"));
  const Matrix x = table_columns(swiss, {"Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"});
  const Matrix y = table_columns(swiss, {"Fertility"});
  const auto model = fit_linear(one_target("Fertility"), Activation::linear, x, y);
  REQUIRE(model);
  const QualityByTarget quality =
      measure_quality(one_target("Fertility"), Activation::linear, predict_linear(*model, x), y);
  REQUIRE(quality.size() == 1);
  const Quality& q = quality.at("Fertility");
  CHECK(near(q.r_squared, 0.70673500159272551));
  CHECK(near(q.rmse, 6.692394747491897));
  CHECK(near(q.mae, 5.3213802365864078));
  CHECK_FALSE((q.log_loss || q.accuracy || q.auc || q.brier));
}

TEST_CASE("a constant truth has no r-squared", "[quality]") {
  const Quality q = numeric_quality(vector({0.2, 0.1, 0.1}), Vector::Constant(3, 0.1));  // the mean of these is not 0.1
  CHECK_FALSE(q.r_squared);
  CHECK(near(q.mae, 0.1 / 3));
  CHECK(measure_quality(one_target("y"), Activation::linear, Matrix(0, 1), Matrix(0, 1)).empty());
}

TEST_CASE("predictions worse than the mean have a negative r-squared", "[quality]") {
  CHECK(near(numeric_quality(vector({3, 2, 1}), vector({1, 2, 3})).r_squared, -3));
}

TEST_CASE("a 0/1 target of a logistic output has the measures of numbers and of classes", "[quality]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = table_columns(infert, {"age", "parity", "induced", "spontaneous"});
  const Matrix y = table_columns(infert, {"case"});
  const Matrix p = predict_linear(fit_linear(one_target("case"), Activation::logistic, x, y).value(), x);
  // R: glm(case ~ age + parity + induced + spontaneous, binomial, infert)
  const Quality q = numeric_quality(p.col(0), y.col(0), Activation::logistic);
  CHECK(near(q.r_squared, 0.23014126271649193));
  CHECK(near(q.rmse, 0.41403290616069593));
  CHECK(near(q.mae, 0.34683526324660185));
  CHECK(near(q.log_loss, 0.52609549896596441));
  CHECK(near(q.accuracy, 0.74596774193548387));
  CHECK(near(q.auc, 0.77123037604965317));
  CHECK(near(q.brier, 0.17142324738387163));

  SECTION("but those of numbers alone where the output is no probability") {
    CHECK_FALSE(numeric_quality(p.col(0), y.col(0), Activation::linear).accuracy);
    CHECK_FALSE(numeric_quality(p.col(0), y.col(0), Activation::tanh).log_loss);
  }
  SECTION("or the truth is more than 0 and 1") {
    CHECK_FALSE(numeric_quality(p.col(0), y.col(0) / 2, Activation::logistic).log_loss);
  }
}

TEST_CASE("a target of two classes is measured by the probability of the second", "[quality]") {
  const Vector y = vector({0, 1, 1, 0}), p = vector({0.25, 0.5, 0.75, 0.5});
  const Design design = one_target("sex", {"f", "m"});
  const QualityByTarget quality = measure_quality(design, Activation::logistic, p, y);
  REQUIRE(quality.size() == 2);
  CHECK(quality.at("sex=m").auc == quality.at("sex").auc);
  const Quality& q = quality.at("sex");
  CHECK(near(q.accuracy, 0.75));  // 0.5 counts as the second class
  CHECK(near(q.auc, 3.5 / 4));
  CHECK(near(q.brier, (0.0625 + 0.25 + 0.0625 + 0.25) / 4));
  CHECK(near(q.log_loss, -(2 * std::log(0.75) + 2 * std::log(0.5)) / 4));
  CHECK_FALSE((q.r_squared || q.rmse || q.mae));
  CHECK_FALSE(measure_quality(design, Activation::linear, p, y).at("sex").log_loss);
}

TEST_CASE("certain and wrong costs a finite log-loss", "[quality]") {
  const Design design = one_target("sex", {"f", "m"});
  const auto loss = [&](double p) {
    return measure_quality(design, Activation::logistic, vector({p}), vector({1})).at("sex").log_loss;
  };
  CHECK(near(loss(0), -std::log(1e-15)));
  CHECK(loss(1).value() < 2e-15);
  CHECK(loss(1).value() >= 0);
}

TEST_CASE("several classes are measured together and one by one", "[quality]") {
  const Design design = one_target("k", {"a", "b", "c"});
  const Matrix p = (Matrix(4, 3) << 0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.5, 0.3, 0.2, 0.2, 0.2, 0.6).finished();
  const Matrix y = (Matrix(4, 3) << 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1).finished();
  const QualityByTarget quality = measure_quality(design, Activation::softmax, p, y);
  REQUIRE(quality.size() == 4);
  const Quality& all = quality.at("k");
  CHECK(near(all.accuracy, 0.75));
  CHECK(near(all.log_loss, -(std::log(0.7) + 2 * std::log(0.6) + std::log(0.3)) / 4));
  CHECK(near(all.brier, (0.14 + 0.26 + 0.78 + 0.24) / 4));
  CHECK(near(all.auc, 1));  // every class is ranked without error though one row is not
  const Quality& a = quality.at("k=a");
  CHECK(near(a.accuracy, 0.75));  // 0.5 counts as a
  CHECK(near(a.brier, (0.09 + 0.01 + 0.25 + 0.04) / 4));
  CHECK(near(a.log_loss, -(std::log(0.7) + std::log(0.9) + std::log(0.5) + std::log(0.8)) / 4));
  CHECK(near(quality.at("k=b").accuracy, 0.75));
  CHECK(quality.count("k=c") == 1);

  SECTION("log-loss over all classes needs probabilities that sum to 1") {
    const QualityByTarget logistic = measure_quality(design, Activation::logistic, p, y);
    CHECK_FALSE(logistic.at("k").log_loss);
    CHECK(near(logistic.at("k=a").log_loss, *a.log_loss));
    CHECK(near(logistic.at("k").brier, *all.brier));
    CHECK_FALSE(measure_quality(design, Activation::linear, p, y).at("k=a").log_loss);
  }
  SECTION("a class without rows has no area, and the mean is that of the others") {
    const QualityByTarget three = measure_quality(design, Activation::softmax, p.topRows(3), y.topRows(3));
    CHECK_FALSE(three.at("k=c").auc);
    CHECK(near(three.at("k").auc, 1));
  }
}

TEST_CASE("several classes have the measures that R gives multinom's probabilities", "[quality]") {
  // R's warpbreaks, tension (L, M, H) by breaks and wool == "B"
  const std::vector<int> breaks = {26, 30, 54, 25, 70, 52, 51, 26, 67, 18, 21, 29, 17, 12, 18, 35, 30, 36,
                                   36, 21, 24, 18, 10, 43, 28, 15, 26, 27, 14, 29, 19, 29, 31, 41, 20, 44,
                                   42, 26, 19, 16, 39, 28, 21, 39, 29, 20, 21, 24, 17, 13, 15, 15, 16, 28};
  Matrix x(54, 2), y = Matrix::Zero(54, 3);
  for (Index row = 0; row < 54; ++row) {
    x.row(row) << breaks[static_cast<std::size_t>(row)], row < 27 ? 0 : 1;
    y(row, row / 9 % 3) = 1;
  }
  const Design design = one_target("tension", {"L", "M", "H"});
  const Matrix p = predict_linear(fit_linear(design, Activation::softmax, x, y).value(), x);
  const QualityByTarget quality = measure_quality(design, Activation::softmax, p, y);
  CHECK(near(quality.at("tension").log_loss, 0.96785928916726105));
  CHECK(near(quality.at("tension").accuracy, 0.46296296296296297));
  CHECK(near(quality.at("tension").brier, 0.58710941750386003));
  CHECK(near(quality.at("tension").auc, 0.68055555555555558));
  CHECK(near(quality.at("tension=L").auc, 0.75077160493827155));
  CHECK(near(quality.at("tension=M").auc, 0.5625));
  CHECK(near(quality.at("tension=H").auc, 0.72839506172839508));
}

TEST_CASE("two classes with an output each are measured as several", "[quality]") {
  const Matrix p = (Matrix(2, 2) << 0.6, 0.4, 0.7, 0.2).finished(), y = Matrix::Identity(2, 2);
  const QualityByTarget quality = measure_quality(one_target("sex", {"f", "m"}, true), Activation::logistic, p, y);
  REQUIRE(quality.size() == 3);
  CHECK(near(quality.at("sex").accuracy, 0.5));
  CHECK(near(quality.at("sex=m").accuracy, 0.5));
}

TEST_CASE("every target is measured on its own columns", "[quality]") {
  Design design = one_target("k", {"a", "b", "c"});
  design.targets.push_back(one_target("y").targets[0]);
  Matrix p(2, 4), y(2, 4);
  p << 1, 0, 0, 5, 0, 1, 0, 8;
  y << 1, 0, 0, 4, 0, 1, 0, 8;
  const QualityByTarget quality = measure_quality(design, Activation::linear, p, y);
  CHECK(quality.size() == 5);
  CHECK(near(quality.at("k").accuracy, 1));
  CHECK(near(quality.at("y").mae, 0.5));
}

TEST_CASE("rows of each class are counted by the most probable one", "[quality]") {
  const Vector y = vector({0, 1, 1, 0}), p = vector({0.25, 0.5, 0.75, 0.5});
  const QualityByTarget two = measure_quality(one_target("sex", {"f", "m"}), Activation::logistic, p, y);
  REQUIRE(two.at("sex").confusion);
  CHECK_FALSE(two.at("sex=m").confusion);
  CHECK(two.at("sex").confusion->classes == std::vector<std::string>{"f", "m"});
  CHECK(two.at("sex").confusion->counts == (Matrix(2, 2) << 1, 1, 0, 2).finished());
  const Matrix truth = (Matrix(3, 3) << 1, 0, 0, 0, 1, 0, 0, 0, 1).finished();
  const Matrix predicted = (Matrix(3, 3) << 0.5, 0.3, 0.2, 0.6, 0.4, 0, 0, 0, 1).finished();
  const QualityByTarget three =
      measure_quality(one_target("s", {"a", "b", "c"}), Activation::softmax, predicted, truth);
  CHECK(three.at("s").confusion->counts == (Matrix(3, 3) << 1, 0, 0, 1, 0, 0, 0, 0, 1).finished());
  CHECK_FALSE(three.at("s=a").confusion);
}
