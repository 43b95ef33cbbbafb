#include "cross_fit_effects.hpp"

#include <algorithm>
#include <cmath>

#include "cross_fitting.hpp"
#include "debiased_effects.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "response_shapes.hpp"
#include "selection.hpp"
#include "sorted_groups.hpp"

namespace nninterp {

namespace {

// Fewer rows have no quarters that a standard error could be told of.
constexpr std::size_t least_rows_sorted = 40;

// Shifts of a move have twice its place among the kinds, slopes one more.
std::size_t judged_kind(const EffectPlan& plan, const PlannedEffect& part) {
  return 2 * part.move + (plan.moves[part.move].switched ? 0 : 1);
}

// The average shift of each part, its average slope if it has one, and what the average may not stand for: its effect
// in the quarters of its rows where it is least and largest.
LinearMeans linear_means(const Model& model, const EffectPlan& plan, const SortedGroups& sorted) {
  const std::size_t groups = plan.groups.size();
  LinearMeans result;
  result.groups = groups + 2 * plan.parts.size();
  std::vector<std::size_t> places(2 * plan.parts.size());
  for (std::size_t kind = 0; kind < 2 * plan.moves.size(); ++kind) {
    for (std::size_t group = 0; group < groups; ++group) result.functionals.push_back({kind, group});
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (judged_kind(plan, plan.parts[i / 2]) != kind) continue;
      places[i] = result.functionals.size();
      result.functionals.push_back({kind, groups + i});
    }
  }
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    const PlannedEffect& part = plan.parts[i];
    const Index output = plan.outputs[part.output];
    const auto whole = [&](std::size_t kind) {
      const auto is = [&](const LinearMeans::Functional& one) { return one.kind == kind && one.group == part.group; };
      const auto& all = result.functionals;
      return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), is) - all.begin());
    };
    result.means.push_back({output, whole(2 * part.move)});
    if (plan.numeric(part)) result.means.push_back({output, whole(2 * part.move + 1)});
    result.means.push_back({output, places[2 * i]});
    result.means.push_back({output, places[2 * i + 1]});
  }
  result.weights = [&plan, &sorted, groups](const std::vector<Index>& rows, std::size_t group) {
    return group < groups ? plan.members(group, rows)
                          : sorted.members((group - groups) / 2, (group - groups) % 2 == 1, rows);
  };
  result.at_rows = [&plan, count = static_cast<Index>(result.means.size())](const Model& other, const Matrix& rows) {
    const MovedRows moved(other, rows, plan.moves, plan.outputs, plan.options.scale);
    Matrix numbers(rows.rows(), count);
    Index next = 0;
    for (const PlannedEffect& part : plan.parts) {
      const Vector shift = moved.difference(part.move, part.output);
      const auto slope = moved.slope(part.move, part.output);
      numbers.col(next++) = shift;
      if (slope) numbers.col(next++) = *slope;
      for (int quarter = 0; quarter < 2; ++quarter) {
        numbers.col(next++) = plan.moves[part.move].switched ? shift : *slope;
      }
    }
    return numbers;
  };
  result.of_terms = [&model, &plan](const Terms& terms, const Matrix& rows, std::size_t kind, const Model&,
                                    Index) -> Matrix {
    const Move& move = plan.moves[kind / 2];
    const Variable& variable = model.design.variables[move.variable];
    if (kind % 2 == 0) {
      return terms.differences(encode_inputs(model.design, after(rows, move)),
                               encode_inputs(model.design, before(rows, move)), inputs_of(model.design, move.variable));
    }
    if (variable.categorical) return Matrix::Zero(rows.rows(), terms.count());
    return terms.slopes(encode_inputs(model.design, rows), model.design.first_inputs()[move.variable]) / variable.scale;
  };
  return result;
}

// Of a normal estimate not being above 0.
double p_above(const DebiasedMean& mean) { return normal_probability(-mean.estimate / mean.std_error); }

// Of a normal estimate being 0, two-sided.
double p_of_nothing(const DebiasedMean& mean) {
  return 2 * normal_probability(-std::fabs(mean.estimate) / mean.std_error);
}

struct Averages {
  DebiasedMean shift, slope, least, largest;  // slope: of a category as the shift
};

std::vector<Averages> averages_of(const Model& model, const EffectPlan& plan) {
  const SortedGroups sorted(model, plan);
  const std::vector<DebiasedMean> means =
      debias(model, plan.observed, plan.options.interval, linear_means(model, plan, sorted), plan.options.scale,
             plan.options.threads);
  std::vector<Averages> result;
  std::size_t next = 0;
  for (const PlannedEffect& part : plan.parts) {
    Averages averages{};
    averages.shift = averages.slope = means[next++];
    if (plan.numeric(part)) averages.slope = means[next++];
    averages.least = means[next++];
    averages.largest = means[next++];
    result.push_back(averages);
  }
  return result;
}

// Tests of the parts of one output and group are adjusted for each other.
void add_tests_of_averages(const EffectPlan& plan, const std::vector<Averages>& averages,
                           std::vector<OneNumberTests>& tests) {
  for (std::size_t output = 0; output < plan.outputs.size(); ++output) {
    for (std::size_t group = 0; group < plan.groups.size(); ++group) {
      std::vector<std::size_t> family;
      std::vector<double> effect, sign;
      for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        const PlannedEffect& part = plan.parts[i];
        if (part.output != output || part.group != group) continue;
        family.push_back(i);
        effect.push_back(std::min(p_of_nothing(averages[i].shift), p_of_nothing(averages[i].slope)));
        const bool enough = plan.size_of_group(group) >= least_rows_sorted;
        // Both have to differ from 0, each to its side, by two-sided tests.
        const double either = std::max(1 - p_above(averages[i].least), p_above(averages[i].largest));
        sign.push_back(enough ? std::min(1.0, 2 * either) : nan);
      }
      const std::vector<Test> of_effect = adjusted_tests(effect), of_sign = adjusted_tests(sign);
      for (std::size_t i = 0; i < family.size(); ++i) {
        tests[family[i]].effect = of_effect[i];
        tests[family[i]].changes_sign = of_sign[i];
        const double least = std::fabs(averages[family[i]].least.estimate);
        const double largest = std::fabs(averages[family[i]].largest.estimate);
        tests[family[i]].sign_ratio = std::min(least, largest) / std::max(least, largest);
      }
    }
  }
}

ResponseShapes shapes_of(const Model& model, const EffectPlan& plan) {
  ShapeOptions options;
  options.outputs = plan.outputs;
  options.scale = plan.options.scale;
  options.weights = plan.options.weights;
  options.interval = plan.options.interval;
  options.threads = plan.options.threads;
  return response_shapes(model, plan.observed, options);
}

void add_tests_of_shape(const Model& model, const EffectPlan& plan, const ResponseShapes& shapes,
                        std::vector<OneNumberTests>& tests) {
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    const PlannedEffect& part = plan.parts[i];
    const VariableShape& shape = shapes.outputs[part.output].variables[plan.moves[part.move].variable];
    if (!plan.moves[part.move].switched) tests[i].bends = shape.bends;
    tests[i].depends = shape.depends;
    if (shape.partner) tests[i].partner = model.design.variables[*shape.partner].name;
    tests[i].share_of_networks = shape.share_of_networks;
  }
}

// The same effect in another plan of the same rows.
std::size_t place_in(const EffectPlan& all, const EffectPlan& plan, const PlannedEffect& part) {
  const Move& move = plan.moves[part.move];
  const auto is = [&](const PlannedEffect& other) {
    const Move& of_other = all.moves[other.move];
    return other.output == part.output && other.group == part.group && of_other.variable == move.variable &&
           of_other.level == move.level && (!move.level || of_other.from == move.from);
  };
  return static_cast<std::size_t>(std::find_if(all.parts.begin(), all.parts.end(), is) - all.parts.begin());
}

}  // namespace

namespace {

// All variables' differences and slopes at the rows as they are.
EffectOptions everything_plain(const EffectOptions& asked) {
  EffectOptions everything = asked;
  everything.variables.clear();
  everything.slope = SlopeKind::dydx;
  everything.shift = ShiftKind::difference;
  everything.compare = false;
  everything.at.clear();
  return everything;
}

bool is_plain(const EffectPlan& plan) {
  const EffectOptions& options = plan.options;
  return options.slope == SlopeKind::dydx && options.shift == ShiftKind::difference && options.at.empty() &&
         plan.comparisons.empty();
}

}  // namespace

CrossFitEffects cross_fit_effects(const Model& model, const EffectPlan& plan) {
  CrossFitEffects result;
  if (!is_plain(plan)) result.intervals = debiased_effects(model, plan);
  if (!plan.options.at.empty()) return result;
  EffectOptions everything = everything_plain(plan.options);
  // Two tasks beside each other, neither of which can keep many threads busy.
  everything.threads = std::max(1, thread_count(plan.options.threads) / 2);
  const EffectPlan all(model, plan.observed, everything, plan.grouping);
  std::vector<Averages> averages;
  ResponseShapes shapes;
  parallel_for(2, plan.options.threads, [&](std::size_t task) {
    if (task == 0) {
      averages = averages_of(model, all);
    } else {
      shapes = shapes_of(model, all);
    }
  });
  std::vector<OneNumberTests> tests(all.parts.size());
  add_tests_of_averages(all, averages, tests);
  add_tests_of_shape(model, all, shapes, tests);
  for (const PlannedEffect& part : plan.parts) {
    const std::size_t i = place_in(all, plan, part);
    result.tests.push_back(tests[i]);
    if (!is_plain(plan)) continue;
    const double level = plan.options.interval.level;
    result.intervals.shifts.push_back(debiased_interval(averages[i].shift, level));
    result.intervals.slopes.push_back(plan.numeric(part) ? debiased_interval(averages[i].slope, level) : no_interval());
  }
  return result;
}

}  // namespace nninterp
