#include "nninterp/model/folds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace nninterp {

namespace {

// Rows class by class, within a class in random order.
std::vector<std::size_t> shuffled_by_class(const std::vector<int>& classes, Random& random) {
  std::vector<double> draw(classes.size());
  for (double& number : draw) number = random.uniform();
  std::vector<std::size_t> order(classes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(classes[a], draw[a], a) < std::tie(classes[b], draw[b], b);
  });
  return order;
}

}  // namespace

std::vector<int> classes_of_rows(const Design& design, const Matrix& targets) {
  std::vector<int> classes(static_cast<std::size_t>(targets.rows()), 0);
  const auto fill = [&](Index first, Index count) {
    for (Index row = 0; row < targets.rows(); ++row) {
      Index largest = 0;
      if (count > 1) targets.row(row).segment(first, count).maxCoeff(&largest);
      classes[row] = static_cast<int>(count > 1                                             ? largest
                                      : targets(row, first) > targets.col(first).minCoeff() ? 1
                                                                                            : 0);
    }
  };
  Index first = 0;
  for (const Target& target : design.targets) {
    if (target.categorical) {
      fill(first, target.outputs());
      return classes;
    }
    first += target.outputs();
  }
  const auto column = targets.col(0).array();
  if (((column == column.minCoeff()) || (column == column.maxCoeff())).all()) fill(0, 1);
  return classes;
}

std::vector<int> assign_folds(const std::vector<int>& classes, int folds, Random& random) {
  std::vector<int> fold(classes.size());
  int next = 0;
  for (const std::size_t row : shuffled_by_class(classes, random)) fold[row] = next++ % folds;
  return fold;
}

std::vector<std::size_t> choose_held_out(const std::vector<int>& classes, double share, Random& random) {
  const std::vector<std::size_t> order = shuffled_by_class(classes, random);
  const auto rows = static_cast<double>(order.size());
  const double count = std::clamp(std::round(share * rows), 1.0, rows - 2);
  std::vector<std::size_t> held_out;
  for (std::size_t i = 0; i < order.size(); ++i) {  // evenly along the classes
    const double before = std::floor(static_cast<double>(i) * count / rows);
    if (std::floor(static_cast<double>(i + 1) * count / rows) > before) held_out.push_back(order[i]);
  }
  std::sort(held_out.begin(), held_out.end());
  return held_out;
}

}  // namespace nninterp
