#pragma once

#include <string>
#include <vector>

#include "io/json/json.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/paths.hpp"

namespace nninterp {

// The part of a document of effects that splits slopes by paths through the hidden units.

/// path_sum and weight_product_sum of an effect, null for a categorical variable.
void add_path_sums(nlohmann::ordered_json& body, const Effect& effect, const std::vector<PathSplit>& splits);
nlohmann::ordered_json paths_json(const std::vector<PathSplit>& splits);
/// A line a path.
std::string paths_csv(const std::vector<PathSplit>& splits);
std::string paths_text(const std::vector<PathSplit>& splits, OutputScale scale, std::size_t page);

}  // namespace nninterp
