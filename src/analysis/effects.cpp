#include "nninterp/analysis/effects.hpp"

#include <algorithm>
#include <cmath>

#include "chosen.hpp"
#include "groups.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/nn/weight_gradient.hpp"
#include "one_number.hpp"

namespace nninterp {

namespace {

// One variable moved at every row: by a delta, or from one value to another.
struct Move {
  std::size_t variable;
  std::optional<std::size_t> level;
  std::optional<double> delta;
  std::optional<double> from, to;  // values that every row gets; without them its own, and that plus delta
};

Move move_number(const Design& design, const Matrix& data, std::size_t variable, const Delta& delta) {
  const Vector values = data.col(static_cast<Index>(variable));
  Move move{variable, {}, size_of(delta, design.variables[variable].name, values), {}, {}};
  if (delta.kind == Delta::Kind::minmax) {
    move.from = values.minCoeff();
    move.to = values.maxCoeff();
  }
  return move;
}

std::vector<Move> plan_moves(const Design& design, const Matrix& data, const EffectOptions& options) {
  std::vector<Move> moves;
  for (const std::size_t v : chosen_variables(design, options.variables)) {
    const Variable& variable = design.variables[v];
    if (!variable.categorical) {
      moves.push_back(move_number(design, data, v, options.delta));
      continue;
    }
    for (std::size_t level = 0; level < variable.levels.size(); ++level) {
      if (level == variable.reference) continue;
      moves.push_back({v, level, {}, static_cast<double>(variable.reference), static_cast<double>(level)});
    }
  }
  return moves;
}

Matrix before(const Matrix& data, const Move& move) {
  Matrix rows = data;
  if (move.from) rows.col(static_cast<Index>(move.variable)).setConstant(*move.from);
  return rows;
}

Matrix after(const Matrix& data, const Move& move) {
  Matrix rows = data;
  const auto column = static_cast<Index>(move.variable);
  if (move.to) {
    rows.col(column).setConstant(*move.to);
  } else {
    rows.col(column).array() += *move.delta;
  }
  return rows;
}

// What a model says of the rows of a block: the shifts of each move and the slopes by each variable.
struct RowEffects {
  Matrix predictions;
  std::vector<Matrix> shifts;  // one a move, rows × outputs
  Slopes slopes;

  RowEffects(const Model& model, const Matrix& data, const std::vector<Move>& moves, OutputScale scale)
      : predictions(predict(model, data, 1, scale)), slopes(nninterp::slopes(model, data, 1, scale)) {
    Matrix base;  // levels of one variable share it
    for (std::size_t i = 0; i < moves.size(); ++i) {
      const Move& move = moves[i];
      const bool shared = i > 0 && move.from && move.level && moves[i - 1].variable == move.variable;
      if (move.from && !shared) base = predict(model, before(data, move), 1, scale);
      shifts.push_back(predict(model, after(data, move), 1, scale) - (move.from ? base : predictions));
    }
  }

  // The slopes by a variable; none for a categorical one.
  std::optional<Vector> slope(std::size_t variable, Index output) const {
    const auto column = std::find(slopes.variables.begin(), slopes.variables.end(), variable);
    if (column == slopes.variables.end()) return std::nullopt;
    return slopes.by_output[static_cast<std::size_t>(output)].col(column - slopes.variables.begin());
  }
};

// What one effect of the result is about.
struct Part {
  std::size_t move;
  Index output;
  std::size_t group;
};

// Everything that stays the same for the model, its refits and its repetitions.
struct Study {
  const Matrix& data;
  const EffectOptions& options;
  std::vector<Move> moves;
  std::vector<std::vector<Index>> groups;
  std::vector<Part> parts;

  Study(const Model& model, const Matrix& rows, const EffectOptions& chosen, const std::optional<Grouping>& grouping)
      : data(rows),
        options(chosen),
        moves(plan_moves(model.design, rows, chosen)),
        groups(rows_of_groups(grouping, rows.rows())) {
    for (const Index output : chosen_outputs(model.design, chosen.targets)) {
      for (std::size_t move = 0; move < moves.size(); ++move) {
        for (std::size_t group = 0; group < groups.size(); ++group) {
          if (!groups[group].empty()) parts.push_back({move, output, group});
        }
      }
    }
  }

  // The rows of a group, each counted as often as its weight says, as weights that sum to 1.
  Vector shares(std::size_t group, const Vector& weights) const {
    Vector result = Vector::Zero(weights.size());
    for (const Index row : groups[group]) result[row] = weights[row];
    return result / result.sum();
  }

  // For each part the average shift, then for each the average slope (NaN without one).
  Vector averages(const Model& model, const Vector& weights) const {
    const auto count = static_cast<Index>(parts.size());
    Vector result = Vector::Zero(2 * count);
    std::vector<Vector> of_groups;
    for (std::size_t group = 0; group < groups.size(); ++group) of_groups.push_back(shares(group, weights));
    parallel_blocks(data.rows(), 1, [&](Index first, Index rows) {
      const RowEffects of_rows(model, data.middleRows(first, rows), moves, options.scale);
      for (Index i = 0; i < count; ++i) {
        const Part& part = parts[static_cast<std::size_t>(i)];
        const auto share = of_groups[part.group].segment(first, rows);
        result[i] += share.dot(of_rows.shifts[part.move].col(part.output));
        const auto slope = of_rows.slope(moves[part.move].variable, part.output);
        result[count + i] += slope ? share.dot(*slope) : nan;
      }
    });
    return result;
  }
};

// What the model says of all rows, for each part: its shifts and its slopes (empty without).
struct AllRows {
  Matrix predictions;
  std::vector<Vector> shifts, slopes;

  AllRows(const Model& model, const Study& study) : predictions(study.data.rows(), model.design.outputs()) {
    for (const Part& part : study.parts) {
      const bool numeric = !model.design.variables[study.moves[part.move].variable].categorical;
      shifts.emplace_back(study.data.rows());
      slopes.emplace_back(numeric ? study.data.rows() : 0);
    }
    parallel_blocks(study.data.rows(), study.options.threads, [&](Index first, Index rows) {
      const RowEffects block(model, study.data.middleRows(first, rows), study.moves, study.options.scale);
      predictions.middleRows(first, rows) = block.predictions;
      for (std::size_t i = 0; i < study.parts.size(); ++i) {
        const Part& part = study.parts[i];
        shifts[i].segment(first, rows) = block.shifts[part.move].col(part.output);
        const auto slope = block.slope(study.moves[part.move].variable, part.output);
        if (slope) slopes[i].segment(first, rows) = *slope;
      }
    });
  }
};

// Standard errors by the delta method of an average shift and an average slope.
std::pair<double, double> delta_errors(const Model& model, const Study& study, const Part& part,
                                       const WeightCovariance& covariance) {
  const Move& move = study.moves[part.move];
  const Vector share = study.shares(part.group, Vector::Ones(study.data.rows()));
  const OutputScale scale = study.options.scale;
  const double unit = model.design.output_scales()[part.output];
  const auto gradient = [&](const Matrix& rows) {
    return output_gradient(model.network, encode_inputs(model.design, rows), share, part.output, scale);
  };
  const Vector shift = unit * (gradient(after(study.data, move)) - gradient(before(study.data, move)));
  const Variable& variable = model.design.variables[move.variable];
  if (variable.categorical) return {delta_std_error(covariance, shift), nan};
  const Vector slope = unit / variable.scale *
                       slope_gradient(model.network, encode_inputs(model.design, study.data), share, part.output,
                                      model.design.first_inputs()[move.variable], scale);
  return {delta_std_error(covariance, shift), delta_std_error(covariance, slope)};
}

void add_intervals(const Model& model, const Study& study, const IntervalSource& source, Effects& result) {
  const double level = study.options.interval.level;
  const std::size_t count = study.parts.size();
  if (source.method == IntervalMethod::delta) {
    for (std::size_t i = 0; i < count; ++i) {
      Effect& effect = result.effects[i];
      const auto [shift, slope] = delta_errors(model, study, study.parts[i], *source.covariance);
      effect.shift_interval = normal_interval(effect.shift_summary.mean, shift, level);
      if (effect.slope_summary) effect.slope_interval = normal_interval(effect.slope_summary->mean, slope, level);
    }
  }
  if (source.method != IntervalMethod::bootstrap) return;
  const std::vector<Interval> intervals = percentile_intervals(
      over_refits(model, study.data.rows(), study.options.interval.training_rows, study.options.threads,
                  [&](const Model& refit, const Vector& weights) { return study.averages(refit, weights); }),
      level);
  for (std::size_t i = 0; i < count; ++i) {
    result.effects[i].shift_interval = intervals[i];
    result.effects[i].slope_interval = intervals[count + i];
  }
}

std::optional<BetweenFits> compare_fits(const Vector& averages, double of_best, double std_error) {
  if (averages.size() < 2 || !averages.allFinite()) return std::nullopt;
  BetweenFits between{static_cast<std::size_t>(averages.size()), standard_deviation(averages), 0, nan};
  between.sign_agreement = (averages.array() * of_best > 0).cast<double>().mean();
  const double variance = between.sd * between.sd;
  if (!std::isnan(std_error)) between.variance_share = variance / (variance + std_error * std_error);
  return between;
}

void add_between_fits(const Model& model, const Study& study, Effects& result) {
  const Matrix fits =
      over_repetitions(model, study.data.rows(), study.options.threads,
                       [&](const Model& other, const Vector& weights) { return study.averages(other, weights); });
  if (fits.rows() < 2) return;
  const auto count = static_cast<Index>(study.parts.size());
  for (Index i = 0; i < count; ++i) {
    Effect& effect = result.effects[static_cast<std::size_t>(i)];
    effect.shift_between_fits = compare_fits(fits.col(i), effect.shift_summary.mean, effect.shift_interval.std_error);
    if (!effect.slope_summary) continue;
    effect.slope_between_fits =
        compare_fits(fits.col(count + i), effect.slope_summary->mean, effect.slope_interval.std_error);
  }
}

// What the linear regression says of the same averages: its coefficient, or the average slope of its probabilities.
void add_linear_coefficients(const Model& model, const Study& study, Effects& result) {
  if (!model.training || !model.training->linear_model) return;
  Model linear;
  linear.design = model.design;
  linear.network = *model.training->linear_model;
  const Vector averages = study.averages(linear, Vector::Ones(study.data.rows()));
  const auto count = static_cast<Index>(study.parts.size());
  for (Index i = 0; i < count; ++i) {
    Effect& effect = result.effects[static_cast<std::size_t>(i)];
    const double coefficient = averages[effect.slope_summary ? count + i : i];
    if (std::isfinite(coefficient)) effect.one_number.linear_coefficient = coefficient;
  }
}

// Where a move leads.
struct Reach {
  std::vector<bool> out_of_range, off_support;
};

Reach reach_of(const Model& model, const Matrix& data, const Move& move, const Support& support, int threads) {
  const Variable& variable = model.design.variables[move.variable];
  const auto column = static_cast<Index>(move.variable);
  Reach reach;
  if (variable.categorical) {
    reach.out_of_range.assign(static_cast<std::size_t>(data.rows()), false);
  } else {
    Vector moved = data.col(column).array() + *move.delta;
    if (move.to) moved.setConstant(*move.to);
    reach.out_of_range = leaves_range(variable, data.col(column), moved);
  }
  reach.off_support = reach.out_of_range;
  if (support.center.size() == 0) return reach;
  Vector farthest(data.rows());
  parallel_blocks(data.rows(), threads, [&](Index first, Index rows) {
    const Matrix block = data.middleRows(first, rows);
    Vector far = distances(support, encode_inputs(model.design, after(block, move)));
    if (move.from) far = far.cwiseMax(distances(support, encode_inputs(model.design, before(block, move))));
    farthest.segment(first, rows) = far;
  });
  for (Index row = 0; row < data.rows(); ++row) {
    if (farthest[row] > support.limit) reach.off_support[static_cast<std::size_t>(row)] = true;
  }
  return reach;
}

std::vector<Reach> reaches(const Model& model, const Study& study) {
  const bool known = model.training && model.training->support;
  Support support;
  if (known) {
    support = *model.training->support;
  } else if (study.data.rows() > 1) {
    support = learn_support(encode_inputs(model.design, study.data));
  }
  std::vector<Reach> result;
  for (const Move& move : study.moves)
    result.push_back(reach_of(model, study.data, move, support, study.options.threads));
  return result;
}

Effect effect_of(const Model& model, const Study& study, const AllRows& rows, const Reach& reach, std::size_t index) {
  const Part& part = study.parts[index];
  const Move& move = study.moves[part.move];
  const Variable& variable = model.design.variables[move.variable];
  Effect effect{};
  effect.variable = variable.name;
  effect.target = model.design.output_names()[static_cast<std::size_t>(part.output)];
  if (move.level) {
    effect.level = variable.levels[*move.level];
    effect.reference = variable.levels[variable.reference];
  }
  effect.rows = study.groups[part.group];
  effect.delta = move.delta;
  effect.shift = pick(rows.shifts[index], effect.rows);
  effect.shift_summary = summarize(effect.shift);
  double inside = 0;
  for (std::size_t i = 0; i < effect.rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(effect.rows[i]);
    effect.out_of_range_rows += reach.out_of_range[row] ? 1 : 0;
    effect.off_support_rows += reach.off_support[row] ? 1 : 0;
    if (!reach.off_support[row]) inside += effect.shift[static_cast<Index>(i)];
  }
  effect.mean_on_support = inside / static_cast<double>(effect.rows.size() - effect.off_support_rows);
  if (!variable.categorical) {
    effect.slope = pick(rows.slopes[index], effect.rows);
    effect.slope_summary = summarize(effect.slope);
  }
  const double step = variable.categorical ? 1 : standard_deviation(study.data.col(static_cast<Index>(move.variable)));
  const bool all = effect.rows.size() == static_cast<std::size_t>(study.data.rows());
  const Matrix picked = all ? Matrix() : pick(study.data, effect.rows);
  effect.one_number =
      judge(model.design, move.variable, all ? study.data : picked, variable.categorical ? effect.shift : effect.slope,
            step, standard_deviation(rows.predictions.col(part.output)));
  return effect;
}

std::vector<Warning> warn_of_reaches(const Design& design, const Study& study, const std::vector<Reach>& reached) {
  std::vector<std::vector<bool>> outside(design.variables.size());
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (study.moves[i].delta) outside[study.moves[i].variable] = reached[i].out_of_range;
  }
  return warn_of_moves(design, outside);
}

}  // namespace

Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping) {
  const Study study(model, data, options, grouping);
  check_scale(model, options.scale);
  const AllRows rows(model, study);
  const std::vector<Reach> reached = reaches(model, study);
  IntervalSource source = choose_intervals(model, data, options.interval, options.threads);
  Effects result;
  result.method = source.method;
  result.replicates = source.replicates;
  for (std::size_t i = 0; i < study.parts.size(); ++i) {
    const Part& part = study.parts[i];
    result.effects.push_back(effect_of(model, study, rows, reached[part.move], i));
    if (grouping) result.effects.back().group = grouping->levels[part.group];
  }
  add_intervals(model, study, source, result);
  add_between_fits(model, study, result);
  add_linear_coefficients(model, study, result);
  result.warnings = warn_of_reaches(model.design, study, reached);
  result.warnings.insert(result.warnings.end(), source.warnings.begin(), source.warnings.end());
  return result;
}

}  // namespace nninterp
