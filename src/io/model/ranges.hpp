#pragma once

#include "io/json/json.hpp"
#include "io/json/node.hpp"
#include "nninterp/data/design.hpp"

namespace nninterp {

// Which values the training data have, as the record of a training tells: "ranges" and "values" of the variables,
// "target_ranges".

/// InputError for what is no range, and for names that the design does not have.
void read_ranges(const Node& training, Design& design);

void add_ranges(const Design& design, nlohmann::ordered_json& training);

}  // namespace nninterp
