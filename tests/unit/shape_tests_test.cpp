// Whether two variables act together at all, by what networks that have not seen a row say of it.
#include <cmath>

#include "nninterp/analysis/interactions.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

InteractionOptions asked(const Model& model, const Table& table) {
  InteractionOptions options;
  options.interval.training_rows = true;
  options.interval.targets = encode_targets(model.design, table, all_rows(table));
  return options;
}

// Of x1 : x2, x1 : x3 and x2 : x3.
std::vector<double> p_values(const Model& model, const Table& table, const InteractionOptions& options) {
  const Interactions result = interactions(model, gather_variables(model.design, table, all_rows(table)), options);
  std::vector<double> p;
  for (const Interaction& pair : result.pairs) p.push_back(pair.test.p_value);
  return p;
}

std::vector<double> p_values(const Table& table, const FitOptions& options = {}) {
  const Model model = fit(table, options);
  return p_values(model, table, asked(model, table));
}

Table with_events(Table table, std::uint32_t seed) {
  Random random(seed);
  for (double& y : table.columns[3].numbers) y = random.uniform() < 1 / (1 + std::exp(-y)) ? 1 : 0;
  return table;
}

FitOptions logistic() {
  FitOptions options;
  options.network.output = Activation::logistic;
  return options;
}

double additive(double x1, double x2, double x3) { return std::sin(1.5 * x1) + 0.5 * x2 * x2 + x3; }

}  // namespace

TEST_CASE("an interaction whose second derivative averages out is found, and idle pairs beside it are not",
          "[shape_tests]") {
  const std::vector<double> p = p_values(drawn(300, 0.5, 21, bent_product));
  CHECK(p[0] < 1e-6);
  CHECK(p[1] > 0.01);
  CHECK(p[2] > 0.01);
}

TEST_CASE("of curves that add up few pairs are taken for interactions", "[shape_tests]") {
  int small = 0;
  for (std::uint32_t seed = 30; seed < 36; ++seed) {
    for (const double p : p_values(drawn(200, 0.5, seed, additive))) {
      CHECK(p > 1e-4);
      if (p < 0.05) ++small;
    }
  }
  CHECK(small <= 4);  // of 18, one of which is expected
}

TEST_CASE("probabilities are judged on their log-odds", "[shape_tests]") {
  const Table adds = with_events(drawn(500, 0, 22, additive), 22);
  for (const double p : p_values(adds, logistic())) CHECK(p > 0.001);
  const auto product = [](double x1, double x2, double x3) { return x3 + 2 * x1 * x2; };
  const std::vector<double> p = p_values(with_events(drawn(500, 0, 23, product), 23), logistic());
  CHECK(p[0] < 1e-4);
  CHECK(p[1] > 0.001);
}

TEST_CASE("p-values are equal for every number of threads, and of rows that stand twice", "[shape_tests]") {
  const auto weak = [](double x1, double x2, double) { return x1 + 0.25 * x1 * x2; };
  const Table once = drawn(200, 1, 24, weak), twice = doubled(once);
  const Model model = fit(once, {});
  InteractionOptions options = asked(model, once);
  options.threads = 1;
  const std::vector<double> one = p_values(model, once, options);
  options.threads = 3;
  CHECK(p_values(model, once, options) == one);
  const double z = std::fabs(std::log(one[0]) - std::log(p_values(twice)[0]));
  CHECK(z < 3);  // as more rows they would have a p squared
}

TEST_CASE("there is no p-value without networks that have not seen a row, nor of other rows", "[shape_tests]") {
  const Table table = drawn(100, 0.5, 25, bent_product);
  FitOptions without;
  without.choice.cross_fit = 0;
  for (const double p : p_values(table, without)) CHECK(std::isnan(p));
  const Model model = fit(table, {});
  InteractionOptions options = asked(model, table);
  options.interval.training_rows = false;
  for (const double p : p_values(model, table, options)) CHECK(std::isnan(p));
  options.interval.training_rows = true;
  options.interval.method = IntervalMethod::none;
  for (const double p : p_values(model, table, options)) CHECK(std::isnan(p));
}
