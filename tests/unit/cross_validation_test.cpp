// The choice of decay and size by cross-validation, and rows that are kept back.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "nninterp/core/random.hpp"
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Table example(const std::string& name, const CsvOptions& options = {}) { return table_in(example_file(name), options); }

// y = 2 a - b + noise: nothing for hidden units to find.
Table straight(Index rows) {
  Random random(7);
  Matrix values(rows, 3);
  for (Index row = 0; row < rows; ++row) {
    const double a = random.normal(), b = random.normal();
    values.row(row) << a, b, 2 * a - b + random.normal();
  }
  return made({"a", "b", "y"}, values);
}

Table text_target(const std::vector<int>& codes, const std::vector<std::string>& levels) {
  Matrix values(static_cast<Index>(codes.size()), 1);
  for (Index row = 0; row < values.rows(); ++row) values(row, 0) = std::sin(3.0 * static_cast<double>(row));
  Table table = made({"x"}, values);
  Column target;
  target.name = "kind";
  target.kind = ColumnKind::text;
  target.levels = levels;
  target.codes.assign(codes.begin(), codes.end());
  table.columns.push_back(target);
  return table;
}

// y = x1 - x2 + x1^2 x2, with noise of standard deviation 1.
Table curved(Index rows, std::uint32_t seed) {
  Random random(seed);
  Matrix values(rows, 3);
  for (Index row = 0; row < rows; ++row) {
    const double a = random.normal(), b = random.normal();
    values.row(row) << a, b, a - b + a * a * b + random.normal();
  }
  return made({"x1", "x2", "y"}, values);
}

FitOptions for_formula(const std::string& formula) {
  FitOptions options;
  options.columns.formula = formula;
  return options;
}

}  // namespace

TEST_CASE("by default the decay of least smoothed error is taken, from half powers of ten", "[cv]") {
  const Model model = fit(example("swiss.csv"), for_formula("Fertility ~ . - province"));
  REQUIRE(model.training->cross_validation);
  const CrossValidation& cv = *model.training->cross_validation;
  CHECK(cv.folds == 5);
  CHECK(cv.rounds == 10);
  for (std::size_t i = 0; i < cv.path.size(); ++i) {
    const double power = std::log10(cv.path[i].decay);
    CHECK(std::fabs(2 * power - std::round(2 * power)) < 1e-12);
    if (i > 0) CHECK(cv.path[i].decay > cv.path[i - 1].decay);
  }
  CHECK(cv.path.back().decay >= 10);
  for (std::size_t i = 0; i < cv.path.size(); ++i) {
    const Candidate& candidate = cv.path[i];
    const bool in_all = candidate.rounds == cv.rounds && candidate.holds;
    if (in_all) CHECK(cv.path[cv.chosen].smoothed_error <= candidate.smoothed_error);
    CHECK(candidate.hidden == std::vector<Index>{4});
    CHECK(candidate.std_error > 0);
    if (i == 0 || i + 1 == cv.path.size()) continue;
    const double product = cv.path[i - 1].error * std::pow(candidate.error, 2) * cv.path[i + 1].error;
    CHECK(candidate.smoothed_error == Approx(std::pow(product, 0.25)));
  }
  CHECK(cv.path[0].smoothed_error == Approx(std::cbrt(std::pow(cv.path[0].error, 2) * cv.path[1].error)));
  CHECK(*model.training->decay == cv.path[cv.chosen].decay);
  CHECK(model.training->decay_chosen_by == ChosenBy::cross_validation);
  // Mean squared error in standardized units, and R-squared of the same predictions.
  const double rows = 47;
  CHECK(*model.training->cv_quality.at("Fertility").r_squared ==
        Approx(1 - cv.path[cv.chosen].error * rows / (rows - 1)).epsilon(1e-6));
  CHECK(*model.training->cv_baselines.linear.at("Fertility").r_squared ==
        Approx(1 - *cv.linear_error * rows / (rows - 1)).epsilon(1e-6));
  CHECK(*cv.gain == Approx(*cv.linear_error - cv.path[cv.chosen].error));
}

TEST_CASE("curvature and an interaction are found from any seed: cross-validated R-squared of 0.985", "[cv]") {
  for (const std::uint32_t seed : {1, 5, 10}) {
    FitOptions options = for_formula("y ~ x1 + x2");
    options.seed = seed;
    const Model model = fit(example("synthetic.csv"), options);
    CHECK(*model.training->cv_quality.at("y").r_squared >= 0.985);
    CHECK_FALSE(warned_of(model, "no_better_than_linear"));
  }
}

TEST_CASE("no decay below the noise's floor is tried, and none for classes below 0.01", "[cv]") {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    const Model model = fit(curved(120, seed), for_formula("y ~ x1 + x2"));
    const CrossValidation& cv = *model.training->cross_validation;
    CHECK(*model.training->decay > 0);
    REQUIRE(cv.floor);
    CHECK(cv.path.front().decay > *cv.floor / std::sqrt(10.0));
    // The noise of curved() has a variance of 1, in the network's units about a fifth.
    CHECK(*cv.floor > 0.002 * 0.1);
    CHECK(*cv.floor < 0.002 * 0.7);
  }
  const Model classes = fit(example("iris.csv"), for_formula("Species ~ ."));
  CHECK(*classes.training->cross_validation->floor == 0.01);
  CHECK(classes.training->cross_validation->path.front().decay >= 0.01 * (1 - 1e-9));
}

TEST_CASE("a choice at an end of the grid is said", "[cv]") {
  const auto noise = [](double, double, double) { return 0.0; };
  const Model largest = fit(drawn(100, 1, 1, noise), {});
  CHECK(*largest.training->decay == largest.training->cross_validation->path.back().decay);
  CHECK(warned_of(largest, "decay_at_end"));
  CHECK_FALSE(warned_of(fit(example("diabetes.csv"), for_formula("target ~ .")), "decay_at_end"));
  FitOptions given;
  given.choice.decay = 1;
  CHECK_FALSE(warned_of(fit(drawn(100, 1, 1, noise), given), "decay_at_end"));
}

TEST_CASE("classes have a baseline whose penalty is chosen as the decay is", "[cv]") {
  const Model model = fit(example("iris.csv"), for_formula("Species ~ ."));
  const TrainingRecord& record = *model.training;
  REQUIRE(record.cv_baselines.penalised.count("Species") == 1);
  const double network = *record.cv_quality.at("Species").log_loss;
  const double plain = *record.cv_baselines.linear.at("Species").log_loss;
  const double penalised = *record.cv_baselines.penalised.at("Species").log_loss;
  const double shares = *record.cv_baselines.null.at("Species").log_loss;
  CHECK(penalised < plain / 2);
  CHECK(shares == Approx(std::log(3.0)).epsilon(0.01));
  CHECK(std::fabs(network - penalised) < 0.03);
  CHECK(record.verdict->code == VerdictCode::no_better_than_linear);
  CHECK(record.penalised_decay > 0);
  // Its classes can be told apart without error: the plain regression's coefficients have no end.
  CHECK(record.undetermined);
  CHECK_FALSE(record.linear_model);
  CHECK(warned_of(model, "undetermined_regression"));
}

TEST_CASE("every seed chooses the same network of the same table", "[cv]") {
  std::vector<double> totals;
  for (const std::int32_t seed : {1, 2, 3, 4}) {
    FitOptions options = for_formula("target ~ .");
    options.seed = seed;
    const Model model = fit(example("diabetes.csv"), options);
    const Repetition& best = model.training->repetitions[model.training->best];
    totals.push_back(best.error + best.penalty);
    CHECK(model.training->verdict->code == VerdictCode::no_better_than_linear);
  }
  for (const double total : totals) CHECK(total == Approx(totals.front()).epsilon(1e-6));
}

TEST_CASE("where a line is all there is, that is said", "[cv]") {
  const Model model = fit(straight(300), for_formula("y ~ a + b"));
  CHECK(warned_of(model, "no_better_than_linear"));
  CHECK(model.training->verdict->code == VerdictCode::no_better_than_linear);
  CHECK(*model.training->cv_quality.at("y").r_squared > *model.training->cv_baselines.linear.at("y").r_squared - 0.02);
}

TEST_CASE("a decay that was given is kept, and cross-validated only when folds are asked for", "[cv]") {
  FitOptions options = for_formula("mpg ~ wt + hp");
  options.choice.decay = 0.3;
  const Model plain = fit(example("mtcars.csv"), options);
  CHECK_FALSE(plain.training->cross_validation);
  CHECK(plain.training->cv_quality.empty());
  CHECK(plain.training->decay_chosen_by == ChosenBy::user);
  options.choice.folds = 4;
  const Model measured = fit(example("mtcars.csv"), options);
  REQUIRE(measured.training->cross_validation);
  CHECK(measured.training->cross_validation->folds == 4);
  CHECK(measured.training->cross_validation->path.size() == 1);
  CHECK(*measured.training->decay == 0.3);
  CHECK(measured.network.weights == plain.network.weights);
  CHECK(*measured.training->cv_quality.at("mpg").r_squared < *measured.training->quality.at("mpg").r_squared);
}

TEST_CASE("the number of units is chosen on request, none among them", "[cv]") {
  FitOptions options = for_formula("y ~ a + b");
  options.network.choose_hidden = true;
  options.choice.decay = 0.01;
  const Model line = fit(straight(200), options);
  CHECK(line.training->hidden_chosen_by == ChosenBy::cross_validation);
  const std::vector<Candidate>& path = line.training->cross_validation->path;
  CHECK(path.front().hidden.empty());
  CHECK(path.front().error < path.back().error);  // no units and 8
  CHECK(line.network.architecture.units.size() <= 3);
  CHECK(path[line.training->cross_validation->chosen].error <= path.front().error);

  options.columns.formula = "y ~ x1 + x2";
  const Model curve = fit(example("synthetic.csv"), options);
  const CrossValidation& cv = *curve.training->cross_validation;
  CHECK(curve.network.architecture.units[1] >= 4);
  CHECK(cv.path[cv.chosen].hidden.front() == curve.network.architecture.units[1]);

  options.starts.exclude = {1};
  CHECK_THROWS_AS(fit(example("synthetic.csv"), options), UsageError);
}

TEST_CASE("cross-validation gives the same bits for every number of threads", "[cv]") {
  FitOptions options = for_formula("mpg ~ wt + hp + qsec");
  options.threads = 1;
  const Model one = fit(example("mtcars.csv"), options);
  options.threads = 3;
  const Model three = fit(example("mtcars.csv"), options);
  CHECK(one.network.weights == three.network.weights);
  for (std::size_t i = 0; i < one.training->cross_validation->path.size(); ++i) {
    CHECK(one.training->cross_validation->path[i].error == three.training->cross_validation->path[i].error);
  }
}

TEST_CASE("tables smaller than the folds, and classes of two rows or one, are cross-validated all the same", "[cv]") {
  for (const Index rows : {2, 3, 4}) {
    const Model model = fit(straight(rows), for_formula("y ~ a"));
    REQUIRE(model.training->cross_validation);
    CHECK(model.training->cross_validation->folds == rows);
    CHECK(std::isfinite(*model.training->decay));
  }
  std::vector<int> codes(20, 0);
  codes[3] = codes[11] = 1;
  const Model two = fit(text_target(codes, {"no", "yes"}), for_formula("kind ~ x"));
  CHECK(std::isfinite(two.training->cross_validation->path.front().error));
  CHECK(two.training->cv_quality.at("kind").log_loss);
  codes[5] = 2;
  const Model three = fit(text_target(codes, {"a", "b", "c"}), for_formula("kind ~ x"));
  CHECK(std::isfinite(three.training->cross_validation->path[three.training->cross_validation->chosen].error));
  CHECK(three.training->cv_quality.at("kind").log_loss);
}

TEST_CASE("a level that a fold does not train on does not upset the choice", "[cv]") {
  Random random(3);
  Matrix values(60, 2);
  for (Index row = 0; row < 60; ++row) {
    const double x = 3 * random.normal();
    values.row(row) << x, std::sin(x);
  }
  Table table = made({"x", "y"}, values);
  FitOptions options = for_formula("y ~ x");
  const double without = *fit(table, options).training->cv_quality.at("y").r_squared;
  Column place;
  place.name = "place";
  place.kind = ColumnKind::text;
  place.levels = {"here", "only"};
  place.codes.assign(60, 0);
  place.codes[5] = 1;
  table.columns.push_back(place);
  options.columns.formula = "y ~ x + place";
  CHECK(*fit(table, options).training->cv_quality.at("y").r_squared > without - 0.2);
}

TEST_CASE("an interrupt during the choice ends it and keeps a model", "[cv]") {
  std::atomic<int> calls{0};
  const Model model =
      fit(example("swiss.csv"), for_formula("Fertility ~ Education"), [&](const FitProgress&) { return ++calls < 50; });
  CHECK_FALSE(model.training->cross_validation);
  CHECK_FALSE(model.training->decay_chosen_by);
  CHECK(model.training->stopped() == StopReason::interrupted);
  CHECK(warned_of(model, "interrupted"));
  CHECK(model.network.weights.allFinite());
}

TEST_CASE("progress counts every training and ends with the last", "[cv]") {
  std::atomic<std::size_t> last{0}, expected{0};
  FitOptions options = for_formula("Fertility ~ Education");
  options.threads = 1;
  bool in_order = true;
  const Model model = fit(example("swiss.csv"), options, [&](const FitProgress& progress) {
    in_order = in_order && progress.trainings_done < progress.trainings && progress.trainings_done >= last;
    last = progress.trainings_done;
    expected = progress.trainings;
    return true;
  });
  const CrossValidation& cv = *model.training->cross_validation;
  CHECK(expected >= static_cast<std::size_t>(cv.folds * cv.rounds) + 5);
  CHECK(last < expected);
  CHECK(in_order);
}

TEST_CASE("rows held out are not trained on, and the quality is measured on them", "[cv]") {
  const Table table = example("diabetes.csv", as_categories({"sex"}));
  FitOptions options = for_formula("target ~ .");
  options.choice.decay = 10;
  options.starts.repetitions = 1;
  options.choice.holdout = 0.25;
  const Model model = fit(table, options);
  CHECK(model.data->held_out.size() == 111);
  CHECK(model.data->rows_used == 442 - 111);
  REQUIRE(model.training->validation);
  CHECK(model.training->validation->source == "holdout");
  CHECK(model.training->validation->rows == 111);
  const double r_squared = *model.training->validation->quality.at("target").r_squared;
  CHECK(r_squared > 0.3);
  CHECK(r_squared < 0.7);
  CHECK(model.training->validation->baselines.linear.at("target").r_squared);

  // Other targets in the held-out rows change nothing but the measure.
  Table spoiled = table;
  for (Column& column : spoiled.columns) {
    if (column.name != "target") continue;
    for (const Index row : model.data->held_out) column.numbers[static_cast<std::size_t>(row)] += 500;
  }
  const Model same = fit(spoiled, options);
  CHECK(same.network.weights == model.network.weights);
  CHECK(*same.training->validation->quality.at("target").r_squared < r_squared);
}

TEST_CASE("a level that a single row has stays in the training", "[cv]") {
  std::vector<int> codes(30, 0);
  for (std::size_t i = 0; i < 15; ++i) codes[i] = 1;
  Table table = text_target(codes, {"no", "yes"});
  Column place = table.columns[1];
  place.name = "place";
  place.levels = {"here", "there", "only"};
  for (std::size_t i = 0; i < 30; ++i) place.codes[i] = static_cast<std::int32_t>(i % 2);
  place.codes[17] = 2;
  table.columns.push_back(place);
  FitOptions options = for_formula("kind ~ x + place");
  options.choice.decay = 1;
  options.choice.holdout = 0.9;
  for (const std::uint32_t seed : {1, 2, 3, 4}) {
    options.seed = seed;
    const Model model = fit(table, options);
    const auto& out = model.data->held_out;
    CHECK(out.size() >= 25);
    CHECK(std::find(out.begin(), out.end(), 17) == out.end());
  }
}

TEST_CASE("another table to validate on is measured and must have the same columns", "[cv]") {
  const Table table = straight(100), other = straight(40);
  FitOptions options = for_formula("y ~ a + b");
  options.choice.decay = 1;
  const Model model = fit(table, options, {}, &other);
  CHECK(model.training->validation->source == "made");
  CHECK(model.training->validation->rows == 40);
  CHECK(*model.training->validation->quality.at("y").r_squared > 0.7);
  CHECK(model.network.weights == fit(table, options).network.weights);
  const Table wrong = made({"a", "y"}, Matrix::Random(5, 2));
  CHECK_THROWS_AS(fit(table, options, {}, &wrong), InputError);
}
