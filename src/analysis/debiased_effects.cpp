#include "debiased_effects.hpp"

#include <map>

#include "cross_fitting.hpp"
#include "nninterp/analysis/predict.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

// What is averaged of a move.
enum What : std::size_t { from, to, difference, slope, all_of_them };

class DebiasedEffects {
 public:
  DebiasedEffects(const Model& model, const EffectPlan& plan) : model_(model), plan_(plan) {
    for (std::size_t move = 0; move < plan.moves.size(); ++move) {
      if (plan.options.shift == ShiftKind::difference) {
        add_functionals(move, difference);
      } else {
        add_functionals(move, from);
        add_functionals(move, to);
      }
      if (!plan.moves[move].level) add_functionals(move, slope);
    }
    for (const PlannedEffect& part : plan.parts) add_means(part);
    add_combinations();
    means_.of_network = divides_by_prediction(plan.options.slope);
    means_.groups = plan.groups.size();
    means_.weights = [&plan](const std::vector<Index>& rows, std::size_t group) { return plan.members(group, rows); };
    means_.at_rows = [this](const Model& other, const Matrix& rows) { return at_rows(other, rows); };
    means_.of_terms = [this](const Terms& terms, const Matrix& rows, std::size_t kind, const Model& at, Index output) {
      return of_terms(terms, held(rows, plan_.options.at), kind, at, output);
    };
  }

  OfParts<Interval> run() const {
    const std::vector<DebiasedMean> debiased =
        debias(model_, plan_.observed, plan_.options.interval, means_, plan_.options.scale, plan_.options.threads);
    const auto interval = [&](const std::optional<std::size_t>& at) {
      return at ? debiased_interval(debiased[*at], plan_.options.interval.level) : no_interval();
    };
    OfParts<Interval> result;
    for (const auto& at : shifts_) result.shifts.push_back(interval(at));
    for (const auto& at : slopes_) result.slopes.push_back(interval(at));
    return result;
  }

 private:
  void add_functionals(std::size_t move, What what) {
    const std::size_t kind = all_of_them * move + what;
    first_of_kind_[kind] = means_.functionals.size();
    for (std::size_t group = 0; group < plan_.groups.size(); ++group) means_.functionals.push_back({kind, group});
  }

  // The place of a part's mean; none where it is not asked for.
  std::optional<std::size_t> add_mean(const PlannedEffect& part, What what) {
    const auto kind = first_of_kind_.find(all_of_them * part.move + what);
    if (kind == first_of_kind_.end()) return std::nullopt;
    means_.means.push_back({plan_.outputs[part.output], kind->second + part.group});
    return means_.means.size() - 1;
  }

  void add_means(const PlannedEffect& part) {
    const auto before = add_mean(part, from), after = add_mean(part, to), between = add_mean(part, difference);
    links_.push_back(between ? Combination{ShiftKind::difference, {{*between, 1}}}
                             : Combination{plan_.options.shift, {{*after, 1}, {*before, -1}}});
    slopes_.push_back(add_mean(part, slope));
  }

  std::size_t add(Combination combination) {
    means_.combinations.push_back(std::move(combination));
    return means_.means.size() + means_.combinations.size() - 1;
  }

  void add_combinations() {
    for (const Combination& shift : links_) {
      const auto& [mean, sign] = shift.signed_means.front();
      shifts_.push_back(shift.signed_means.size() == 1 ? mean : add(shift));
    }
    for (const auto& [part, against] : plan_.comparisons) {
      Combination shift = links_[part];
      for (const auto& [mean, sign] : links_[against].signed_means) shift.signed_means.emplace_back(mean, -sign);
      shifts_.push_back(add(std::move(shift)));
      const auto &one = slopes_[part], &other = slopes_[against];
      slopes_.push_back(one ? std::optional(add({ShiftKind::difference, {{*one, 1}, {*other, -1}}})) : std::nullopt);
    }
  }

  Matrix at_rows(const Model& other, const Matrix& rows) const {
    const MovedRows moved(other, held(rows, plan_.options.at), plan_.moves, plan_.outputs, plan_.options.scale);
    Matrix numbers(rows.rows(), static_cast<Index>(means_.means.size()));
    Index next = 0;
    for (const PlannedEffect& part : plan_.parts) {
      if (plan_.options.shift == ShiftKind::difference) {
        numbers.col(next++) = moved.difference(part.move, part.output);
      } else {
        numbers.col(next++) = moved.from(part.move, part.output);
        numbers.col(next++) = moved.to(part.move, part.output);
      }
      if (const auto told = moved.slope(part.move, part.output, plan_.options.slope)) numbers.col(next++) = *told;
    }
    return numbers;
  }

  Matrix of_terms(const Terms& terms, const Matrix& rows, std::size_t kind, const Model& at, Index output) const {
    const Move& move = plan_.moves[kind / all_of_them];
    const auto inputs = [&](const Matrix& of) { return encode_inputs(model_.design, of); };
    switch (kind % all_of_them) {
      case from:
        return terms.values(inputs(before(rows, move)));
      case to:
        return terms.values(inputs(after(rows, move)));
      case difference:
        return terms.differences(inputs(after(rows, move)), inputs(before(rows, move)),
                                 inputs_of(model_.design, move.variable));
      default:
        return slopes_of_terms(terms, rows, move, at, output);
    }
  }

  Matrix slopes_of_terms(const Terms& terms, const Matrix& rows, const Move& move, const Model& at,
                         Index output) const {
    const SlopeKind kind = plan_.options.slope;
    const Matrix inputs = encode_inputs(model_.design, rows);
    Matrix slopes = terms.slopes(inputs, model_.design.first_inputs()[move.variable]) /
                    model_.design.variables[move.variable].scale;
    if (kind == SlopeKind::dydx) return slopes;
    Vector of_network = Vector::Ones(rows.rows()), f = of_network;
    if (means_.of_network) {
      of_network = row_slopes(at, rows, move.variable, output);
      f = predict(at, rows, 1).col(output);
    }
    const SlopeParts parts = slope_parts(kind, of_network, rows.col(static_cast<Index>(move.variable)), f);
    Matrix result = parts.by_slope.asDiagonal() * slopes;
    if (means_.of_network) result += parts.by_f.asDiagonal() * terms.values(inputs);
    return result;
  }

  const Model& model_;
  const EffectPlan& plan_;
  LinearMeans means_;
  std::map<std::size_t, std::size_t> first_of_kind_;  // among the functionals
  std::vector<Combination> links_;                    // one a part: its shift
  // Places among the means and their combinations, by part, then by comparison.
  std::vector<std::optional<std::size_t>> shifts_, slopes_;
};

}  // namespace

OfParts<Interval> debiased_effects(const Model& model, const EffectPlan& plan) {
  return DebiasedEffects(model, plan).run();
}

}  // namespace nninterp
