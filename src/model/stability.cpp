#include "nninterp/model/stability.hpp"

#include <algorithm>
#include <limits>

#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/forward.hpp"

namespace nninterp {

namespace {

constexpr Index probe_count = 2000, most_rows = 10'000;
// In a smaller table a few rows are a large share of all.
constexpr Index least_rows = 50;
constexpr double large_share = 0.5;

Index any_row(Random& random, Index rows) { return static_cast<Index>(random.uniform() * static_cast<double>(rows)); }

bool has_two_values(const ConstBlock& column) {
  const double low = column.minCoeff(), high = column.maxCoeff();
  return ((column.array() == low) || (column.array() == high)).all();
}

// Share of the sum that the largest `few` of the values make; 0 where they are below what predictions can tell.
double share_of_largest(Vector values, Index few) {
  const double all = values.sum();
  std::nth_element(values.data(), values.data() + values.size() - few, values.data() + values.size());
  const bool flat = !(all > std::numeric_limits<double>::epsilon() * static_cast<double>(values.size()));
  return flat ? 0 : values.tail(few).sum() / all;
}

std::string percent(double share) { return format_number(100 * share, 2) + " %"; }

}  // namespace

Matrix probes(const Matrix& inputs) {
  Random random(1);
  const Index count = std::min(probe_count, 10 * inputs.rows());
  std::vector<bool> fixed;
  for (Index k = 0; k < inputs.cols(); ++k) fixed.push_back(has_two_values(inputs.col(k)));
  Matrix points(count, inputs.cols());
  for (Index i = 0; i < count; ++i) {
    const Index to = any_row(random, inputs.rows()), from = any_row(random, inputs.rows());
    const double way = 1.25 * random.uniform();
    points.row(i) = inputs.row(from) + way * (inputs.row(to) - inputs.row(from));
    for (Index k = 0; k < inputs.cols(); ++k) {
      if (fixed[k]) points(i, k) = inputs(to, k);
    }
  }
  return points;
}

Vector overshoot(const Network& network, const Matrix& points, const std::vector<std::optional<Range>>& ranges) {
  const Matrix predictions = run_network(network, points, 1);
  Vector result = Vector::Zero(predictions.cols());
  for (Index k = 0; k < predictions.cols(); ++k) {
    const std::optional<Range>& range = ranges[k];
    if (!range || !(range->max > range->min)) continue;
    const double beyond =
        std::max(predictions.col(k).maxCoeff() - range->max, range->min - predictions.col(k).minCoeff());
    // Of predictions that are no numbers nothing can be said but that.
    const bool finite = predictions.col(k).allFinite();
    result[k] = finite ? std::max(0.0, beyond / (range->max - range->min)) : std::numeric_limits<double>::infinity();
  }
  return result;
}

Matrix evenly_taken(const Matrix& rows) {
  if (rows.rows() <= most_rows) return rows;
  Matrix some(most_rows, rows.cols());
  for (Index i = 0; i < most_rows; ++i) some.row(i) = rows.row(i * rows.rows() / most_rows);
  return some;
}

Stability measure_stability(const Network& network, const Matrix& inputs,
                            const std::vector<std::optional<Range>>& ranges, int threads) {
  const Matrix rows = evenly_taken(inputs);
  Stability result;
  result.rows = rows.rows();
  result.few = std::min(result.rows, std::max<Index>(3, result.rows / 100));
  result.overshoot = overshoot(network, probes(rows), ranges);
  result.share_of_few.setZero(rows.cols(), network.architecture.outputs());
  for (Index output = 0; output < result.share_of_few.cols(); ++output) {
    const Matrix slopes = input_slopes(network, rows, output, threads).cwiseAbs();
    for (Index k = 0; k < slopes.cols(); ++k) {
      result.share_of_few(k, output) = share_of_largest(slopes.col(k), result.few);
    }
  }
  return result;
}

std::vector<std::optional<Range>> target_ranges(const Design& design) {
  std::vector<std::optional<Range>> ranges;
  for (const Target& target : design.targets) {
    std::optional<Range> range = target.range;
    if (range) range = Range{(range->min - target.center) / target.scale, (range->max - target.center) / target.scale};
    ranges.insert(ranges.end(), static_cast<std::size_t>(target.outputs()), range);
  }
  return ranges;
}

namespace {

// "Y by 2.3 times" for each target whose predictions go so far.
std::vector<std::string> far_targets(const std::vector<std::string>& targets, const Stability& stability) {
  std::vector<std::string> far;
  for (Index k = 0; k < stability.overshoot.size(); ++k) {
    if (!(stability.overshoot[k] > far_overshoot)) continue;
    far.push_back(targets[k] + " by " + format_number(stability.overshoot[k], 2) + " times");
  }
  return far;
}

// "Y by X1: 62 %" for each slope that a few rows make.
std::vector<std::string> uneven_slopes(const Design& design, const std::vector<std::string>& targets,
                                       const Stability& stability) {
  std::vector<std::string> uneven;
  if (stability.rows < least_rows) return uneven;
  const std::vector<Index> first = design.first_inputs();
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    if (design.variables[v].categorical) continue;
    for (Index k = 0; k < stability.share_of_few.cols(); ++k) {
      const double share = stability.share_of_few(first[v], k);
      if (!(share > large_share)) continue;
      uneven.push_back(targets[k] + " by " + design.variables[v].name + ": " + percent(share));
    }
  }
  return uneven;
}

}  // namespace

std::vector<Warning> warn_of_instability(const Design& design, const Stability& stability) {
  constexpr std::size_t most_named = 8;
  std::vector<Warning> warnings;
  const std::vector<std::string> targets = design.output_names();
  if (const auto far = far_targets(targets, stability); !far.empty()) {
    warnings.push_back({"unstable_predictions",
                        "between and just beside the rows predictions leave the range of their target by more than "
                        "its width (" +
                            list_some(far, most_named) +
                            "): the network holds at its rows alone, and what is read from it does not carry over to "
                            "others; a larger ⟨decay⟩ or fewer hidden units may mend it"});
  }
  if (const auto uneven = uneven_slopes(design, targets, stability); !uneven.empty()) {
    warnings.push_back({"few_rows_make_the_mean",
                        "a few rows, " + std::to_string(stability.few) + " of " + std::to_string(stability.rows) +
                            ", make more than half of the sum of the slopes' sizes (" + list_some(uneven, most_named) +
                            "): such an average speaks of them, and hardly of the others"});
  }
  return warnings;
}

bool tells_of_instability(const Warning& warning) {
  return warning.code == "unstable_predictions" || warning.code == "few_rows_make_the_mean";
}

}  // namespace nninterp
