#pragma once

#include <string>
#include <vector>

#include "held_out.hpp"
#include "nninterp/model/verdict.hpp"

namespace nninterp {

/// A simpler model, and what it loses at the held-out rows.
struct Rival {
  BaselineKind kind;
  HeldOutLoss loss;
};

/// The gain is over the best rival, paired by row. The network is better where the gain is more than 2.33 standard
/// errors of it or, where a few rows of huge squared errors hide it, more than 3 with those as the next largest;
/// nothing is predicted where neither it nor a rival is so much better than the last rival, the mean or the shares.
Verdict judge_by_loss(const HeldOutLoss& network, const std::vector<Rival>& rivals, ErrorFunction error,
                      const std::vector<std::vector<Index>>& clusters);

/// Whether the network's average effects agree with the regression's within its 95 % intervals, clustered: by each
/// input the average slope or, of an input of two values, the difference between them. False where there are no
/// intervals.
bool same_effects(const Network& network, const Network& regression, const Sample& sample,
                  const std::vector<std::vector<Index>>& clusters, ErrorFunction error, int threads);

}  // namespace nninterp
