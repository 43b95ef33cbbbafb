#include "nninterp/data/complete_rows.hpp"

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string leave_out(const std::string& column) {
  return "leave it out, with ⟨drop⟩ " + column + " or \"- " + column + "\" in the formula";
}

std::vector<Index> complete_rows(const Table& table, const std::vector<std::string>& columns, MissingPolicy policy) {
  std::vector<bool> complete(table.lines.size(), true);
  std::vector<std::string> gaps, mostly_missing;
  for (const std::string& name : columns) {
    const Column& column = table.at(name);
    std::size_t missing = 0;
    for (Index row = 0; row < table.rows(); ++row) {
      if (!column.missing(row)) continue;
      ++missing;
      complete[row] = false;
    }
    if (missing == complete.size()) {
      throw InputError(column_place(table, name) + ": has no value in any row", leave_out(name));
    }
    if (missing > 0) gaps.push_back(name + " in " + std::to_string(missing));
    if (2 * missing > complete.size()) mostly_missing.push_back(name);
  }
  std::vector<Index> rows;
  for (Index row = 0; row < table.rows(); ++row) {
    if (complete[row]) rows.push_back(row);
  }
  const std::size_t incomplete = complete.size() - rows.size();
  if (incomplete > 0 && policy == MissingPolicy::error) {
    throw InputError(table.name + ": values are missing in " + std::to_string(incomplete) + " of " +
                         count_of(complete.size(), "row") + ": " + list_some(gaps, 8),
                     mostly_missing.empty()
                         ? "⟨na⟩ drop leaves these rows out"
                         : "⟨drop⟩ " + mostly_missing.front() + " keeps most of them; ⟨na⟩ drop leaves the others out");
  }
  if (rows.empty()) throw InputError(table.name + ": every row has a missing value: " + list_some(gaps, 8));
  return rows;
}

}  // namespace nninterp
