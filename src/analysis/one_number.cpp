#include "one_number.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace nninterp {

namespace {

constexpr double next_to_nothing = 0.02;  // of the prediction's standard deviation
constexpr double nearly_constant = 0.25;  // standard deviation of the row effects beside their mean
constexpr double other_way = 0.05;        // share of rows that speak against the mean's sign
constexpr double telling = 0.1;           // share of the variance that names a cause

// A group for each row: the level, or one of `most` by size, of about equally many rows with equal values kept
// together.
std::vector<Index> groups_by(const Vector& values, bool categorical, Index most) {
  const Index rows = values.size();
  std::vector<Index> order(static_cast<std::size_t>(rows)), group(order.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return values[a] < values[b]; });
  // With few rows fewer groups, so that each has some to average.
  const Index count = std::max<Index>(2, std::min<Index>(most, rows / 10));
  for (Index i = 0; i < rows; ++i) {
    const auto row = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
    const Index before = i > 0 ? order[static_cast<std::size_t>(i - 1)] : -1;
    const bool tied = before >= 0 && values[before] == values[static_cast<Index>(row)];
    group[row] = categorical ? static_cast<Index>(values[static_cast<Index>(row)])
                 : tied      ? group[static_cast<std::size_t>(before)]
                             : i * count / rows;
  }
  return group;
}

// Share of the variance that lies between the groups, adjusted for their number as R² is for regressors.
double share_between(const Vector& effects, const std::vector<Index>& groups) {
  std::map<Index, std::pair<double, double>> sums;  // rows and sum of effects
  const double mean = effects.mean(), total = (effects.array() - mean).square().sum();
  for (Index row = 0; row < effects.size(); ++row) {
    auto& [count, sum] = sums[groups[static_cast<std::size_t>(row)]];
    count += 1;
    sum += effects[row] - mean;
  }
  double between = 0;
  for (const auto& [group, of] : sums) between += of.second * of.second / of.first;
  const auto rows = static_cast<double>(effects.size()), count = static_cast<double>(sums.size());
  if (!(total > 0) || rows <= count) return 0;
  return 1 - (1 - between / total) * (rows - 1) / (rows - count);
}

// Squared correlation; nothing where either does not vary.
std::optional<double> line_r_squared(const Vector& values, const Vector& effects) {
  const Vector x = values.array() - values.mean(), y = effects.array() - effects.mean();
  const double xx = x.squaredNorm(), yy = y.squaredNorm();
  if (!(xx > 0) || !(yy > 1e-24 * effects.squaredNorm())) return std::nullopt;
  const double xy = x.dot(y);
  return xy * xy / (xx * yy);
}

// What another variable tells together with the variable itself, as of effects 1 + 2 x1 x2, where neither alone tells.
void find_joint_cause(const Design& design, std::size_t own, const Matrix& data, const Vector& effects,
                      OneNumber& number) {
  const auto coarse = [&](std::size_t v) {
    const Index most = std::min<Index>(5, static_cast<Index>(std::sqrt(static_cast<double>(effects.size()) / 10)));
    return groups_by(data.col(static_cast<Index>(v)), design.variables[v].categorical, most);
  };
  const std::vector<Index> of_own = coarse(own);
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (v == own) continue;
    std::vector<Index> cells = coarse(v);
    for (std::size_t row = 0; row < cells.size(); ++row) cells[row] = 1000 * cells[row] + of_own[row];
    const double share = share_between(effects, cells);
    if (share < telling || !(share > number.depends_share)) continue;
    number.depends_share = share;
    number.depends_on = design.variables[v].name;
  }
}

void find_cause(const Design& design, std::size_t own, const Matrix& data, const Vector& effects, OneNumber& number) {
  if (!((effects.array() - effects.mean()).matrix().squaredNorm() > 1e-24 * effects.squaredNorm())) return;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const double share =
        share_between(effects, groups_by(data.col(static_cast<Index>(v)), design.variables[v].categorical, 10));
    if (!(share > number.depends_share)) continue;
    number.depends_share = share;
    number.depends_on = design.variables[v].name;
  }
  if (number.depends_share < telling) find_joint_cause(design, own, data, effects, number);
}

std::string verdict_of(const OneNumber& number, const std::string& own, const Vector& effects, double reach,
                       double spread) {
  const double rms = std::sqrt(effects.squaredNorm() / static_cast<double>(effects.size()));
  if (rms * reach <= next_to_nothing * spread) return "about none";
  const bool both_ways = number.opposite_sign_share >= other_way;
  const double deviation = std::sqrt((effects.array() - effects.mean()).square().mean());
  if (!both_ways && deviation <= nearly_constant * std::fabs(effects.mean())) return "about linear";
  std::string verdict = both_ways ? "changes sign" : "";
  if (number.depends_on && number.depends_share >= telling) {
    verdict += std::string(verdict.empty() ? "" : ", ") +
               (*number.depends_on == own ? "bends" : "depends on " + *number.depends_on);
  }
  return verdict.empty() ? "varies" : verdict;
}

}  // namespace

OneNumber judge(const Design& design, std::size_t variable, const Matrix& data, const Vector& row_effects, double step,
                double spread) {
  OneNumber number{};
  const double sign = row_effects.mean() < 0 ? -1 : 1;
  number.opposite_sign_share = (sign * row_effects.array() < 0).cast<double>().mean();
  const Variable& own = design.variables[variable];
  if (!own.categorical) number.line_r_squared = line_r_squared(data.col(static_cast<Index>(variable)), row_effects);
  find_cause(design, variable, data, row_effects, number);
  number.verdict = verdict_of(number, own.name, row_effects, step, spread);
  return number;
}

}  // namespace nninterp
