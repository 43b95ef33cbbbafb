#include "heterogeneity.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"

namespace nninterp {

namespace {

constexpr double next_to_nothing = 0.02;  // of the prediction's standard deviation
constexpr double nearly_constant = 0.25;  // standard deviation of the row effects beside their mean
constexpr double other_way = 0.05;        // share of rows that speak against the mean's sign
constexpr double telling = 0.1;           // share of the variance that names a cause
constexpr Index at_once = 1024;           // rows whose groups are looked up together

// Where groups of about equally many rows begin, equal values kept together.
std::vector<double> cuts_of(const std::vector<double>& ascending, Index most) {
  const auto rows = static_cast<Index>(ascending.size());
  // With few rows fewer groups, so that each has some to average.
  const Index count = std::max<Index>(2, std::min<Index>(most, rows / 10));
  std::vector<double> cuts;
  for (Index group = 1; group < count; ++group) {
    const auto place = ascending.begin() + (group * rows + count - 1) / count;
    if (place == ascending.end()) break;
    const bool tied = place != ascending.begin() && *(place - 1) == *place;
    const auto begin = tied ? std::upper_bound(place, ascending.end(), *place) : place;
    if (begin != ascending.end() && (cuts.empty() || cuts.back() < *begin)) cuts.push_back(*begin);
  }
  return cuts;
}

double squares_around(double mean, const Vector& effects, const Vector& counts) {
  if (counts.size() > 0) return ((effects.array() - mean).square() * counts.array()).sum();
  return (effects.array() - mean).square().sum();
}

// Share of the variance that lies between the groups, adjusted for their number as R² is for regressors. `find` writes
// the groups of `count` rows from the `first` on.
template <typename Find>
double share_between(const Vector& effects, const Vector& counts_of_rows, std::size_t groups, const Find& find) {
  std::array<Index, at_once> of_rows{};
  Vector counts = Vector::Zero(static_cast<Index>(groups)), sums = counts;
  const double mean = nninterp::mean(effects, counts_of_rows), total = squares_around(mean, effects, counts_of_rows);
  for_rows(effects.size(), at_once, [&](Index first, Index count) {
    find(first, count, of_rows.data());
    for (Index i = 0; i < count; ++i) {
      const Index group = of_rows[i];
      const double rows = weight_of(counts_of_rows, first + i);
      counts[group] += rows;
      sums[group] += rows * (effects[first + i] - mean);
    }
  });
  const double rows = total_weight(counts_of_rows, effects.size());
  const auto filled = static_cast<double>((counts.array() > 0).count());
  const double between = (counts.array() > 0).select(sums.array().square() / counts.array(), 0).sum();
  if (!(total > 0) || rows <= filled) return 0;
  return 1 - (1 - between / total) * (rows - 1) / (rows - filled);
}

std::string words_of_network(const OneNumber& number, const std::string& variable) {
  const bool both_ways = number.opposite_sign_share >= other_way;
  if (!both_ways && number.nearly_constant) return "about linear";
  std::string words = both_ways ? "changes sign" : "";
  if (number.depends_on && number.depends_share >= telling) {
    words += std::string(words.empty() ? "" : ", ") +
             (*number.depends_on == variable ? "bends" : "depends on " + *number.depends_on);
  }
  return words.empty() ? "varies" : words;
}

std::string words_of_tests(const OneNumber& number) {
  const OneNumberTests& tests = *number.tests;
  const bool together = tests.depends.rejects() && (!tests.partner || number.depends_share >= telling);
  std::string words;
  const auto add = [&](bool holds, const std::string& word) {
    if (holds) words += (words.empty() ? "" : ", ") + word;
  };
  // An effect that changes its sign bends or depends on something.
  add(tests.sign_changes() && (tests.bends.rejects() || together), "changes sign");
  add(tests.bends.rejects(), "bends");
  add(together, "depends on " + tests.partner.value_or("several"));
  if (!words.empty()) return words;
  return number.nearly_constant ? "about linear" : "not told from linear";
}

}  // namespace

std::string verdict_of(const OneNumber& number, const std::string& variable) {
  if (!number.finite) return "not finite";
  if (number.tests && !number.tests->any()) return "no effect told apart from none";
  if (number.about_none) return "about none";
  return number.tests ? words_of_tests(number) : words_of_network(number, variable);
}

OneNumberJudge::OneNumberJudge(const Design& design, const Matrix& data, const std::vector<Index>* positions,
                               int threads, const Vector& weights)
    : design_(design),
      data_(data),
      positions_(positions),
      counts_(as_counts(weights)),
      fine_(design.variables.size()),
      coarse_(design.variables.size()) {
  const auto few = static_cast<Index>(std::min(5.0, std::sqrt(static_cast<double>(rows()) / 10)));
  parallel_for(fine_.size(), threads, [&](std::size_t v) {
    const Variable& variable = design.variables[v];
    if (variable.categorical) {
      for (std::size_t level = 1; level < variable.levels.size(); ++level) {
        fine_[v].push_back(static_cast<double>(level));
      }
      coarse_[v] = fine_[v];
      return;
    }
    std::vector<double> ascending(static_cast<std::size_t>(rows()));
    gather(v, 0, rows(), ascending.data());
    std::sort(ascending.begin(), ascending.end());
    fine_[v] = cuts_of(ascending, 10);
    coarse_[v] = cuts_of(ascending, few);
  });
}

Index OneNumberJudge::rows() const { return positions_ ? static_cast<Index>(positions_->size()) : data_.rows(); }

void OneNumberJudge::gather(std::size_t variable, Index first, Index count, double* values) const {
  const double* column = data_.col(variable).data();
  for (Index i = 0; i < count; ++i) {
    values[i] = column[positions_ ? (*positions_)[first + i] : first + i];
  }
}

void OneNumberJudge::find_groups(std::size_t variable, const Cuts& cuts, Index first, Index count,
                                 Index* groups) const {
  std::array<double, at_once> values{};
  gather(variable, first, count, values.data());
  if (design_.variables[variable].categorical) {
    std::transform(values.begin(), values.begin() + count, groups,
                   [](double level) { return static_cast<Index>(level); });
    return;
  }
  std::fill_n(groups, count, 0);
  for (const double cut : cuts) {
    for (Index i = 0; i < count; ++i) groups[i] += values[i] >= cut ? 1 : 0;
  }
}

double OneNumberJudge::share_told(std::size_t variable, const Vector& effects) const {
  return share_between(effects, counts_, fine_[variable].size() + 1, [&](Index first, Index count, Index* groups) {
    find_groups(variable, fine_[variable], first, count, groups);
  });
}

double OneNumberJudge::share_told_together(std::size_t variable, std::size_t own, const Vector& effects) const {
  const std::size_t own_groups = coarse_[own].size() + 1;
  std::array<Index, at_once> of_own{};
  const auto find = [&](Index first, Index count, Index* groups) {
    find_groups(own, coarse_[own], first, count, of_own.data());
    find_groups(variable, coarse_[variable], first, count, groups);
    for (Index i = 0; i < count; ++i) {
      groups[i] = groups[i] * static_cast<Index>(own_groups) + of_own[i];
    }
  };
  return share_between(effects, counts_, (coarse_[variable].size() + 1) * own_groups, find);
}

// What another variable tells together with the variable itself, as of effects 1 + 2 x1 x2, where neither alone tells.
void OneNumberJudge::find_joint_cause(std::size_t own, const Vector& effects, OneNumber& number) const {
  for (std::size_t v = 0; v < design_.variables.size(); ++v) {
    if (v == own) continue;
    const double share = share_told_together(v, own, effects);
    if (share < telling || !(share > number.depends_share)) continue;
    number.depends_share = share;
    number.depends_on = design_.variables[v].name;
  }
}

void OneNumberJudge::find_cause(std::size_t own, const Vector& effects, OneNumber& number) const {
  const double squares = squares_around(mean(effects, counts_), effects, counts_);
  if (!(squares > 1e-24 * squares_around(0, effects, counts_))) return;
  for (std::size_t v = 0; v < design_.variables.size(); ++v) {
    const double share = share_told(v, effects);
    if (!(share > number.depends_share)) continue;
    number.depends_share = share;
    number.depends_on = design_.variables[v].name;
  }
  if (number.depends_share < telling) find_joint_cause(own, effects, number);
}

// Squared correlation; nothing where either does not vary.
std::optional<double> OneNumberJudge::line_r_squared(std::size_t variable, const Vector& effects) const {
  std::array<double, at_once> x{};
  const auto over_blocks = [&](const auto& body) {
    for_rows(rows(), at_once, [&](Index first, Index count) {
      gather(variable, first, count, x.data());
      const Vector counts = weights_at(counts_, first, count);
      body(Eigen::Map<const Vector>(x.data(), count), effects.segment(first, count).array(), counts);
    });
  };
  double sum = 0, xx = 0, xy = 0;
  over_blocks([&](const auto& values, const auto&, const Vector& counts) {
    sum += counts.size() > 0 ? values.dot(counts) : values.array().sum();
  });
  const double all = total_weight(counts_, rows());
  const double mean_x = sum / all, mean = nninterp::mean(effects, counts_);
  over_blocks([&](const auto& values, const auto& of_rows, const Vector& counts) {
    Vector from_mean = values.array() - mean_x;
    xx += squares_around(mean_x, values, counts);
    if (counts.size() > 0) from_mean.array() *= counts.array();
    xy += (from_mean.array() * (of_rows - mean)).sum();
  });
  const double yy = squares_around(mean, effects, counts_);
  if (!(xx > 0) || !(yy > 1e-24 * squares_around(0, effects, counts_))) return std::nullopt;
  return xy * xy / (xx * yy);
}

// What the partner tells, alone or together with the variable itself, or this by itself.
void OneNumberJudge::find_tested_cause(std::size_t own, const Vector& effects, OneNumber& number) const {
  const OneNumberTests& tests = *number.tests;
  if (tests.partner) {
    const std::size_t partner = design_.variable_index(*tests.partner);
    number.depends_on = tests.partner;
    number.depends_share = std::max(share_told(partner, effects), share_told_together(partner, own, effects));
  } else if (tests.bends.rejects()) {
    number.depends_on = design_.variables[own].name;
    number.depends_share = share_told(own, effects);
  }
}

OneNumber OneNumberJudge::judge(std::size_t variable, const Vector& effects, double step, double spread,
                                const std::optional<OneNumberTests>& tests) const {
  OneNumber number{};
  const double mean = nninterp::mean(effects, counts_), rows = total_weight(counts_, effects.size());
  const double rms = std::sqrt(squares_around(0, effects, counts_) / rows);
  const double deviation = std::sqrt(squares_around(mean, effects, counts_) / rows);
  const double sign = mean < 0 ? -1 : 1;
  number.opposite_sign_share = nninterp::mean((sign * effects.array() < 0).cast<double>(), counts_);
  number.finite = std::isfinite(rms);
  number.about_none = rms * step <= next_to_nothing * spread;
  number.nearly_constant = deviation <= nearly_constant * std::fabs(mean);
  const Variable& own = design_.variables[variable];
  if (!own.categorical) number.line_r_squared = line_r_squared(variable, effects);
  number.tests = tests;
  if (tests) {
    find_tested_cause(variable, effects, number);
  } else {
    find_cause(variable, effects, number);
  }
  number.verdict = verdict_of(number, own.name);
  return number;
}

}  // namespace nninterp
