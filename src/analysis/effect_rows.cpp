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
  for_rows(plan.observed.rows(), part_rows, [&](Index first, Index count) {
    const Matrix predictions =
        predict(model, plan.observed.middleRows(first, count), plan.options.threads, plan.options.scale);
    const Vector counts = weights_at(all, first, count);
    for (std::size_t k = 0; k < moments.size(); ++k) moments[k].add(predictions.col(plan.outputs[k]), counts);
  });
  std::vector<double> result;
  for (const Moments& of_output : moments) result.push_back(of_output.standard_deviation());
  return result;
}

// What one move does to one output at all rows. What is not asked for is empty: `from` and `to`, which differences do
// without, and what slopes are told as if not dy/dx. Of a categorical variable there are no slopes.
struct Held {
  Vector shift, slope, from, to, told_slope;
};

Index vectors_held(const EffectOptions& options) {
  return 2 + (options.shift == ShiftKind::difference ? 0 : 2) + (options.slope == SlopeKind::dydx ? 0 : 1);
}

// What the model says of all rows for some of the moves and outputs; `held` by output, then move.
struct HeldRows {
  std::vector<Held> held;
  std::vector<Reach> reaches;  // one a move

  HeldRows(const Model& model, const EffectPlan& plan, const Support& support, const std::vector<Move>& moves,
           const std::vector<Index>& outputs)
      : held(moves.size() * outputs.size()) {
    const Index rows = plan.data.rows();
    for (std::size_t i = 0; i < held.size(); ++i) {
      Held& one = held[i];
      const bool slopes = !moves[i % moves.size()].level;
      one.shift.resize(rows);
      if (plan.options.shift != ShiftKind::difference) one.from.resize(rows), one.to.resize(rows);
      if (slopes) one.slope.resize(rows);
      if (slopes && plan.options.slope != SlopeKind::dydx) one.told_slope.resize(rows);
    }
    parallel_blocks(rows, plan.options.threads, [&](Index first, Index count) {
      const MovedRows moved(model, plan.data.middleRows(first, count), moves, outputs, plan.options.scale);
      for (std::size_t i = 0; i < held.size(); ++i) {
        add_block(moved, i % moves.size(), i / moves.size(), plan.options, first, count, held[i]);
      }
    });
    for (const Move& move : moves) {
      const Range range =
          known_range(model.design.variables[move.variable], plan.observed.col(static_cast<Index>(move.variable)));
      reaches.push_back(reach_of(model.design, plan.data, move, range, support, plan.options.threads));
    }
  }

 private:
  static void add_block(const MovedRows& moved, std::size_t move, std::size_t output, const EffectOptions& options,
                        Index first, Index count, Held& one) {
    const Vector from = moved.from(move, output), to = moved.to(move, output);
    one.shift.segment(first, count) = told_shifts(options.shift, from, to);
    if (one.from.size() > 0) one.from.segment(first, count) = from;
    if (one.to.size() > 0) one.to.segment(first, count) = to;
    if (one.slope.size() > 0) one.slope.segment(first, count) = *moved.slope(move, output);
    if (one.told_slope.size() > 0) {
      one.told_slope.segment(first, count) = *moved.slope(move, output, options.slope);
    }
  }
};

// Of means of what is told, or of the mean predictions before and after.
double mean_shift(ShiftKind kind, const Held& rows, const Vector& weights) {
  if (kind == ShiftKind::difference) return mean(rows.shift, weights);
  return told(kind, link(kind, mean(rows.to, weights)) - link(kind, mean(rows.from, weights)));
}

void count_reach(const Reach& reach, const std::vector<Index>* positions, ShiftKind kind, const Held& rows,
                 const Vector& weights, Effect& effect) {
  Vector inside = weights.size() > 0 ? weights : Vector::Ones(rows.shift.size());
  for (Index i = 0; i < inside.size(); ++i) {
    const auto row = static_cast<std::size_t>(positions ? (*positions)[i] : i);
    effect.out_of_range_rows += reach.out_of_range[row];
    effect.off_support_rows += reach.off_support[row];
    if (reach.off_support[row] != 0) inside[i] = 0;
  }
  effect.mean_on_support = inside.sum() > 0 ? mean_shift(kind, rows, inside) : nan;
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
  const std::string by = plan.options.shift == ShiftKind::difference ? " - " : " / ";
  if (move.level) {
    effect.level = variable.levels[*move.level];
    effect.reference = variable.levels[static_cast<std::size_t>(*move.from)];
    effect.label += ": " + *effect.level + by + *effect.reference;
  } else if (move.switched) {
    effect.label += ": " + format_number(*move.to) + by + format_number(*move.from);
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
        support_(support_of(model, plan.observed)),
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
    const auto fitting =
        static_cast<std::size_t>(std::max<Index>(1, most_held / (vectors_held(study_.options) * study_.data.rows())));
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
      mark_not_finite(held.told_slope);
    }
    // Two tasks a part: what its shifts tell, and its slopes.
    parallel_for(2 * study_.parts.size(), study_.options.threads, [&](std::size_t task) {
      const PlannedEffect& part = study_.parts[task / 2];
      const std::size_t output = part.output - first_output, move = part.move - first_move;  // huge if before
      if (output >= outputs || move >= moves) return;
      Held& held = rows.held[output * moves + move];
      Held own;
      if (task % 2 == 0) {
        for (const auto member : {&Held::shift, &Held::from, &Held::to}) own.*member = at_rows(held.*member, part);
        add_shifts(part, rows.reaches[move], own, effects_[task / 2]);
      } else if (held.slope.size() > 0) {
        for (const auto member : {&Held::slope, &Held::told_slope}) own.*member = at_rows(held.*member, part);
        add_slopes(part, own, effects_[task / 2]);
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
    if (positions == nullptr || all.size() == 0) return std::move(all);
    return rows_of(all, *positions);
  }

  void add_shifts(const PlannedEffect& part, const Reach& reach, Held& rows, Effect& effect) const {
    const Vector weights = study_.weights(part.group);
    const ShiftKind kind = study_.options.shift;
    const bool differences = kind == ShiftKind::difference;
    count_reach(reach, study_.positions(part.group), kind, rows, weights, effect);
    const Vector between = differences ? Vector() : Vector(rows.to - rows.from);
    const Vector& changes = differences ? rows.shift : between;
    if (study_.moves[part.move].switched) {
      effect.one_number = judge(part, changes, 1);
      effect.one_number.line_r_squared.reset();  // two values have no line
    }
    effect.shift_histogram = histogram(rows.shift, 9);
    effect.both_ways = both_ways(changes, weights);
    const double of_means = mean_shift(kind, rows, weights);
    effect.shift_summary = summarize(std::move(rows.shift), weights);
    if (differences) return;
    effect.shift_summary.mean = of_means;
    effect.shift_summary.share_positive = mean((between.array() > 0).cast<double>(), weights);
  }

  // Whether one number will do is asked of slopes as they are.
  void add_slopes(const PlannedEffect& part, Held& rows, Effect& effect) const {
    const auto column = static_cast<Index>(study_.moves[part.move].variable);
    if (!study_.moves[part.move].switched) {
      const double sd = standard_deviation(study_.observed.col(column), study_.options.weights);
      effect.one_number = judge(part, rows.slope, sd);
    }
    Vector& told = rows.told_slope.size() > 0 ? rows.told_slope : rows.slope;
    effect.slope_summary = summarize(std::move(told), study_.weights(part.group));
  }

  OneNumber judge(const PlannedEffect& part, const Vector& effects, double step) const {
    const auto at = static_cast<std::size_t>(&part - study_.parts.data());
    OneNumber number = judges_[part.group].judge(study_.moves[part.move].variable, effects, step, spreads_[part.output],
                                                 tests_.empty() ? std::nullopt : std::optional(tests_[at]));
    if (study_.options.at.size() == model_.design.variables.size() && number.finite) number.verdict = "at one point";
    return number;
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
