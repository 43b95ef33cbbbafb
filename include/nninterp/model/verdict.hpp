#pragma once

#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// A sentence for people: what the network is worth beside the best of what is simpler, with the gain.
std::string verdict_text(const Verdict& verdict);

/// The same in a few words: "predicts no better than a linear regression".
std::string short_text(const Verdict& verdict);

/// The warning of a verdict that is not "better", by its code (no_better_than_linear, predicts_nothing); every reading
/// of the network repeats it (see reading.hpp). Empty for a better one.
std::vector<Warning> warn_of_verdict(const Verdict& verdict);

}  // namespace nninterp
