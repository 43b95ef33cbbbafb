// Rows that belong together: which they are, and that folds, resamples and held-out rows keep them together.
#include "model/clusters.hpp"

#include <set>

#include "model/splits.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/model/fit.hpp"
#include "nninterp/model/resampling.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Sample two_inputs(const std::vector<std::vector<double>>& rows) {
  Sample sample{Matrix(static_cast<Index>(rows.size()), 2), Matrix(static_cast<Index>(rows.size()), 1)};
  for (Index row = 0; row < sample.inputs.rows(); ++row) {
    const std::vector<double>& numbers = rows[static_cast<std::size_t>(row)];
    sample.inputs.row(row) << numbers[0], numbers[1];
    sample.targets(row, 0) = numbers[2];
  }
  return sample;
}

Sample random_sample(Index rows) {
  Random random(5);
  Sample sample{Matrix(rows, 2), Matrix(rows, 1)};
  for (Index row = 0; row < rows; ++row) {
    sample.inputs.row(row) << random.normal(), random.normal();
    sample.targets(row, 0) = random.normal();
  }
  return sample;
}

Sample twice(const Sample& sample) {
  Sample result{Matrix(2 * sample.inputs.rows(), 2), Matrix(2 * sample.inputs.rows(), 1)};
  result.inputs << sample.inputs, sample.inputs;
  result.targets << sample.targets, sample.targets;
  return result;
}

}  // namespace

TEST_CASE("copies in a table of numbers that are nearly all different are clusters", "[clusters]") {
  const Sample sample = random_sample(30);
  CHECK(copies(sample).empty());
  const Clusters clusters = copies(twice(sample));
  REQUIRE(clusters.size() == 60);
  for (std::size_t row = 0; row < 30; ++row) CHECK(clusters[row] == clusters[row + 30]);
  CHECK(std::set<Index>(clusters.begin(), clusters.end()).size() == 30);
  CHECK(cluster_count(clusters, 60) == 30);
  // A single pair is one cluster, all others stand alone.
  Sample pair = sample;
  pair.inputs.row(7) = pair.inputs.row(3);
  pair.targets.row(7) = pair.targets.row(3);
  CHECK(cluster_count(copies(pair), 30) == 29);
  pair.targets(7, 0) += 1e-9;
  CHECK(copies(pair).empty());
}

TEST_CASE("equal rows of a factorial experiment are just rows", "[clusters]") {
  std::vector<std::vector<double>> rows;
  for (int dose = 0; dose < 3; ++dose) {
    for (int group = 0; group < 2; ++group) {
      for (int repeat = 0; repeat < 10; ++repeat) {
        rows.push_back({1.0 * dose, 1.0 * group, std::round(dose + 0.3 * repeat)});
      }
    }
  }
  CHECK(copies(two_inputs(rows)).empty());
}

TEST_CASE("equal rows of a table of yes and no are just rows", "[clusters]") {
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < 80; ++i) rows.push_back({1.0 * (i % 2), 1.0 * (i % 4 / 2), 1.0 * (i % 8 / 4)});
  CHECK(copies(two_inputs(rows)).empty());
}

TEST_CASE("a cluster goes whole into one fold, and each row is held out once a round", "[clusters]") {
  const Sample sample = twice(random_sample(23));
  const Clusters clusters = copies(sample);
  Rounds rounds(design_of({numeric("y")}), sample, clusters, 5, 1);
  for (int round = 0; round < 3; ++round) {
    std::vector<Index> held_out;
    for (const Split& split : rounds.next()) {
      std::set<Index> tested;
      for (const Index row : split.test()) tested.insert(clusters[static_cast<std::size_t>(row)]);
      CHECK(split.test().size() == 2 * tested.size());
      CHECK(split.train().rows() == 46 - static_cast<Index>(split.test().size()));
      held_out.insert(held_out.end(), split.test().begin(), split.test().end());
    }
    std::sort(held_out.begin(), held_out.end());
    CHECK(held_out.size() == 46);
    CHECK(std::adjacent_find(held_out.begin(), held_out.end()) == held_out.end());
  }
}

TEST_CASE("folds of a numeric target are alike in its quantiles", "[clusters]") {
  const Sample sample = random_sample(50);
  Vector sorted = sample.targets.col(0);
  std::sort(sorted.begin(), sorted.end());
  Rounds rounds(design_of({numeric("y")}), sample, {}, 5, 1);
  for (const Split& split : rounds.next()) {
    std::set<Index> groups;  // ranks by fives
    for (const Index row : split.test()) {
      groups.insert((std::lower_bound(sorted.begin(), sorted.end(), sample.targets(row, 0)) - sorted.begin()) / 5);
    }
    CHECK(groups.size() == 10);
  }
}

TEST_CASE("a resample draws clusters with all of their rows", "[clusters]") {
  const std::vector<Index> clusters{0, 1, 1, 2, 2, 2, 3};
  const std::vector<Index> rows = resampled_rows(1, 0, 7, clusters);
  const Vector counts = resampled_counts(1, 0, 7, clusters);
  CHECK(counts[1] == counts[2]);
  CHECK(counts[3] == counts[4]);
  CHECK(counts[4] == counts[5]);
  CHECK(counts[0] + counts[1] + counts[3] + counts[6] == 4);
  CHECK(static_cast<double>(rows.size()) == counts.sum());
  const std::vector<Index> alone{0, 1, 2, 3, 4, 5, 6};
  CHECK(resampled_rows(1, 0, 7, alone) == resampled_rows(1, 0, 7));
}

TEST_CASE("a fit tells of copies and is much the same as without them", "[clusters]") {
  const Table once = drawn(150, 0.5, 3, bent_product);
  const Model alone = fit(once, {}), copied = fit(doubled(once), {});
  CHECK_FALSE(warned_of(alone, "duplicate_rows"));
  CHECK(alone.training->clusters.empty());
  REQUIRE(warned_of(copied, "duplicate_rows"));
  CHECK(copied.training->clusters.size() == 300);
  const double promised = *alone.training->cv_quality.at("y").r_squared;
  CHECK(std::fabs(*copied.training->cv_quality.at("y").r_squared - promised) < 0.05);
}

TEST_CASE("a column says which rows belong together, and is no variable", "[clusters]") {
  Table table = drawn(48, 0.5, 4, bent_product);
  Column core;
  core.name = "core";
  for (int row = 0; row < 48; ++row) core.numbers.push_back(row / 4);
  table.columns.insert(table.columns.begin(), core);
  FitOptions options;
  options.columns.cluster = "core";
  options.choice.holdout = 0.25;
  const Model model = fit(table, options);
  CHECK(model.design.variable_names() == std::vector<std::string>{"x1", "x2", "x3"});
  CHECK_FALSE(warned_of(model, "duplicate_rows"));
  REQUIRE(model.data->held_out.size() == 12);
  for (const Index row : model.data->held_out) {
    for (Index mate = row / 4 * 4; mate < row / 4 * 4 + 4; ++mate) {
      CHECK(std::count(model.data->held_out.begin(), model.data->held_out.end(), mate) == 1);
    }
  }
  options.columns.formula = "y ~ x1 + core";
  CHECK_THROWS_AS(fit(table, options), UsageError);
  options.columns.formula = "core ~ x1";
  CHECK_THROWS_AS(fit(table, options), UsageError);
  options.columns.formula = "y ~ .";
  options.columns.cluster = "cor";
  CHECK_THROWS_AS(fit(table, options), InputError);
  options.columns.cluster = "core";
  table.columns.front().numbers[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(fit(table, options), InputError);
}
