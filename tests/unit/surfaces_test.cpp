#include "nninterp/analysis/surfaces.hpp"

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/predict.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Four variables, two of them categories, of which one has an order; two outputs.
struct Fixture {
  Model model;
  Matrix data;
  Vector weights;

  explicit Fixture(Index rows = 120, Activation output = Activation::linear) {
    Random random(11);
    model.design.variables = {number("a", 0.5, 2), category("g", {"u", "v", "w"}, 1), number("b", -1, 0.25),
                              category("o", {"low", "mid", "high", "top"})};
    model.design.variables[3].ordered = true;
    model.design.targets = {numeric("y", 2, output == Activation::linear ? 3 : 1), numeric("z")};
    if (output != Activation::linear) model.design.targets[0].center = 0;
    model.network.architecture = {{7, 5, 2}, Activation::tanh, output};
    model.network.weights = random_matrix(model.network.architecture.weight_count(), 1, random);
    data = random_matrix(rows, 4, random);
    data.col(2) = (data.col(2) + data.col(0)).eval();
    weights = (random_matrix(rows, 1, random).array().abs() * 4).floor();
    for (Index i = 0; i < rows; ++i) data(i, 1) = static_cast<double>(i * i % 3);
    for (Index i = 0; i < rows; ++i) data(i, 3) = static_cast<double>(i * 7 % 4);
  }

  double f(Index row, std::size_t first, double x, std::size_t second, double y, Index output) const {
    Matrix moved = data.row(row);
    moved(0, static_cast<Index>(first)) = x;
    moved(0, static_cast<Index>(second)) = y;
    return predict(model, moved)(0, output);
  }
};

CurveOptions options_of(CurveKind kind, const std::string& variable, int grid) {
  CurveOptions options;
  options.kind = kind;
  options.variable = variable;
  options.grid = grid;
  return options;
}

// ALEPlot 1.1's formula for two numeric variables, in its order of steps: `at` the rows' intervals from 0.
Matrix aleplot(const Fixture& f, const std::array<std::vector<double>, 2>& z, Index output) {
  const auto k1 = static_cast<Index>(z[0].size()) - 1, k2 = static_cast<Index>(z[1].size()) - 1;
  Matrix b = Matrix::Zero(k1, k2), delta = b;
  for (Index i = 0; i < f.data.rows(); ++i) {
    Index k = 0, l = 0;
    while (f.data(i, 0) > z[0][static_cast<std::size_t>(k + 1)]) ++k;
    while (f.data(i, 2) > z[1][static_cast<std::size_t>(l + 1)]) ++l;
    const double left = z[0][static_cast<std::size_t>(k)], right = z[0][static_cast<std::size_t>(k + 1)],
                 low = z[1][static_cast<std::size_t>(l)], high = z[1][static_cast<std::size_t>(l + 1)];
    delta(k, l) += f.f(i, 0, right, 2, high, output) - f.f(i, 0, left, 2, high, output) -
                   (f.f(i, 0, right, 2, low, output) - f.f(i, 0, left, 2, low, output));
    b(k, l) += 1;
  }
  const auto middle = [&](std::size_t v, Index k) {
    const std::vector<double>& ends = z[v];
    return (ends[static_cast<std::size_t>(k)] + ends[static_cast<std::size_t>(k + 1)]) / 2 /
           (ends.back() - ends.front());
  };
  Matrix filled = delta;
  for (Index k = 0; k < k1; ++k) {
    for (Index l = 0; l < k2; ++l) {
      double least = 1e300;
      for (Index m = 0; m < k1; ++m) {
        for (Index n = 0; n < k2; ++n) {
          const double d = std::hypot(middle(0, m) - middle(0, k), middle(1, n) - middle(1, l));
          if (b(m, n) > 0 && d < least) least = d, filled(k, l) = delta(m, n) / b(m, n);
        }
      }
    }
  }
  Matrix fj = Matrix::Zero(k1 + 1, k2 + 1);
  for (Index k = 1; k <= k1; ++k) {
    for (Index l = 1; l <= k2; ++l) {
      fj(k, l) = filled(k - 1, l - 1) + fj(k - 1, l) + fj(k, l - 1) - fj(k - 1, l - 1);
    }
  }
  Vector fj1 = Vector::Zero(k1 + 1), fj2 = Vector::Zero(k2 + 1);
  for (Index k = 1; k <= k1; ++k) {
    double sum = 0;
    for (Index l = 0; l < k2; ++l) {
      sum += b(k - 1, l) * (fj(k, l) - fj(k - 1, l) + fj(k, l + 1) - fj(k - 1, l + 1)) / 2;
    }
    fj1[k] = fj1[k - 1] + sum / b.row(k - 1).sum();
  }
  for (Index l = 1; l <= k2; ++l) {
    double sum = 0;
    for (Index k = 0; k < k1; ++k) {
      sum += b(k, l - 1) * (fj(k, l) - fj(k, l - 1) + fj(k + 1, l) - fj(k + 1, l - 1)) / 2;
    }
    fj2[l] = fj2[l - 1] + sum / b.col(l - 1).sum();
  }
  fj.colwise() -= fj1;
  fj.rowwise() -= fj2.transpose();
  const double fj0 = b.cwiseProduct(fj.topLeftCorner(k1, k2) + fj.topRightCorner(k1, k2) + fj.bottomLeftCorner(k1, k2) +
                                    fj.bottomRightCorner(k1, k2))
                         .sum() /
                     4 / b.sum();
  return fj.array() - fj0;
}

double largest(const Matrix& values) { return values.lpNorm<Eigen::Infinity>(); }

}  // namespace

TEST_CASE("a surface of partial dependence is the weighted mean of predictions with both variables set", "[curves]") {
  const Fixture f;
  for (const auto& [first, second] : {std::pair<std::size_t, std::size_t>(0, 2), {1, 2}, {2, 1}, {1, 3}}) {
    for (const bool weighted : {false, true}) {
      CurveOptions options = options_of(CurveKind::pdp, f.model.design.variables[first].name, 4);
      if (weighted) options.weights = f.weights;
      const Surfaces found = surfaces(f.model, f.data, options, f.model.design.variables[second].name);
      REQUIRE(found.surfaces.size() == 2);
      const Surface& surface = found.surfaces[1];
      CHECK(surface.target == "z");
      double mean = 0, total = 0;
      for (std::size_t i = 0; i < surface.points[0].size(); ++i) {
        for (std::size_t j = 0; j < surface.points[1].size(); ++j) {
          double sum = 0, count = 0;
          for (Index row = 0; row < f.data.rows(); ++row) {
            const double weight = weighted ? f.weights[row] : 1;
            sum += weight * f.f(row, first, surface.points[0][i], second, surface.points[1][j], 1);
            count += weight;
          }
          CHECK(distance(surface.z(static_cast<Index>(i), static_cast<Index>(j)), sum / count) < 1e-12);
          mean += static_cast<double>(surface.rows[i][j]) * sum / count;
          total += static_cast<double>(surface.rows[i][j]);
        }
      }
      CHECK(total == static_cast<double>(f.data.rows()));
      if (!weighted) CHECK(distance(surface.mean, mean / total) < 1e-12);
    }
  }
}

TEST_CASE("second-order accumulated local effects are ALEPlot's, with cells that have no rows", "[curves]") {
  const Fixture f;
  for (const int grid : {1, 3, 8}) {
    const Surfaces found = surfaces(f.model, f.data, options_of(CurveKind::ale, "a", grid), "b");
    for (std::size_t k = 0; k < 2; ++k) {
      const Matrix theirs = aleplot(f, found.surfaces[k].points, static_cast<Index>(k));
      CHECK(largest(found.surfaces[k].z - theirs) < 1e-12 * (1 + largest(theirs)));
      CHECK(std::fabs(found.surfaces[k].mean) < 1e-12);
    }
    std::size_t empty = 0;
    for (const auto& row : found.surfaces[0].rows)
      empty += static_cast<std::size_t>(std::count(row.begin(), row.end(), 0U));
    if (grid == 8) CHECK(empty > 17 + 5);  // besides the first row and column
  }
  const Matrix there = surfaces(f.model, f.data, options_of(CurveKind::ale, "a", 5), "b").surfaces[0].z;
  const Matrix back = surfaces(f.model, f.data, options_of(CurveKind::ale, "b", 5), "a").surfaces[0].z;
  CHECK(largest(there - back.transpose()) < 1e-12);
}

TEST_CASE("rows that count n times are n rows, in surfaces too", "[curves]") {
  const Fixture f;
  std::vector<Index> often;
  for (Index i = 0; i < f.data.rows(); ++i) often.insert(often.end(), static_cast<std::size_t>(f.weights[i]), i);
  const Matrix copies = f.data(often, Eigen::all);
  for (const CurveKind kind : {CurveKind::pdp, CurveKind::ale}) {
    for (const std::string other : {"b", "o"}) {
      CurveOptions options = options_of(kind, "a", 4);
      const Surfaces plain = surfaces(f.model, copies, options, other);
      options.weights = f.weights;
      const Surfaces weighted = surfaces(f.model, f.data, options, other);
      if (kind == CurveKind::ale) CHECK(plain.surfaces[0].points == weighted.surfaces[0].points);
      if (kind == CurveKind::ale) CHECK(largest(plain.surfaces[0].z - weighted.surfaces[0].z) < 1e-12);
    }
  }
}

TEST_CASE("what does not act together has no second-order effect, along levels in an order too", "[curves]") {
  Fixture f;
  f.model.network.architecture = {{7, 2}, Activation::logistic, Activation::linear};
  Random random(2);
  f.model.network.weights = random_matrix(f.model.network.architecture.weight_count(), 1, random);
  for (const auto& [first, second] : {std::pair("a", "b"), {"a", "o"}, {"o", "b"}}) {
    const Surfaces found = surfaces(f.model, f.data, options_of(CurveKind::ale, first, 6), second);
    for (const Surface& surface : found.surfaces) CHECK(largest(surface.z) < 1e-12);
  }
}

TEST_CASE("a surface along levels has no main effect left over", "[curves]") {
  const Fixture f;
  const Surface surface = surfaces(f.model, f.data, options_of(CurveKind::ale, "a", 5), "o").surfaces[0];
  CHECK(largest(surface.z) > 0.01);
  CHECK(std::fabs(surface.mean) < 1e-12);
  // Along the levels: the rows of both, each where it stands along a, half at either end of its interval.
  for (std::size_t level = 1; level < 4; ++level) {
    double sum = 0;
    for (Index i = 0; i < f.data.rows(); ++i) {
      const auto own = static_cast<std::size_t>(f.data(i, 3));
      if (own != level && own + 1 != level) continue;
      std::size_t k = 1;
      while (f.data(i, 0) > surface.points[0][k]) ++k;
      const auto at = static_cast<Index>(k), to = static_cast<Index>(level);
      sum += (surface.z(at, to) - surface.z(at, to - 1) + surface.z(at - 1, to) - surface.z(at - 1, to - 1)) / 2;
    }
    CHECK(std::fabs(sum) < 1e-11);
  }
}

TEST_CASE("a group's surface is that of its rows, and held values hold", "[curves]") {
  const Fixture f;
  std::vector<Index> rows;
  Grouping grouping{"g", {"u", "v", "w"}, {}};
  for (Index i = 0; i < f.data.rows(); ++i) {
    grouping.codes.push_back(static_cast<std::int32_t>(f.data(i, 1)));
    if (f.data(i, 1) == 1) rows.push_back(i);
  }
  REQUIRE(!rows.empty());
  CurveOptions options = options_of(CurveKind::ale, "a", 4);
  options.at = {{3, 2}};
  const Surfaces by_group = surfaces(f.model, f.data, options, "b", grouping);
  Matrix part = f.data(rows, Eigen::all);
  part.col(3).setConstant(2);
  options.at.clear();
  const Surfaces alone = surfaces(f.model, part, options, "b");
  CHECK(by_group.surfaces[1].group == "v");
  CHECK(by_group.surfaces[1].z == alone.surfaces[0].z);
  CHECK(by_group.surfaces[1].rows == alone.surfaces[0].rows);
  REQUIRE(by_group.warnings.size() == 1);  // of squares modulo 3 none is 2
  CHECK(by_group.warnings[0].code == "no_curve");
}

TEST_CASE("what has no surface is refused", "[curves]") {
  const Fixture f;
  const auto refused = [&](const CurveOptions& options, const std::string& other, const std::string& message) {
    CHECK_THROWS_WITH(surfaces(f.model, f.data, options, other), Catch::Matchers::Contains(message));
  };
  refused(options_of(CurveKind::ice, "a", 3), "b", "⟨kind⟩: ice is along one variable");
  refused(options_of(CurveKind::ale, "a", 3), "g", "variable 'g': is categorical");
  refused(options_of(CurveKind::pdp, "a", 3), "a", "⟨var⟩: 'a' is named twice");
  CurveOptions options = options_of(CurveKind::pdp, "a", 3);
  options.interval.method = IntervalMethod::bootstrap;
  refused(options, "b", "⟨interval⟩: surfaces have no intervals");
  options = options_of(CurveKind::pdp, "a", 3);
  options.at = {{2, 0}};
  refused(options, "b", "⟨at⟩ b=0");
}
