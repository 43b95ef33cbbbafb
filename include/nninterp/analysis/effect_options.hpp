#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/analysis/selection.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

struct EffectOptions {
  std::vector<std::string> variables;  ///< empty: every variable
  std::vector<std::string> targets;    ///< names of outputs, or of a target for all its classes; empty: all
  Delta delta;
  OutputScale scale = OutputScale::response;  ///< logit: effects on log-odds, for probabilities only
  Vector weights;  ///< how often each row of the data counts in every mean over them; empty: once
  IntervalOptions interval;
  int threads = 0;
};

}  // namespace nninterp
