#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nninterp/io/csv/options.hpp"
#include "parts.hpp"
#include "records.hpp"

namespace nninterp {

/// The delimiters that a table may have.
constexpr std::string_view csv_delimiters = ",;\t|";

/// Part after part of a text, each ending behind a line feed or with the text.
struct CsvStretch {
  CsvPlace begin, end;
};

/// InputError unless the bytes, without a byte order mark, are UTF-8 text with lines: names spreadsheets, archives,
/// UTF-16 and the like. In passing it finds the lines where the parts begin.
std::vector<CsvStretch> check_text(std::string_view bytes, const std::string& name, const CsvWork& work = {1});

/// The bytes without a byte order mark.
std::string_view without_byte_order_mark(std::string_view bytes);

/// The delimiter given, or the one that a first line "sep=;" names, or the one that splits the first records into the
/// most columns, all alike; and where the header begins. UsageError for one that is none.
CsvText text_of(std::string_view bytes, const std::string& name, const CsvOptions& options);

}  // namespace nninterp
