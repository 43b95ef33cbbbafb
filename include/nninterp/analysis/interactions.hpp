#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/h_statistic.hpp"

namespace nninterp {

struct InteractionOptions {
  std::vector<std::string> variables;  ///< pairs among these, a single one with every other; empty: all pairs
  std::vector<std::string> targets;    ///< as in EffectOptions
  Delta delta;                         ///< of both variables in mixed differences; not minmax
  std::vector<std::pair<std::string, Delta>> deltas;  ///< of single variables, in place of `delta`
  std::optional<OutputScale> scale;                   ///< none: response, and for probabilities the log-odds besides
  Index rows = 1000;  ///< H² from at most so many rows, drawn at random from more; its work grows with their square
  std::uint32_t seed = 1;    ///< of that draw
  Vector weights;            ///< how often each row of the data counts in every mean over them; empty: once
  IntervalOptions interval;  ///< of the mean second derivative, from refits
  int threads = 0;
};

/// How two variables A and B act together on one target, told on one scale.
struct PairStrength {
  std::optional<Summary> second;  ///< d²f / dA dB over the rows, in target units per product of units; numeric pairs
  HStatistic h;                   ///< whole: the partial dependence PD_AB; parts: PD_A + PD_B. Friedman and Popescu
                                  ///< 2008, Annals of Applied Statistics 2, 916-954, equation 44
  std::optional<Summary> mixed;   ///< f(both moved) - f(A moved) - f(B moved) + f(x) over the rows; numeric pairs
};

struct Interaction {
  std::array<std::string, 2> variables;  ///< in the order of the model
  std::string target;
  std::optional<std::array<double, 2>> delta;  ///< by how much `mixed` moves them
  PairStrength strength;
  std::optional<PairStrength> logit;         ///< the same of the log-odds
  Interval second_interval = no_interval();  ///< of strength.second's mean, by refits
  Interval h_interval = no_interval();       ///< of strength.h's value, by refits at some of the rows
  /// Of the two not acting together at all, on probabilities' log-odds (docs/interactions.md); not on other rows than
  /// those of the training, nor of a model without networks that have not seen a fold of them.
  Test test;
};

/// How far a variable's effect on one target depends on the others, all of them taken together.
struct TotalInteraction {
  std::string variable, target;
  HStatistic h;  ///< whole: f; parts: PD of the variable + PD of all others. Friedman and Popescu, equation 45
  std::optional<HStatistic> logit;  ///< the same of the log-odds
  /// As of effects (OneNumberTests): the one that it acts together with, the test of that pair, and how many of the
  /// networks without a fold put it first.
  std::optional<std::string> depends_on;
  Test depends;
  double share_of_networks = nan;
};

struct Interactions {
  std::vector<Interaction> pairs;
  std::vector<TotalInteraction> totals;
  Index rows, h_rows;          ///< of the data, and those that H² comes from
  std::size_t replicates = 0;  ///< refits that the standard errors come from
  std::vector<Warning> warnings;
};

/// In a fixed order, the variables as the model has them, then by target: the same for other weights of the network.
/// `data` in the variables' own units, rows × variables, at least one row; deltas by sd and iqr are measured on all of
/// its rows, derivatives and mixed differences told of all of them. InputError for a model with a single variable,
/// unknown names, log-odds of what is no probability.
Interactions interactions(const Model& model, const Matrix& data, const InteractionOptions& options);

/// Pairs and totals in falling order of H², those without one last.
void sort_by_strength(Interactions& interactions);

}  // namespace nninterp
