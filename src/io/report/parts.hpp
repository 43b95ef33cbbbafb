#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/csv/writer.hpp"
#include "io/json/fields.hpp"
#include "io/json/json.hpp"
#include "nninterp/analysis/heterogeneity.hpp"
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

/// What a test says.
inline constexpr Field<Test> test_fields[] = {{"p_value", &Test::p_value}, {"p_adjusted", &Test::adjusted}};

/// The cells under the names of a field list; empty ones for what is not there.
template <typename Struct, std::size_t Count>
std::vector<std::string> cells_of(const std::optional<Struct>& from, const Field<Struct> (&fields)[Count]) {
  std::vector<std::string> cells(Count);
  for (std::size_t i = 0; i < Count && from; ++i) cells[i] = cell((*from).*fields[i].member);
  return cells;
}

Json interval_json(IntervalMethod method, double level, std::size_t replicates);
/// Of an analysis that has no delta method.
Json interval_json(std::size_t refits, double level);

StreamedLists::Numbers row_numbers(const std::vector<Index>& rows);

}  // namespace nninterp
