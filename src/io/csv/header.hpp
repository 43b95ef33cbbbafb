#pragma once

#include <string>
#include <vector>

#include "nninterp/io/csv/options.hpp"
#include "records.hpp"

namespace nninterp {

/// Gives the text its columns; the place where the rows begin. Without a header the columns are V1, V2, .. The first
/// one may have no name: it holds row names, also where it has no place in the header at all; so may the last ones,
/// whose cells must all be empty. InputError if other names are missing, or doubled.
CsvPlace read_header(CsvText& text, bool header);

/// The options with each of their lists of names in single names.
CsvOptions with_single_names(CsvOptions options, const std::vector<std::string>& columns);

/// The record has more or fewer cells than the header: InputError with a hint why.
[[noreturn]] void fail_width(const CsvText& text, CsvRecords& records);

}  // namespace nninterp
