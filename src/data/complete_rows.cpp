#include "nninterp/data/complete_rows.hpp"

#include <algorithm>
#include <utility>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/data/formula.hpp"

namespace nninterp {

namespace {

std::string drop(const std::string& column) { return with_value("⟨drop⟩", column); }

struct Gaps {
  std::vector<std::string> counts, mostly_missing;
  std::vector<Index> complete;  // rows
  std::size_t but_for_mostly_missing = 0;
};

Gaps find_gaps(const Table& table, const std::vector<std::string>& columns) {
  Gaps gaps;
  std::vector<bool> complete(table.lines.size(), true), otherwise = complete;
  for (const std::string& name : columns) {
    const Column& column = table.at(name);
    std::vector<Index> rows;
    for (Index row = 0; row < table.rows(); ++row) {
      if (column.missing(row)) rows.push_back(row);
    }
    if (rows.size() == complete.size()) {
      throw InputError(column_place(table, name) + ": has no value in any row", leave_out(name));
    }
    const bool mostly = 2 * rows.size() > complete.size();
    for (const Index row : rows) {
      complete[row] = false;
      if (!mostly) otherwise[row] = false;
    }
    if (!rows.empty()) gaps.counts.push_back(name + " in " + std::to_string(rows.size()));
    if (mostly) gaps.mostly_missing.push_back(name);
  }
  for (Index row = 0; row < table.rows(); ++row) {
    if (complete[row]) gaps.complete.push_back(row);
  }
  gaps.but_for_mostly_missing = static_cast<std::size_t>(std::count(otherwise.begin(), otherwise.end(), true));
  return gaps;
}

std::string way_on(const Gaps& gaps, std::size_t rows) {
  constexpr std::size_t most_named = 12;
  const std::vector<std::string>& columns = gaps.mostly_missing;
  if (columns.empty() || columns.size() > most_named) {
    return "⟨na⟩ drop leaves these rows out, which keeps " + std::to_string(gaps.complete.size());
  }
  std::string list, single;
  for (const std::string& column : columns) {
    list += (list.empty() ? "" : ",") + column;
    single += drop(column) + " ";
  }
  const bool commas = static_cast<std::size_t>(std::count(list.begin(), list.end(), ',')) >= columns.size();
  const std::string drops = commas ? single : drop(list) + " ";
  const std::string kept = std::to_string(gaps.but_for_mostly_missing);
  if (gaps.but_for_mostly_missing == rows) return drops + "keeps all rows";
  return drops + "⟨na⟩ drop keeps " + kept + " of the rows, ⟨na⟩ drop alone " + std::to_string(gaps.complete.size());
}

}  // namespace

std::string leave_out(const std::string& column) {
  return "leave it out, with " + drop(column) + " or \"- " + in_formula(column) + "\" in the formula";
}

std::vector<Index> complete_rows(const Table& table, const std::vector<std::string>& columns, MissingPolicy policy) {
  Gaps gaps = find_gaps(table, columns);
  const std::size_t rows = table.lines.size(), incomplete = rows - gaps.complete.size();
  if (incomplete > 0 && policy == MissingPolicy::error) {
    throw InputError(table.name + ": values are missing in " + std::to_string(incomplete) + " of " +
                         count_of(rows, "row") + ": " + list_some(gaps.counts, 8),
                     way_on(gaps, rows));
  }
  if (gaps.complete.empty()) {
    throw InputError(table.name + ": every row has a missing value: " + list_some(gaps.counts, 8),
                     gaps.but_for_mostly_missing > 0 ? way_on(gaps, rows) : "");
  }
  return std::move(gaps.complete);
}

}  // namespace nninterp
