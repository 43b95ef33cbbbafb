// Folds and held-out rows: their sizes, their classes, and that the seed alone decides them.
#include "nninterp/model/folds.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// So many rows of each class, in a fixed disorder.
std::vector<int> mixed(const std::vector<int>& sizes) {
  std::vector<int> classes;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    classes.insert(classes.end(), static_cast<std::size_t>(sizes[k]), static_cast<int>(k));
  }
  Random random(99);
  for (std::size_t i = classes.size(); i > 1; --i) {
    std::swap(classes[i - 1], classes[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
  }
  return classes;
}

const std::vector<std::vector<int>> class_sizes{{20}, {10, 10}, {33, 4}, {2, 40}, {1, 1, 9}, {7, 13, 5, 22}, {3}};

std::vector<int> folds_of(const std::vector<int>& classes, int folds, std::uint32_t seed = 1) {
  Random random(seed);
  return assign_folds(classes, folds, random);
}

std::vector<std::size_t> held_out_of(const std::vector<int>& classes, double share, std::uint32_t seed = 1) {
  Random random(seed);
  return choose_held_out(classes, share, random);
}

// Rows of a class (-1: of any) in each fold.
std::vector<int> rows_in_folds(const std::vector<int>& fold, int folds, const std::vector<int>& classes,
                               int wanted = -1) {
  std::vector<int> count(static_cast<std::size_t>(folds), 0);
  for (std::size_t row = 0; row < fold.size(); ++row) {
    if (wanted < 0 || classes[row] == wanted) ++count.at(static_cast<std::size_t>(fold[row]));
  }
  return count;
}

int spread(const std::vector<int>& counts) {
  const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
  return *most - *least;
}

// Rows × levels of 0/1.
Matrix indicators_of(const std::vector<int>& codes, Index levels) {
  Matrix values = Matrix::Zero(static_cast<Index>(codes.size()), levels);
  for (std::size_t row = 0; row < codes.size(); ++row) values(static_cast<Index>(row), codes[row]) = 1;
  return values;
}

}  // namespace

TEST_CASE("folds differ by at most one row, overall and in each class", "[folds]") {
  for (const std::vector<int>& sizes : class_sizes) {
    const std::vector<int> classes = mixed(sizes);
    for (int folds = 2; folds <= static_cast<int>(classes.size()); ++folds) {
      for (const std::uint32_t seed : {1U, 2U, 3U}) {
        INFO(classes.size() << " rows, " << sizes.size() << " classes, " << folds << " folds, seed " << seed);
        const std::vector<int> fold = folds_of(classes, folds, seed);
        REQUIRE(fold.size() == classes.size());
        const std::vector<int> all = rows_in_folds(fold, folds, classes);
        CHECK(spread(all) <= 1);
        CHECK(*std::min_element(all.begin(), all.end()) > 0);
        for (int k = 0; k < static_cast<int>(sizes.size()); ++k) {
          CHECK(spread(rows_in_folds(fold, folds, classes, k)) <= 1);
        }
      }
    }
  }
}

TEST_CASE("a class of fewer rows than folds is in as many folds as it has rows", "[folds]") {
  for (const int rare : {1, 2, 4}) {
    const std::vector<int> classes = mixed({30, rare, 11});
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      INFO(rare << " rows, seed " << seed);
      const std::vector<int> count = rows_in_folds(folds_of(classes, 5, seed), 5, classes, 1);
      CHECK(std::count(count.begin(), count.end(), 1) == rare);
      CHECK(std::count(count.begin(), count.end(), 0) == 5 - rare);
    }
  }
}

TEST_CASE("as many folds as rows leave out one row at a time", "[folds]") {
  for (const std::vector<int>& sizes : class_sizes) {
    const std::vector<int> classes = mixed(sizes);
    std::vector<int> fold = folds_of(classes, static_cast<int>(classes.size()));
    std::sort(fold.begin(), fold.end());
    std::vector<int> each(classes.size());
    std::iota(each.begin(), each.end(), 0);
    CHECK(fold == each);
  }
}

TEST_CASE("the seed decides the folds", "[folds]") {
  const std::vector<int> classes = mixed({25, 15});
  CHECK(folds_of(classes, 5, 7) == folds_of(classes, 5, 7));
  CHECK(folds_of(classes, 5, 7) != folds_of(classes, 5, 8));
  Random random(7);
  const std::vector<int> first = assign_folds(classes, 5, random);
  CHECK(assign_folds(classes, 5, random) != first);  // the numbers go on
}

TEST_CASE("every row may come into every fold", "[folds]") {
  const std::vector<int> classes = mixed({9, 3});
  std::vector<std::set<int>> seen(classes.size());
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const std::vector<int> fold = folds_of(classes, 3, seed);
    for (std::size_t row = 0; row < fold.size(); ++row) seen[row].insert(fold[row]);
  }
  for (const std::set<int>& folds : seen) CHECK(folds.size() == 3);
}

TEST_CASE("rows of a numeric target are all of one class", "[folds]") {
  const Matrix targets = (Matrix(5, 1) << 0.5, -1, 2, 0.5, 7).finished();
  CHECK(classes_of_rows(design_of({numeric("y")}), targets) == std::vector<int>(5, 0));
}

TEST_CASE("a numeric target of two values has two classes", "[folds]") {
  const Matrix targets = (Matrix(5, 1) << -0.3, 1.2, -0.3, -0.3, 1.2).finished();
  CHECK(classes_of_rows(design_of({numeric("y")}), targets) == std::vector<int>{0, 1, 0, 0, 1});
  CHECK(classes_of_rows(design_of({numeric("y")}), Matrix::Constant(3, 1, 0.7)) == std::vector<int>(3, 0));
}

TEST_CASE("only the first of several numeric targets counts", "[folds]") {
  Matrix targets(4, 2);
  targets << 1, 0, 2, 1, 3, 0, 4, 1;
  CHECK(classes_of_rows(design_of({numeric("a"), numeric("b")}), targets) == std::vector<int>(4, 0));
  CHECK(classes_of_rows(design_of({numeric("b"), numeric("a")}), targets.rowwise().reverse()) ==
        std::vector<int>{0, 1, 0, 1});
}

TEST_CASE("two classes are told apart by one output or by two", "[folds]") {
  const std::vector<int> codes{1, 0, 0, 1, 1, 0};
  const Matrix both = indicators_of(codes, 2);
  CHECK(classes_of_rows(design_of({categorical("y", {"no", "yes"})}), both.col(1)) == codes);
  CHECK(classes_of_rows(design_of({categorical("y", {"no", "yes"}, true)}), both) == codes);
}

TEST_CASE("several classes are told apart", "[folds]") {
  const std::vector<int> codes{2, 0, 3, 1, 1, 2, 0};
  CHECK(classes_of_rows(design_of({categorical("y", {"a", "b", "c", "d"})}), indicators_of(codes, 4)) == codes);
}

TEST_CASE("a class target goes before numeric ones, the first before the second", "[folds]") {
  const std::vector<int> letters{2, 0, 1, 1, 0}, answers{0, 1, 1, 0, 0};
  const Target letter = categorical("letter", {"a", "b", "c"}), answer = categorical("answer", {"no", "yes"});
  const Matrix flags = (Matrix(5, 1) << 1, 1, 0, 0, 0).finished();  // two values, but a number
  Matrix targets(5, 5);
  targets << flags, indicators_of(letters, 3), indicators_of(answers, 2).col(1);
  CHECK(classes_of_rows(design_of({numeric("flag"), letter, answer}), targets) == letters);
  Matrix other(5, 5);
  other << flags, indicators_of(answers, 2).col(1), indicators_of(letters, 3);
  CHECK(classes_of_rows(design_of({numeric("flag"), answer, letter}), other) == answers);
}

TEST_CASE("as many rows are held out as the share says, at least one, and at least two stay", "[held_out]") {
  const auto count = [](int rows, double share) { return held_out_of(mixed({rows}), share).size(); };
  CHECK(count(100, 0.2) == 20);
  CHECK(count(10, 0.24) == 2);
  CHECK(count(10, 0.26) == 3);
  CHECK(count(7, 0.5) == 4);
  CHECK(count(32, 0.25) == 8);
  CHECK(count(10, 0) == 1);
  CHECK(count(10, 0.01) == 1);
  CHECK(count(10, 0.9) == 8);
  CHECK(count(10, 1) == 8);
  CHECK(count(3, 0.1) == 1);
  CHECK(count(3, 1) == 1);
  CHECK(count(4, 1) == 2);
}

TEST_CASE("held-out rows are ascending rows of the data, of every class its share", "[held_out]") {
  for (const std::vector<int>& sizes : class_sizes) {
    const std::vector<int> classes = mixed(sizes);
    const auto rows = static_cast<double>(classes.size());
    for (const double share : {0.0, 0.05, 0.1, 0.2, 0.25, 1.0 / 3, 0.5, 0.7, 0.99, 1.0}) {
      for (const std::uint32_t seed : {1U, 2U, 3U}) {
        INFO(rows << " rows, " << sizes.size() << " classes, share " << share << ", seed " << seed);
        const std::vector<std::size_t> held_out = held_out_of(classes, share, seed);
        REQUIRE(!held_out.empty());
        CHECK(std::adjacent_find(held_out.begin(), held_out.end(), std::greater_equal<>()) == held_out.end());
        CHECK(held_out.back() < classes.size());
        CHECK(held_out.size() + 2 <= classes.size());
        CHECK(static_cast<double>(held_out.size()) == std::clamp(std::round(share * rows), 1.0, rows - 2));
        for (int k = 0; k < static_cast<int>(sizes.size()); ++k) {
          const auto in_class =
              std::count_if(held_out.begin(), held_out.end(), [&](std::size_t row) { return classes[row] == k; });
          const double due = static_cast<double>(held_out.size()) * sizes[static_cast<std::size_t>(k)] / rows;
          CHECK(std::fabs(static_cast<double>(in_class) - due) < 1 + 1e-9);
        }
      }
    }
  }
}

TEST_CASE("the seed decides the held-out rows, and every row may be one", "[held_out]") {
  const std::vector<int> classes = mixed({12, 6});
  CHECK(held_out_of(classes, 0.3, 5) == held_out_of(classes, 0.3, 5));
  CHECK(held_out_of(classes, 0.3, 5) != held_out_of(classes, 0.3, 6));
  std::set<std::size_t> seen;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    for (const std::size_t row : held_out_of(classes, 0.3, seed)) seen.insert(row);
  }
  CHECK(seen.size() == classes.size());
}
