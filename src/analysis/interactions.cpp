#include "nninterp/analysis/interactions.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "correlation.hpp"
#include "h_statistics.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/forward.hpp"
#include "response_shapes.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

using Pair = std::array<std::size_t, 2>;

// What is measured, by index: variables with their deltas (of numeric ones), pairs, outputs, scales.
struct Plan {
  std::vector<std::size_t> variables;
  std::vector<Pair> pairs;
  std::vector<std::optional<double>> deltas;  // by variable of the design
  std::vector<Index> outputs;
  std::vector<OutputScale> scales;  // the first is the one asked for, a second the log-odds besides
};

Plan plan_of(const Model& model, const Matrix& data, const InteractionOptions& options) {
  const Design& design = model.design;
  if (design.variables.size() < 2) {
    throw InputError("the model: has the single variable '" + design.variables.front().name +
                     "', and an interaction needs two");
  }
  Plan plan{chosen_variables(design, options.variables), {}, {}, chosen_outputs(design, options.targets), {}};
  const bool with_all = plan.variables.size() == 1;
  std::sort(plan.variables.begin(), plan.variables.end());
  for (std::size_t a = 0; a < design.variables.size(); ++a) {
    for (std::size_t b = a + 1; b < design.variables.size(); ++b) {
      const auto chosen = [&](std::size_t v) {
        return std::binary_search(plan.variables.begin(), plan.variables.end(), v);
      };
      if (with_all ? chosen(a) || chosen(b) : chosen(a) && chosen(b)) plan.pairs.push_back({a, b});
    }
  }
  std::vector<Delta> deltas(design.variables.size(), options.delta);
  for (const auto& [name, delta] : options.deltas) {
    const std::size_t v = design.variable_index(name);
    if (design.variables[v].categorical) throw InputError("⟨delta⟩: variable '" + name + "' is categorical");
    deltas[v] = delta;
  }
  for (std::size_t v = 0; v < deltas.size(); ++v) {
    const Variable& variable = design.variables[v];
    plan.deltas.emplace_back();
    if (!variable.categorical) plan.deltas.back() = size_of(deltas[v], variable.name, data.col(v), options.weights);
  }
  plan.scales = {options.scale.value_or(OutputScale::response)};
  check_scale(model, plan.scales[0]);
  if (!options.scale && has_log_odds(model)) plan.scales.push_back(OutputScale::logit);
  return plan;
}

// Variables that stand in a pair.
std::vector<std::size_t> paired_variables(const Plan& plan) {
  std::vector<std::size_t> paired;
  for (const Pair& pair : plan.pairs) paired.insert(paired.end(), pair.begin(), pair.end());
  std::sort(paired.begin(), paired.end());
  paired.erase(std::unique(paired.begin(), paired.end()), paired.end());
  return paired;
}

// ---- Derivatives and mixed differences, at every row ----

class Moves {
 public:
  Moves(const Model& model, const Matrix& data, const Plan& plan, int threads)
      : model_(model),
        plan_(plan),
        threads_(threads),
        first_inputs_(model.design.first_inputs()),
        inputs_(encode_inputs(model.design, data)),
        alone_(model.design.variables.size()),
        outside_(alone_.size()) {
    Matrix moved = data;
    for (std::size_t v = 0; v < plan.deltas.size(); ++v) {
      if (plan.deltas[v]) moved.col(v).array() += *plan.deltas[v];
    }
    moved_inputs_ = encode_inputs(model.design, moved);
    none_ = outputs_at({});
    for (const std::size_t v : paired_variables(plan)) {
      if (!plan.deltas[v]) continue;
      const auto column = static_cast<Index>(v);
      alone_[v] = outputs_at({v});
      const Range range = known_range(model.design.variables[v], data.col(column));
      const auto x = moved.col(column).array();
      outside_[v] = (x < range.min || x > range.max).count();
    }
  }

  /// By scale, rows × outputs; of a pair of numeric variables. In the network's units, where f's mean is not in the
  /// way.
  std::vector<Matrix> mixed(const Pair& pair) {
    std::vector<Matrix> result = outputs_at({pair[0], pair[1]});
    for (std::size_t s = 0; s < result.size(); ++s) {
      result[s] = (result[s] - alone_[pair[0]][s]) - (alone_[pair[1]][s] - none_[s]);
    }
    return result;
  }

  std::vector<Warning> warnings() const { return warn_of_moves(model_.design, outside_, inputs_.rows()); }

 private:
  void swap(const std::vector<std::size_t>& moved) {
    for (const std::size_t v : moved) inputs_.col(first_inputs_[v]).swap(moved_inputs_.col(first_inputs_[v]));
  }

  std::vector<Matrix> outputs_at(const std::vector<std::size_t>& moved) {
    swap(moved);
    std::vector<Matrix> outputs;
    for (const OutputScale scale : plan_.scales) {
      outputs.push_back(run_network(model_.network, inputs_, threads_, scale));
    }
    swap(moved);
    return outputs;
  }

  const Model& model_;
  const Plan& plan_;
  int threads_;
  std::vector<Index> first_inputs_;
  Matrix inputs_, moved_inputs_;  // of all rows: as they are, and with every numeric variable moved
  std::vector<Matrix> none_;
  std::vector<std::vector<Matrix>> alone_;  // by variable
  std::vector<Index> outside_;
};

std::vector<Warning> warn_of_sample(Index h_rows, Index rows) {
  if (h_rows == rows) return {};
  return {{"sampled_rows", "H-squared comes from " + std::to_string(h_rows) + " of " +
                               count_of(static_cast<std::size_t>(rows), "row") +
                               ", drawn at random; ⟨rows⟩ takes more"}};
}

std::vector<Warning> warn_of_correlated(const Design& design, const Matrix& data, const std::vector<Pair>& pairs) {
  std::vector<std::string> parts;
  for (const auto& [a, b] : pairs) {
    const auto r = strong_correlation(design, data, a, b);
    if (!r) continue;
    const std::string verb = parts.empty() ? " is correlated with " : " with ";
    parts.push_back(design.variables[a].name + verb + design.variables[b].name + " (" + format_number(*r, 2) + ")");
  }
  if (parts.empty()) return {};
  return {{"correlated_variables",
           list_some(parts) + ": H-squared asks for combinations that the data hardly have, and can exceed 1"}};
}

// Everything in target units, for one pair; entries by output and scale.
class PairMeasures {
 public:
  PairMeasures(const Model& model, const Plan& plan, Moves& moves, const HStatistics& dependence,
               const std::vector<SecondDerivatives>& second, const Vector& weights, std::size_t pair)
      : units_(model.design.output_scales()), dependence_(dependence), second_(second), weights_(weights), pair_(pair) {
    const Pair& of = plan.pairs[pair];
    if (!plan.deltas[of[0]] || !plan.deltas[of[1]]) return;
    mixed_ = moves.mixed(of);
    const auto& pairs = second[0].pairs;
    column_ = static_cast<Index>(std::find(pairs.begin(), pairs.end(), of) - pairs.begin());
  }

  PairStrength of(Index output, std::size_t scale) const {
    PairStrength strength{{}, dependence_.pair(pair_, scale, output), {}};
    if (mixed_.empty()) return strength;
    strength.second = summarize(second_[scale].by_output[output].col(column_), weights_);
    strength.mixed = summarize(mixed_[scale].col(output) * units_[output], weights_);
    return strength;
  }

 private:
  Vector units_;
  const HStatistics& dependence_;
  const std::vector<SecondDerivatives>& second_;
  const Vector& weights_;
  std::size_t pair_;
  std::vector<Matrix> mixed_;  // by scale; none for categorical variables
  Index column_ = 0;           // of the second derivatives
};

// Where the derivatives by the variables of each pair stand; nothing for a pair with a category.
std::vector<std::optional<std::size_t>> columns_of(const Plan& plan, const std::vector<Pair>& derivatives) {
  std::vector<std::optional<std::size_t>> columns;
  for (const Pair& pair : plan.pairs) {
    const auto found = std::find(derivatives.begin(), derivatives.end(), pair);
    columns.emplace_back();
    if (found != derivatives.end()) columns.back() = static_cast<std::size_t>(found - derivatives.begin());
  }
  return columns;
}

void add_intervals(const Model& model, const Matrix& data, const Plan& plan, const SecondDerivatives& second,
                   const InteractionOptions& options, Interactions& result) {
  result.replicates = choose_refits(model, options.interval, result.warnings);
  if (result.replicates == 0) return;
  const std::vector<std::size_t> paired = paired_variables(plan);
  const auto means = [&](const Model& refit, const Vector& drawn) -> Vector {
    const Vector weights = options.weights.size() > 0 ? Vector(drawn.cwiseProduct(options.weights)) : drawn;
    const SecondDerivatives of_refit = second_derivatives(refit, data, paired, 1, plan.scales[0]);
    Matrix all(static_cast<Index>(of_refit.pairs.size()), static_cast<Index>(of_refit.by_output.size()));
    for (Index k = 0; k < all.cols(); ++k) {
      all.col(k) = of_refit.by_output[k].transpose() * weights / weights.sum();
    }
    return all.reshaped();
  };
  const std::vector<Interval> intervals = percentile_intervals(
      over_refits(model, data.rows(), options.interval.training_rows, options.threads, means), options.interval.level);
  const auto columns = columns_of(plan, second.pairs);
  std::vector<std::string> missed;
  for (std::size_t i = 0; i < result.pairs.size(); ++i) {
    const auto column = columns[i / plan.outputs.size()];
    if (!column) continue;
    const auto output = static_cast<std::size_t>(plan.outputs[i % plan.outputs.size()]);
    Interaction& pair = result.pairs[i];
    pair.second_interval = intervals[output * second.pairs.size() + *column];
    if (!misses(pair.strength.second->mean, pair.second_interval)) continue;
    missed.push_back(pair.variables[0] + ":" + pair.variables[1] +
                     (model.design.outputs() > 1 ? " on " + pair.target : "") + " (second derivative)");
  }
  for (Warning& warning : warn_of_misses(model, missed)) result.warnings.push_back(std::move(warning));
}

// H² of each pair over so many of the rows, for each refit.
Index rows_of_refits(const Plan& plan, Index rows) {
  constexpr double runs = 2e6;  // of a refit, about at most
  const auto affordable = static_cast<Index>(std::sqrt(runs / static_cast<double>(plan.pairs.size())));
  return std::min(rows, std::clamp<Index>(affordable, 50, 500));
}

void add_h_intervals(const Model& model, const Matrix& data, const Plan& plan, const InteractionOptions& options,
                     Interactions& result) {
  if (result.replicates == 0) return;
  const CountedRows sample = sample_rows(data, options.weights, rows_of_refits(plan, options.rows), options.seed);
  const auto statistics = [&](const Model& refit, const Vector& drawn) -> Vector {
    CountedRows counted = sample;
    counted.weights = drawn(sample.rows);
    if (sample.weights.size() > 0) counted.weights.array() *= sample.weights.array();
    const HStatistics h(refit, counted, plan.pairs, {plan.scales.front()}, false, 1);
    Vector values(static_cast<Index>(result.pairs.size()));
    for (std::size_t i = 0; i < result.pairs.size(); ++i) {
      const std::size_t pair = i / plan.outputs.size(), output = i % plan.outputs.size();
      values[static_cast<Index>(i)] = h.pair(pair, 0, plan.outputs[output]).value.value_or(nan);
    }
    return values;
  };
  const std::vector<Interval> intervals =
      percentile_intervals(over_refits(model, data.rows(), options.interval.training_rows, options.threads, statistics),
                           options.interval.level);
  for (std::size_t i = 0; i < result.pairs.size(); ++i) result.pairs[i].h_interval = intervals[i];
}

void add_tests(const Model& model, const Matrix& data, const Plan& plan, const InteractionOptions& options,
               Interactions& result) {
  if (options.interval.method == IntervalMethod::none) return;
  if (!why_not_cross_fit(model, data.rows(), options.interval).empty()) return;
  ShapeOptions shape;
  shape.outputs = plan.outputs;
  shape.pairs = plan.pairs;
  shape.scale = plan.scales.front();
  shape.rows = options.rows;
  shape.seed = options.seed;
  shape.weights = options.weights;
  shape.interval = options.interval;
  shape.threads = options.threads;
  const ResponseShapes shapes = response_shapes(model, data, shape);
  const std::size_t outputs = plan.outputs.size();
  for (std::size_t i = 0; i < result.pairs.size(); ++i) {
    const auto at = std::find(shapes.pairs.begin(), shapes.pairs.end(), plan.pairs[i / outputs]);
    const auto place = static_cast<std::size_t>(at - shapes.pairs.begin());
    result.pairs[i].test = shapes.outputs[i % outputs].pairs[place];
  }
  for (std::size_t i = 0; i < result.totals.size(); ++i) {
    const VariableShape& variable = shapes.outputs[i % outputs].variables[plan.variables[i / outputs]];
    result.totals[i].depends = variable.depends;
    result.totals[i].share_of_networks = variable.share_of_networks;
    if (variable.partner) result.totals[i].depends_on = model.design.variables[*variable.partner].name;
  }
}

}  // namespace

Interactions interactions(const Model& model, const Matrix& data, const InteractionOptions& options) {
  const Plan plan = plan_of(model, data, options);
  const CountedRows sample = sample_rows(data, options.weights, options.rows, options.seed);
  const Index h_rows = sample.data.rows();
  const std::vector<std::size_t> paired = paired_variables(plan);
  Moves moves(model, data, plan, options.threads);
  const HStatistics dependence(model, sample, plan.pairs, plan.scales, true, options.threads);
  std::vector<SecondDerivatives> second;
  for (const OutputScale scale : plan.scales) {
    second.push_back(second_derivatives(model, data, paired, options.threads, scale));
  }
  const std::vector<std::string> targets = model.design.output_names();
  const auto target = [&](Index output) { return targets[output]; };
  const auto name = [&](std::size_t v) { return model.design.variables[v].name; };

  Interactions result{{}, {}, data.rows(), h_rows, 0, moves.warnings()};
  for (std::size_t i = 0; i < plan.pairs.size(); ++i) {
    const auto [a, b] = plan.pairs[i];
    const PairMeasures measures(model, plan, moves, dependence, second, options.weights, i);
    for (const Index output : plan.outputs) {
      Interaction& pair = result.pairs.emplace_back();
      pair.variables = {name(a), name(b)};
      pair.target = target(output);
      if (plan.deltas[a] && plan.deltas[b]) pair.delta = {*plan.deltas[a], *plan.deltas[b]};
      pair.strength = measures.of(output, 0);
      if (plan.scales.size() > 1) pair.logit = measures.of(output, 1);
    }
  }
  for (const std::size_t v : plan.variables) {
    for (const Index output : plan.outputs) {
      TotalInteraction& total = result.totals.emplace_back();
      total.variable = name(v);
      total.target = target(output);
      total.h = dependence.total(v, 0, output);
      if (plan.scales.size() > 1) total.logit = dependence.total(v, 1, output);
    }
  }
  add_intervals(model, data, plan, second.front(), options, result);
  add_h_intervals(model, data, plan, options, result);
  add_tests(model, data, plan, options, result);
  const std::string alone = ": such pairs have H-squared alone, no derivative and no mixed difference";
  for (const auto& warnings : {warn_of_correlated(model.design, data, plan.pairs), warn_of_sample(h_rows, data.rows()),
                               warn_of_categorical(model.design, paired_variables(plan), alone)}) {
    result.warnings.insert(result.warnings.end(), warnings.begin(), warnings.end());
  }
  return result;
}

void sort_by_strength(Interactions& interactions) {
  const auto strength = [](const HStatistic& h) { return h.value.value_or(-1); };
  std::stable_sort(
      interactions.pairs.begin(), interactions.pairs.end(),
      [&](const Interaction& a, const Interaction& b) { return strength(a.strength.h) > strength(b.strength.h); });
  std::stable_sort(interactions.totals.begin(), interactions.totals.end(),
                   [&](const TotalInteraction& a, const TotalInteraction& b) { return strength(a.h) > strength(b.h); });
}

}  // namespace nninterp
