#include "analysis/heterogeneity.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "nninterp/core/statistics.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// By the definition: groups of equal size in the order of the values, equal values in the group of their first.
std::vector<Index> groups_by_rank(const std::vector<double>& values, Index most) {
  const auto rows = static_cast<Index>(values.size());
  const Index count = std::max<Index>(2, std::min<Index>(most, rows / 10));
  std::vector<Index> groups;
  for (const double value : values) {
    const auto rank = std::count_if(values.begin(), values.end(), [&](double other) { return other < value; });
    groups.push_back(rank * count / rows);
  }
  return groups;
}

double adjusted_share(const Vector& effects, const std::vector<Index>& groups) {
  std::map<Index, std::vector<double>> members;
  for (std::size_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(effects[static_cast<Index>(i)]);
  double within = 0;
  for (const auto& [group, values] : members) {
    const Eigen::Map<const Vector> of_group(values.data(), static_cast<Index>(values.size()));
    within += (of_group.array() - of_group.mean()).square().sum();
  }
  const auto rows = static_cast<double>(effects.size()), count = static_cast<double>(members.size());
  const double total = (effects.array() - effects.mean()).square().sum();
  return 1 - within / total * (rows - 1) / (rows - count);
}

// x0 with many ties, x1 with few, x2 a category.
Matrix table_of(Index rows, std::mt19937& random) {
  Matrix data(rows, 3);
  for (Index i = 0; i < rows; ++i) {
    data(i, 0) = std::floor(std::normal_distribution<double>(0, 2)(random));
    data(i, 1) = std::normal_distribution<double>()(random);
    data(i, 2) = static_cast<double>(random() % 3);
  }
  return data;
}

const Design design{{number("x0"), number("x1"), category("x2", {"a", "b", "c"}, 0)}, {numeric("y")}};

}  // namespace

TEST_CASE("what depends on one variable alone is traced to it, by groups of equal size or levels", "[one_number]") {
  std::mt19937 random(3);
  for (const Index rows : {25, 97, 300, 2'500}) {
    const Matrix data = table_of(rows, random);
    const OneNumberJudge judge(design, data, nullptr, 2);
    for (const Index cause : {0, 1, 2}) {
      const Vector column = data.col(cause);
      const std::vector<double> values(column.begin(), column.end());
      std::vector<Index> groups(values.begin(), values.end());
      if (cause < 2) groups = groups_by_rank(values, 10);
      Vector effects(rows);
      for (Index i = 0; i < rows; ++i) {
        const auto group = static_cast<double>(groups[static_cast<std::size_t>(i)]);
        effects[i] = group * group + std::normal_distribution<double>(0, 0.3)(random);
      }
      const OneNumber number = judge.judge(1, effects, 1, 1);
      REQUIRE(number.depends_on);
      CHECK(*number.depends_on == "x" + std::to_string(cause));
      CHECK(number.depends_share == Approx(adjusted_share(effects, groups)).epsilon(1e-12));
    }
  }
}

TEST_CASE("what two variables tell together is found where neither tells it alone", "[one_number]") {
  std::mt19937 random(5);
  const Matrix data = table_of(3'000, random);
  Vector effects(data.rows());
  for (Index i = 0; i < data.rows(); ++i) effects[i] = data(i, 1) * (data(i, 2) - 1);
  const OneNumber number = OneNumberJudge(design, data, nullptr, 1).judge(1, effects, 1, 1);
  CHECK(number.depends_on == "x2");
  CHECK(number.depends_share > 0.5);
  CHECK(number.verdict == "changes sign, depends on x2");
}

TEST_CASE("the rows of a group are judged as a table of their own", "[one_number]") {
  std::mt19937 random(7);
  const Matrix data = table_of(400, random);
  std::vector<Index> positions;
  for (Index i = 0; i < data.rows(); ++i) {
    if (data(i, 2) == 1) positions.push_back(i);
  }
  const Matrix alone = data(positions, Eigen::all);
  Vector effects(alone.rows());
  for (Index i = 0; i < alone.rows(); ++i) effects[i] = 3 + alone(i, 1) * alone(i, 1) + alone(i, 0);
  const OneNumber picked = OneNumberJudge(design, data, &positions, 2).judge(1, effects, 1, 1);
  const OneNumber whole = OneNumberJudge(design, alone, nullptr, 1).judge(1, effects, 1, 1);
  CHECK(picked.depends_on == whole.depends_on);
  CHECK(picked.depends_share == whole.depends_share);
  CHECK(picked.line_r_squared == whole.line_r_squared);
  CHECK(picked.opposite_sign_share == whole.opposite_sign_share);
  const Vector x = alone.col(1).array() - alone.col(1).mean(), y = effects.array() - effects.mean();
  CHECK(*whole.line_r_squared == Approx(std::pow(x.dot(y), 2) / (x.squaredNorm() * y.squaredNorm())).epsilon(1e-12));
}
