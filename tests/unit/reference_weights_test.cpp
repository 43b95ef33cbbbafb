// Case weights against R: nnet(weights =), lm and glm by weights, weighted means.
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/model/case_weights.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/model/rows.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

FitOptions weighted(const std::string& formula, double decay) {
  FitOptions options;
  options.columns.formula = formula;
  options.columns.weights = "w";
  options.network.hidden = {3};
  options.choice.decay = decay;
  options.starts.repetitions = 30;
  return options;
}

// A row as often as its weight says.
Table repeated(const Table& table) {
  Table copies = table;
  const Vector weights = table.at("w").numbers_at(all_rows(table));
  for (Column& column : copies.columns) column.numbers.clear();
  copies.lines.clear();
  for (Index row = 0; row < table.rows(); ++row) {
    for (int k = 0; k < weights[row]; ++k) {
      for (std::size_t j = 0; j < table.columns.size(); ++j) {
        copies.columns[j].numbers.push_back(table.columns[j].numbers[row]);
      }
      copies.lines.push_back(table.lines[row]);
    }
  }
  return copies;
}

double difference(const Vector& a, const Vector& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace

TEST_CASE("a fit by weights and its averages are those of R", "[weights]") {
  const Table table = table_in(test_file("reference/data/weights.csv"));
  const Json expected = read_json(test_file("reference/weights.json"));
  const Model model = fit(table, weighted("mpg ~ wt + hp", 0.1));
  const Repetition& best = model.training->repetitions[model.training->best];
  CHECK(best.error + best.penalty == Approx(expected["total"].get<double>()).epsilon(1e-8));
  const Matrix data = gather_variables(model.design, table, all_rows(table));
  CHECK(difference(predict(model, data).col(0), vector_of(expected["predictions"])) < 1e-6);

  EffectOptions options;
  options.variables = {"wt"};
  options.interval.method = IntervalMethod::none;
  options.weights = case_weights(table, "w", all_rows(table));
  const Summary shift = effects(model, data, options).effects.at(0).shift_summary;
  CHECK(shift.mean == Approx(expected["mean_shift"].get<double>()).epsilon(1e-6));
  CHECK(shift.sd == Approx(expected["sd_shift"].get<double>()).epsilon(1e-5));
  options.weights = options.weights.array() / 2 + 0.25;  // no numbers of rows
  const Summary halves = effects(model, data, options).effects.at(0).shift_summary;
  CHECK(halves.mean == Approx(expected["mean_shift_halves"].get<double>()).epsilon(1e-6));
  CHECK(halves.sd == Approx(expected["sd_shift_halves"].get<double>()).epsilon(1e-5));

  const Quality& quality = model.training->quality.at("mpg");
  CHECK(*quality.rmse == Approx(expected["rmse"].get<double>()).epsilon(1e-6));
  CHECK(*quality.mae == Approx(expected["mae"].get<double>()).epsilon(1e-5));
  CHECK(*quality.r_squared == Approx(expected["r_squared"].get<double>()).epsilon(1e-6));
  CHECK(*model.training->baselines.linear.at("mpg").r_squared ==
        Approx(expected["regression_r_squared"].get<double>()).epsilon(1e-10));
}

TEST_CASE("a class fit by weights has R's probabilities", "[weights]") {
  CsvOptions classes = as_categories({"event"});
  const Table table = table_in(test_file("reference/data/weights.csv"), classes);
  const Json expected = read_json(test_file("reference/weights.json"));
  const Model model = fit(table, weighted("event ~ wt + hp", 0.1));  // nnet's decay of entropy counts twice
  const Matrix data = gather_variables(model.design, table, all_rows(table));
  CHECK(difference(predict(model, data).col(0), vector_of(expected["probabilities"])) < 1e-6);
  const Quality& quality = model.training->quality.at("event=1");
  CHECK(*quality.log_loss == Approx(expected["log_loss"].get<double>()).epsilon(1e-6));
  CHECK(*quality.brier == Approx(expected["brier"].get<double>()).epsilon(1e-5));
  CHECK(*quality.accuracy == Approx(expected["accuracy"].get<double>()).epsilon(1e-12));
  CHECK(*quality.auc == Approx(expected["auc"].get<double>()).epsilon(1e-12));
}

TEST_CASE("a weight of 3 is the row three times, also in the scales", "[weights]") {
  const Table table = table_in(test_file("reference/data/weights.csv"));
  const Model by_weights = fit(table, weighted("mpg ~ wt + hp", 0.1));
  FitOptions plain = weighted("mpg ~ wt + hp", 0.1);
  plain.columns.weights.reset();
  const Model by_copies = fit(repeated(table), plain);
  for (std::size_t v = 0; v < 2; ++v) {
    CHECK(by_weights.design.variables[v].center == Approx(by_copies.design.variables[v].center).epsilon(1e-12));
    CHECK(by_weights.design.variables[v].scale == Approx(by_copies.design.variables[v].scale).epsilon(1e-12));
  }
  const Matrix data = gather_variables(by_weights.design, table, all_rows(table));
  CHECK(difference(predict(by_weights, data).col(0), predict(by_copies, data).col(0)) < 1e-6);
  const Quality &a = by_weights.training->quality.at("mpg"), &b = by_copies.training->quality.at("mpg");
  CHECK(*a.r_squared == Approx(*b.r_squared).epsilon(1e-9));
  CHECK(*a.mae == Approx(*b.mae).epsilon(1e-9));
}

TEST_CASE("weights of 1 change no bit", "[weights]") {
  Table table = table_in(test_file("reference/data/weights.csv"));
  for (Column& column : table.columns) {
    if (column.name == "w") std::fill(column.numbers.begin(), column.numbers.end(), 1.0);
  }
  const FitOptions options = weighted("mpg ~ wt + hp", 0.1);
  FitOptions plain = options;
  plain.columns.weights.reset();
  const Vector ones = fit(table, options).network.weights, none = fit(table, plain).network.weights;
  CHECK((ones.array() == none.array()).all());
}
