#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/json/fields.hpp"
#include "io/json/json.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

// What the documents have in common.

using Json = nlohmann::ordered_json;

/// The text of a document whose results stand in `body`.
std::string finished(Json body, const Document& document);

/// null where there is none.
Json optional_number(const std::optional<double>& value);

/// What an interval says, by its names in documents.
inline constexpr Field<Interval> interval_fields[] = {
    {"std_error", &Interval::std_error}, {"conf_low", &Interval::conf_low}, {"conf_high", &Interval::conf_high}};

/// Its cells under these names.
std::vector<std::string> interval_cells(const Interval& interval);

Json interval_json(IntervalMethod method, double level, std::size_t replicates);
/// Of an analysis that has no delta method.
Json interval_json(std::size_t refits, double level);

LongLists::Numbers row_numbers(const std::vector<Index>& rows);

}  // namespace nninterp
