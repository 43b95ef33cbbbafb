#pragma once

#include "records.hpp"

namespace nninterp {

/// Gives the text its columns; the place where the rows begin. InputError if names are missing or doubled.
CsvPlace read_header(CsvText& text);

/// The record has more or fewer cells than the header: InputError with a hint why.
[[noreturn]] void fail_width(const CsvText& text, CsvRecords& records);

}  // namespace nninterp
