#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/holds.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/analysis/selection.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Which levels of a category are compared: each with the reference, each with the one before it, or all of them.
enum class Contrast { reference, pairwise, sequential };
constexpr Words<Contrast, 3> words_of(Contrast) {
  return {{{Contrast::reference, "reference"}, {Contrast::pairwise, "pairwise"}, {Contrast::sequential, "sequential"}}};
}

/// What the slope of y = f(x) by x is told as: dy/dx, the elasticity x/y dy/dx, the share 1/y dy/dx of y by which it
/// changes per 1 of x, or x dy/dx, by how much y changes per 1 (a hundred times as much as per 1 %) of x.
enum class SlopeKind { dydx, eyex, eydx, dyex };
constexpr Words<SlopeKind, 4> words_of(SlopeKind) {
  return {{{SlopeKind::dydx, "dydx"}, {SlopeKind::eyex, "eyex"}, {SlopeKind::eydx, "eydx"}, {SlopeKind::dyex, "dyex"}}};
}

/// What f(x moved) and f(x) are compared by. The average difference is the mean of the rows'; of ratios it is that of
/// the mean predictions, and of odds ratios that of their odds.
enum class ShiftKind { difference, ratio, odds_ratio };
constexpr Words<ShiftKind, 3> words_of(ShiftKind) {
  return {{{ShiftKind::difference, "difference"}, {ShiftKind::ratio, "ratio"}, {ShiftKind::odds_ratio, "odds-ratio"}}};
}

struct EffectOptions {
  std::vector<std::string> variables;  ///< empty: every variable
  std::vector<std::string> targets;    ///< names of outputs, or of a target for all its classes; empty: all
  Delta delta;
  OutputScale scale = OutputScale::response;  ///< logit: effects on log-odds, for probabilities only
  Contrast contrast = Contrast::reference;
  SlopeKind slope = SlopeKind::dydx;        ///< but dydx and dyex on the response alone
  ShiftKind shift = ShiftKind::difference;  ///< others on the response alone, odds ratios of probabilities
  std::vector<Hold> at;                     ///< held in every row; deltas are measured on the rows as they are
  bool compare = false;                     ///< also the differences between the first group and each other
  Vector weights;  ///< how often each row of the data counts in every mean over them; empty: once
  IntervalOptions interval;
  int threads = 0;
};

}  // namespace nninterp
