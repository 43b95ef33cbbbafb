#pragma once

#include <string>
#include <vector>

#include "nninterp/core/words.hpp"
#include "nninterp/data/table.hpp"

namespace nninterp {

/// What to do with rows where a used column has no value.
enum class MissingPolicy { error, drop };
constexpr Words<MissingPolicy, 2> words_of(MissingPolicy) {
  return {{{MissingPolicy::error, "error"}, {MissingPolicy::drop, "drop"}}};
}

/// Rows (0-based) in which none of the columns is missing. With `error`, InputError that counts what is missing where.
std::vector<Index> complete_rows(const Table& table, const std::vector<std::string>& columns, MissingPolicy policy);

/// How a column is left out of a fit, for messages.
std::string leave_out_hint(const std::string& column);

}  // namespace nninterp
