#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/json/json.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

// What the JSON documents have in common.

using Json = nlohmann::ordered_json;

/// The text of a document whose results stand in `body`.
std::string finished(Json body, const Document& document);

/// null where there is none.
Json optional_number(const std::optional<double>& value);

Json interval_json(IntervalMethod method, double level, std::size_t replicates);
/// Of an analysis that has no delta method.
Json interval_json(std::size_t refits, double level);

LongLists::Numbers row_numbers(const std::vector<Index>& rows);

}  // namespace nninterp
