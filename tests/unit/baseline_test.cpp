#include "nninterp/model/baseline.hpp"

#include <cmath>

#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

// Expected numbers: R 4.2.2 (lm; glm with epsilon = 1e-15; for several classes nnet::multinom, taken to a gradient of
// 1e-13 by Newton's method in R), 17 digits.

namespace {

Matrix columns(const Table& table, const std::vector<std::string>& names) {
  Matrix values(table.rows(), static_cast<Index>(names.size()));
  for (Index k = 0; k < values.cols(); ++k) {
    const Column& column = table.at(names[static_cast<std::size_t>(k)]);
    for (Index row = 0; row < values.rows(); ++row) values(row, k) = column.numbers[static_cast<std::size_t>(row)];
  }
  return values;
}

// Rows × levels of 0/1.
Matrix indicators(const Table& table, const std::string& name) {
  const Column& column = table.at(name);
  Matrix values = Matrix::Zero(table.rows(), static_cast<Index>(column.levels.size()));
  for (Index row = 0; row < values.rows(); ++row) values(row, column.codes[static_cast<std::size_t>(row)]) = 1;
  return values;
}

Vector vector(std::initializer_list<double> values) {
  return Eigen::Map<const Vector>(values.begin(), static_cast<Index>(values.size()));
}

Matrix fitted(const Matrix& inputs, const Matrix& coefficients) {
  return (inputs * coefficients.bottomRows(inputs.cols())).rowwise() + coefficients.row(0);
}

// Probabilities of every class, the first one's predictor being 0.
Matrix probabilities(const Matrix& inputs, const Matrix& coefficients) {
  const Matrix eta = fitted(inputs, coefficients);
  Matrix p(eta.rows(), eta.cols() + 1);
  p << Vector::Zero(eta.rows()), eta;
  activate(Activation::softmax, p);
  return p;
}

// X'(y - p), 0 where the likelihood is largest.
double steepest(const Matrix& inputs, const Matrix& classes, const Matrix& coefficients) {
  const Matrix miss = classes - probabilities(inputs, coefficients);
  return std::max((inputs.transpose() * miss).cwiseAbs().maxCoeff(), miss.colwise().sum().cwiseAbs().maxCoeff());
}

// R's warpbreaks: tension (L, M, H) by breaks and wool == "B".
struct Warpbreaks {
  Matrix inputs{54, 2};
  Matrix tension = Matrix::Zero(54, 3);

  Warpbreaks() {
    inputs.col(0) << 26, 30, 54, 25, 70, 52, 51, 26, 67, 18, 21, 29, 17, 12, 18, 35, 30, 36, 36, 21, 24, 18, 10, 43, 28,
        15, 26, 27, 14, 29, 19, 29, 31, 41, 20, 44, 42, 26, 19, 16, 39, 28, 21, 39, 29, 20, 21, 24, 17, 13, 15, 15, 16,
        28;
    for (Index row = 0; row < 54; ++row) {
      inputs(row, 1) = row < 27 ? 0 : 1;
      tension(row, row / 9 % 3) = 1;
    }
  }
};

const std::vector<std::string> swiss_variables = {"Agriculture", "Examination", "Education", "Catholic",
                                                  "Infant.Mortality"};

// On the rows it was fitted on, in the units of the targets.
std::optional<Matrix> linear_predictions(const Design& design, Activation output, const Matrix& inputs,
                                         const Matrix& targets) {
  const auto model = fit_linear(design, output, inputs, targets);
  if (!model) return std::nullopt;
  Matrix predictions = predict_linear(*model, inputs);
  decode_outputs(design, predictions);
  return predictions;
}

}  // namespace

TEST_CASE("least squares is R's lm", "[baseline]") {
  const Table swiss = table_in(example_file("swiss.csv"));
  const Matrix x = columns(swiss, swiss_variables), y = columns(swiss, {"Fertility"});
  const Matrix b = least_squares(x, y);
  CHECK(distance(b.col(0), vector({66.915181678968693, -0.17211397094145539, -0.25800823983472415, -0.87094006293942372,
                                   0.10411533074376744, 1.077048140690988})) < 1e-12);
  const Matrix fit = fitted(x, b);
  CHECK(distance(vector({fit(0, 0), fit(1, 0), fit(46, 0)}),
                 vector({74.615297237717769, 82.509944967687048, 58.074257939903177})) < 1e-12);
}

TEST_CASE("least squares of several targets is each target's own", "[baseline]") {
  const Table mtcars = table_in(example_file("mtcars.csv"));
  const Matrix b = least_squares(columns(mtcars, {"wt", "hp"}), columns(mtcars, {"mpg", "disp"}));
  CHECK(distance(b.col(0), vector({37.227270116447201, -3.8778307424046821, -0.031772946982161002})) < 1e-12);
  CHECK(distance(b.col(1), vector({-129.95055204993454, 82.112501668339533, 0.65783370128653895})) < 1e-12);
}

TEST_CASE("collinear and constant inputs leave the fitted values as they are", "[baseline]") {
  const Table swiss = table_in(example_file("swiss.csv"));
  const Matrix x = columns(swiss, swiss_variables), y = columns(swiss, {"Fertility"});
  Matrix more(x.rows(), x.cols() + 3);
  more << x, x.col(0) - 0.3 * x.col(3), Vector::Constant(x.rows(), 0.1), x.col(4);
  const Matrix b = least_squares(more, y);
  CHECK(b.cwiseAbs().maxCoeff() < 100);
  CHECK(b(7, 0) == 0);                          // a constant input has nothing to say
  CHECK(std::fabs(b(5, 0) - b(8, 0)) < 1e-10);  // twins share
  CHECK(distance(fitted(more, b).col(0), fitted(x, least_squares(x, y)).col(0)) < 1e-11);
}

TEST_CASE("units and offsets of the inputs do not matter", "[baseline]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = columns(infert, {"age", "parity", "induced", "spontaneous"}), y = columns(infert, {"case"});
  Matrix moved = x;
  moved.col(0).array() += 2000;
  moved.col(1) *= 1e12;
  moved.col(2) *= 1e-9;
  moved.col(3) *= 1e200;
  const Matrix linear = fitted(x, least_squares(x, y)), logit = fitted(x, logistic_regression(x, y));
  CHECK(distance(fitted(moved, least_squares(moved, y)).col(0), linear.col(0)) < 1e-11);
  CHECK(distance(fitted(moved, logistic_regression(moved, y)).col(0), logit.col(0)) < 1e-10);
}

TEST_CASE("fewer rows than inputs are met exactly, no inputs leave the mean", "[baseline]") {
  const Matrix x = (Matrix(2, 3) << 1, 2, 4, 3, 5, 9).finished();
  const Matrix y = (Matrix(2, 1) << 7, -2).finished();
  CHECK(distance(fitted(x, least_squares(x, y)).col(0), y.col(0)) < 1e-13);
  const Matrix none(2, 0);
  CHECK(std::fabs(least_squares(none, y)(0, 0) - 2.5) < 1e-15);
  const Matrix events = (Matrix(4, 1) << 1, 0, 0, 0).finished();
  CHECK(std::fabs(logistic_regression(Matrix(4, 0), events)(0, 0) + std::log(3.0)) < 1e-14);
}

TEST_CASE("logistic regression is R's glm", "[baseline]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = columns(infert, {"age", "parity", "induced", "spontaneous"});
  const Matrix b = logistic_regression(x, columns(infert, {"case"}));
  REQUIRE(b.cols() == 1);
  CHECK(distance(b.col(0), vector({-2.8523903676542552, 0.053180987482126747, -0.70883006286987293, 1.1896562106896629,
                                   1.9253382377823487})) < 1e-12);

  const Table mtcars = table_in(example_file("mtcars.csv"));
  const Matrix am = logistic_regression(columns(mtcars, {"wt"}), columns(mtcars, {"am"}));
  CHECK(distance(am.col(0), vector({12.040369728657319, -4.0239699621732017})) < 1e-12);
}

TEST_CASE("collinear inputs leave the probabilities as they are", "[baseline]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = columns(infert, {"age", "parity", "induced", "spontaneous"}), y = columns(infert, {"case"});
  Matrix more(x.rows(), 6);
  more << x, x.col(0) + 2 * x.col(1), Vector::Ones(x.rows());
  const Matrix b = logistic_regression(more, y);
  CHECK(b.cwiseAbs().maxCoeff() < 100);
  CHECK(distance(fitted(more, b).col(0), fitted(x, logistic_regression(x, y)).col(0)) < 1e-10);
}

TEST_CASE("multinomial regression is R's multinom", "[baseline]") {
  const Warpbreaks data;
  const Matrix b = logistic_regression(data.inputs, data.tension);
  REQUIRE(b.cols() == 2);
  CHECK(distance(b.col(0), vector({2.2661807467386281, -0.06558978834864812, -0.47807501876960795})) < 1e-12);
  CHECK(distance(b.col(1), vector({3.739560283409733, -0.12486676113975953, -0.60441115174050253})) < 1e-12);
  CHECK(steepest(data.inputs, data.tension, b) < 1e-10);
  const Matrix p = probabilities(data.inputs, b);
  CHECK(distance(p.row(0).transpose(), vector({0.22782077827207589, 0.39917723222674606, 0.37300198950117802})) <
        1e-12);
}

TEST_CASE("two classes in two columns are the logistic regression of the second", "[baseline]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = columns(infert, {"age", "spontaneous"}), y = columns(infert, {"case"});
  Matrix both(y.rows(), 2);
  both << (1 - y.array()).matrix(), y;
  CHECK(distance(logistic_regression(x, both).col(0), logistic_regression(x, y).col(0)) == 0);
}

TEST_CASE("classes that can be told apart without error end at finite weights", "[baseline]") {
  const Table iris = table_in(example_file("iris.csv"));
  const Matrix x = columns(iris, {"Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"});
  const Matrix species = indicators(iris, "Species");

  SECTION("one against the rest") {
    const Matrix setosa = species.leftCols(1), b = logistic_regression(x, setosa);
    REQUIRE(b.allFinite());
    CHECK(b.cwiseAbs().maxCoeff() < 1e4);
    Matrix p = fitted(x, b);
    activate(Activation::logistic, p);
    CHECK((p - setosa).cwiseAbs().maxCoeff() < 1e-9);
  }
  SECTION("one class of three: the likelihood of the others is R's") {
    const Matrix b = logistic_regression(x.leftCols(2), species);
    REQUIRE(b.allFinite());
    const Matrix p = probabilities(x.leftCols(2), b);
    const double log_likelihood = (p.cwiseProduct(species).rowwise().sum()).array().log().sum();
    // glm of virginica against versicolor alone, the limit that multinom's -55.1685429 comes near
    CHECK(std::fabs(log_likelihood + 55.162854039620804) < 1e-6);
  }
}

TEST_CASE("a class without rows gets no probability, and the others are as without it", "[baseline]") {
  const Warpbreaks data;
  const Matrix two = logistic_regression(data.inputs.topRows(18), data.tension.topRows(18).leftCols(2));
  const Vector expected = probabilities(data.inputs.topRows(18), two).col(1);

  SECTION("the last") {
    const Matrix p =
        probabilities(data.inputs.topRows(18), logistic_regression(data.inputs.topRows(18), data.tension.topRows(18)));
    CHECK(p.col(2).maxCoeff() < 1e-9);
    CHECK(distance(p.col(1), expected) < 1e-8);
  }
  SECTION("the first, which is the reference") {
    Matrix classes(18, 3);
    classes << Vector::Zero(18), data.tension.topRows(18).leftCols(2);
    const Matrix p = probabilities(data.inputs.topRows(18), logistic_regression(data.inputs.topRows(18), classes));
    CHECK(p.col(0).maxCoeff() < 1e-9);
    CHECK(distance(p.col(2), expected) < 1e-8);
  }
}

TEST_CASE("a numeric target comes back in its own units", "[baseline]") {
  const Table swiss = table_in(example_file("swiss.csv"));
  const Matrix x = columns(swiss, swiss_variables), y = columns(swiss, {"Fertility"});
  const Design design = design_of({numeric("Fertility", 70, 12.5)});
  const auto fit = linear_predictions(design, Activation::linear, x, (y.array() - 70) / 12.5);
  REQUIRE(fit);
  CHECK(std::fabs((*fit)(0, 0) - 74.615297237717769) < 1e-11);
  CHECK(std::fabs((*fit)(46, 0) - 58.074257939903177) < 1e-11);
}

TEST_CASE("a 0/1 target has a logistic baseline where the output is a probability", "[baseline]") {
  const Table infert = table_in(example_file("infert.csv"));
  const Matrix x = columns(infert, {"age", "parity", "induced", "spontaneous"}), y = columns(infert, {"case"});
  const double logit = 0.33574093759812007, linear = fitted(x, least_squares(x, y))(0, 0);
  const Design number = design_of({numeric("case")}), classes = design_of({categorical("case", {"no", "yes"})});
  CHECK(std::fabs((*linear_predictions(number, Activation::logistic, x, y))(0, 0) - logit) < 1e-12);
  CHECK(std::fabs((*linear_predictions(number, Activation::linear, x, y))(0, 0) - linear) < 1e-12);
  CHECK(std::fabs((*linear_predictions(classes, Activation::logistic, x, y))(0, 0) - logit) < 1e-12);
  CHECK(std::fabs((*linear_predictions(classes, Activation::linear, x, y))(0, 0) - logit) < 1e-12);
  const Matrix shares = 0.5 * y.array() + 0.1;  // no events: nothing to take the likelihood of
  CHECK(std::fabs((*linear_predictions(number, Activation::logistic, x, shares))(0, 0) - (0.5 * linear + 0.1)) < 1e-12);
}

TEST_CASE("classes have a multinomial baseline for probabilities and indicators otherwise", "[baseline]") {
  const Warpbreaks data;
  const Design design = design_of({categorical("tension", {"L", "M", "H"})});
  for (const Activation output : {Activation::softmax, Activation::logistic}) {
    const auto p = linear_predictions(design, output, data.inputs, data.tension);
    REQUIRE(p);
    CHECK(distance(p->row(53).transpose(), vector({0.37740977574734519, 0.35957514785620742, 0.26301507639644744})) <
          1e-12);
  }
  const Table iris = table_in(example_file("iris.csv"));
  const auto fit =
      linear_predictions(design_of({categorical("Species", {"setosa", "versicolor", "virginica"})}), Activation::linear,
                         columns(iris, {"Sepal.Length", "Sepal.Width"}), indicators(iris, "Species"));
  REQUIRE(fit);
  CHECK(distance(fit->row(149).transpose(), vector({0.27937246751899397, 0.3630518724482526, 0.35757566003275365})) <
        1e-12);
}

TEST_CASE("targets of different types each have their own baseline", "[baseline]") {
  const Warpbreaks data;
  const Matrix wool = data.inputs.col(1), breaks = data.inputs.col(0);
  Matrix targets(54, 5);
  targets << breaks, data.tension, wool;
  const Design design =
      design_of({numeric("breaks", 1, 2), categorical("tension", {"L", "M", "H"}), categorical("wool", {"A", "B"})});
  Matrix inputs(54, 1);
  for (Index row = 0; row < 54; ++row) inputs(row, 0) = std::sin(static_cast<double>(row));
  const auto fit = linear_predictions(design, Activation::softmax, inputs, targets);
  REQUIRE(fit);
  CHECK(distance(fit->col(0), (2 * fitted(inputs, least_squares(inputs, breaks)).array() + 1).matrix().col(0)) < 1e-13);
  CHECK(distance(fit->middleCols(1, 3).rowwise().sum(), Vector::Ones(54)) < 1e-13);
  CHECK(std::fabs(fit->col(4).sum() - 27) < 1e-10);
}

TEST_CASE("there is no baseline where it would take too long", "[baseline]") {
  const Design number = design_of({numeric("y")}), classes = design_of({categorical("y", {"a", "b", "c"})});
  CHECK_FALSE(linear_predictions(number, Activation::linear, Matrix::Ones(2, 1001), Matrix::Ones(2, 1)));
  CHECK(linear_predictions(number, Activation::linear, Matrix::Ones(2, 1000), Matrix::Ones(2, 1)));
  CHECK_FALSE(linear_predictions(classes, Activation::softmax, Matrix::Ones(2, 1000), Matrix::Identity(2, 3)));
}

TEST_CASE("the linear model predicts rows that it was not fitted on", "[baseline]") {
  const Table swiss = table_in(example_file("swiss.csv"));
  const Matrix x = columns(swiss, swiss_variables), y = columns(swiss, {"Fertility"});
  const auto model = fit_linear(design_of({numeric("Fertility")}), Activation::linear, x.topRows(40), y.topRows(40));
  REQUIRE(model);
  const Matrix expected = fitted(x.bottomRows(7), least_squares(x.topRows(40), y.topRows(40)));
  CHECK(distance(predict_linear(*model, x.bottomRows(7)).col(0), expected.col(0)) < 1e-13);
}
