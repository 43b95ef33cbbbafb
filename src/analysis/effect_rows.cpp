#include "effect_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "heterogeneity.hpp"
#include "moves.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// Numbers at rows that are held at a time, 16 MB: for tables of usual length those of all effects, which then share
// each pass over the rows.
constexpr Index most_held = 1 << 21;

Support support_of(const Model& model, const Matrix& data) {
  if (model.training && model.training->support) return *model.training->support;
  if (data.rows() < 2) return {};
  return learn_support(data.rows(), [&](Index first, Index count) {
    return encode_inputs(model.design, data.middleRows(first, count));
  });
}

// Standard deviation of each output's predictions.
std::vector<double> spreads(const Model& model, const EffectPlan& plan) {
  std::vector<Moments> moments(plan.outputs.size());
  const Vector all = as_counts(plan.options.weights);
  for_rows(plan.data.rows(), part_rows, [&](Index first, Index count) {
    const Matrix predictions =
        predict(model, plan.data.middleRows(first, count), plan.options.threads, plan.options.scale);
    const Vector counts = weights_at(all, first, count);
    for (std::size_t k = 0; k < moments.size(); ++k) moments[k].add(predictions.col(plan.outputs[k]), counts);
  });
  std::vector<double> result;
  for (const Moments& of_output : moments) result.push_back(of_output.standard_deviation());
  return result;
}

// What one move does to one output at all rows.
struct Held {
  Vector shift, slope;  // slope: empty for a categorical variable
};

// What the model says of all rows for some of the moves and outputs; `held` by output, then move.
struct HeldRows {
  std::vector<Held> held;
  std::vector<Reach> reaches;  // one a move

  HeldRows(const Model& model, const EffectPlan& plan, const Support& support, const std::vector<Move>& moves,
           const std::vector<Index>& outputs)
      : held(moves.size() * outputs.size()) {
    const Index rows = plan.data.rows();
    for (std::size_t i = 0; i < held.size(); ++i) {
      held[i].shift.resize(rows);
      if (!moves[i % moves.size()].level) held[i].slope.resize(rows);
    }
    parallel_blocks(rows, plan.options.threads, [&](Index first, Index count) {
      const MovedRows moved(model, plan.data.middleRows(first, count), moves, outputs, plan.options.scale);
      for (std::size_t i = 0; i < held.size(); ++i) {
        const std::size_t move = i % moves.size(), output = i / moves.size();
        held[i].shift.segment(first, count) = moved.shift(move, output);
        if (const auto slope = moved.slope(move, output)) held[i].slope.segment(first, count) = *slope;
      }
    });
    for (const Move& move : moves) {
      reaches.push_back(reach_of(model.design, plan.data, move, support, plan.options.threads));
    }
  }
};

void count_reach(const Reach& reach, const std::vector<Index>* positions, const Vector& shift, const Vector& weights,
                 Effect& effect) {
  double inside = 0, rows = 0;
  for (Index i = 0; i < shift.size(); ++i) {
    const auto row = static_cast<std::size_t>(positions ? (*positions)[i] : i);
    effect.out_of_range_rows += reach.out_of_range[row];
    effect.off_support_rows += reach.off_support[row];
    if (reach.off_support[row] != 0) continue;
    const double weight = weight_of(weights, i);
    inside += weight * shift[i];
    rows += weight;
  }
  effect.mean_on_support = inside / rows;
}

bool both_ways(const Vector& shifts, const Vector& weights) {
  const double nothing = 1e-6 * shifts.lpNorm<Eigen::Infinity>();
  const double up = mean((shifts.array() > nothing).cast<double>(), weights);
  const double down = mean((shifts.array() < -nothing).cast<double>(), weights);
  return 20 * std::min(up, down) >= 1;
}

// An effect without what its rows tell.
Effect named(const Design& design, const EffectPlan& plan, const PlannedEffect& part) {
  const Move& move = plan.moves[part.move];
  const Variable& variable = design.variables[move.variable];
  Effect effect{};
  effect.variable = variable.name;
  effect.move = move;
  effect.output = plan.outputs[part.output];
  effect.target = design.output_names()[effect.output];
  effect.label = variable.name;
  if (move.level) {
    effect.level = variable.levels[*move.level];
    effect.reference = variable.levels[variable.reference];
    effect.label += ": " + *effect.level + " - " + *effect.reference;
  } else if (move.switched) {
    effect.label += ": " + format_number(*move.to) + " - " + format_number(*move.from);
  }
  if (plan.grouping) effect.group = plan.grouping->levels[part.group];
  effect.group_code = part.group;
  effect.rows = plan.size_of_group(part.group);
  return effect;
}

// Fills in what rows tell, some of the moves and outputs at a time.
class RowSums {
 public:
  RowSums(const Model& model, const EffectPlan& plan, const std::vector<OneNumberTests>& tests)
      : model_(model),
        study_(plan),
        tests_(tests),
        support_(support_of(model, plan.data)),
        spreads_(spreads(model, plan)),
        out_of_range_(model.design.variables.size()),
        not_finite_(static_cast<std::size_t>(plan.data.rows())) {
    for (std::size_t group = 0; group < plan.groups.size(); ++group) {
      judges_.emplace_back(model.design, plan.data, plan.positions(group), plan.options.threads, plan.weights(group));
    }
    for (const PlannedEffect& part : plan.parts) effects_.push_back(named(model.design, plan, part));
  }

  std::vector<Effect> run() {
    const std::size_t moves = study_.moves.size(), outputs = study_.outputs.size();
    const auto fitting = static_cast<std::size_t>(std::max<Index>(1, most_held / (2 * study_.data.rows())));
    if (moves * outputs <= fitting) {
      add(0, outputs, 0, moves);
    } else {
      for (std::size_t output = 0; output < outputs; ++output) {
        for (std::size_t move = 0; move < moves; move += fitting) add(output, 1, move, std::min(fitting, moves - move));
      }
    }
    return std::move(effects_);
  }

  std::vector<Warning> warnings() const {
    std::vector<Warning> warnings = warn_of_moves(model_.design, out_of_range_, study_.data.rows());
    const auto count = static_cast<std::size_t>(std::count(not_finite_.begin(), not_finite_.end(), 1));
    for (const Warning& warning : warn_of_not_finite("an effect or a slope", count, not_finite_.size())) {
      warnings.push_back(warning);
    }
    return warnings;
  }

 private:
  void add(std::size_t first_output, std::size_t outputs, std::size_t first_move, std::size_t moves) {
    const auto some = [](const auto& all, std::size_t first, std::size_t count) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
      return std::decay_t<decltype(all)>(begin, begin + static_cast<std::ptrdiff_t>(count));
    };
    HeldRows rows(model_, study_, support_, some(study_.moves, first_move, moves),
                  some(study_.outputs, first_output, outputs));
    for (const Held& held : rows.held) {
      mark_not_finite(held.shift);
      mark_not_finite(held.slope);
    }
    // Two tasks a part: what its shifts tell, and its slopes.
    parallel_for(2 * study_.parts.size(), study_.options.threads, [&](std::size_t task) {
      const PlannedEffect& part = study_.parts[task / 2];
      const std::size_t output = part.output - first_output, move = part.move - first_move;  // huge if before
      if (output >= outputs || move >= moves) return;
      Held& held = rows.held[output * moves + move];
      Effect& effect = effects_[task / 2];
      if (task % 2 == 0) {
        add_shifts(part, rows.reaches[move], at_rows(held.shift, part), effect);
      } else if (held.slope.size() > 0) {
        add_slopes(part, at_rows(held.slope, part), effect);
      }
    });
    for (std::size_t move = 0; move < moves; ++move) {
      const std::vector<std::uint8_t>& out = rows.reaches[move].out_of_range;
      out_of_range_[study_.moves[first_move + move].variable] = std::count(out.begin(), out.end(), 1);
    }
  }

  void mark_not_finite(const Vector& of_rows) {
    if (of_rows.allFinite()) return;
    for (Index row = 0; row < of_rows.size(); ++row) {
      if (!std::isfinite(of_rows[row])) not_finite_[row] = 1;
    }
  }

  // The part's own: moved out of the list of all rows, which is no one else's then.
  Vector at_rows(Vector& all, const PlannedEffect& part) const {
    const std::vector<Index>* positions = study_.positions(part.group);
    if (positions == nullptr) return std::move(all);
    return rows_of(all, *positions);
  }

  void add_shifts(const PlannedEffect& part, const Reach& reach, Vector shifts, Effect& effect) const {
    const Vector weights = study_.weights(part.group);
    count_reach(reach, study_.positions(part.group), shifts, weights, effect);
    if (study_.moves[part.move].switched) {
      effect.one_number = judge(part, shifts, 1);
      effect.one_number.line_r_squared.reset();  // two values have no line
    }
    effect.shift_histogram = histogram(shifts, 9);
    effect.both_ways = both_ways(shifts, weights);
    effect.shift_summary = summarize(std::move(shifts), weights);
  }

  void add_slopes(const PlannedEffect& part, Vector slopes, Effect& effect) const {
    const auto column = static_cast<Index>(study_.moves[part.move].variable);
    if (!study_.moves[part.move].switched) {
      const double sd = standard_deviation(study_.data.col(column), study_.options.weights);
      effect.one_number = judge(part, slopes, sd);
    }
    effect.slope_summary = summarize(std::move(slopes), study_.weights(part.group));
  }

  OneNumber judge(const PlannedEffect& part, const Vector& effects, double step) const {
    const auto at = static_cast<std::size_t>(&part - study_.parts.data());
    return judges_[part.group].judge(study_.moves[part.move].variable, effects, step, spreads_[part.output],
                                     tests_.empty() ? std::nullopt : std::optional(tests_[at]));
  }

  const Model& model_;
  const EffectPlan& study_;
  const std::vector<OneNumberTests>& tests_;  // one a part; none
  Support support_;
  std::vector<double> spreads_;           // of each output of the plan
  std::vector<Index> out_of_range_;       // moved rows, by variable
  std::vector<std::uint8_t> not_finite_;  // by row: whether anything there is not
  std::vector<OneNumberJudge> judges_;    // one a group
  std::vector<Effect> effects_;           // one a part
};

}  // namespace

EffectsAtRows effects_at_rows(const Model& model, const EffectPlan& plan, const std::vector<OneNumberTests>& tests) {
  RowSums rows(model, plan, tests);
  std::vector<Effect> effects = rows.run();
  return {std::move(effects), rows.warnings()};
}

}  // namespace nninterp
