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

/// What a person does who does not want a column: a hint.
std::string leave_out(const std::string& column);

}  // namespace nninterp
