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

/// A part of a text, ending behind a line feed or with the text, and the characters that no table holds.
struct CsvStretch {
  CsvPlace begin, end;
  std::size_t nul, invalid;  ///< the first of each, from the beginning of the text, or npos
};
/// Of these bytes, whose place in the text is known.
CsvStretch look_at(std::string_view bytes, CsvPlace begin, CsvPlace end);
/// The place behind bytes that begin there.
CsvPlace behind(std::string_view bytes, CsvPlace begin);

/// Part after part of the bytes without a byte order mark.
std::vector<CsvStretch> stretches_of(std::string_view bytes, const CsvWork& work);

/// InputError unless the bytes, without a byte order mark, are UTF-8 text with lines: names spreadsheets, archives,
/// UTF-16 and the like. `stretches`: what they hold.
void check_text(std::string_view bytes, const std::string& name, const std::vector<CsvStretch>& stretches);

/// The bytes without a byte order mark.
std::string_view without_byte_order_mark(std::string_view bytes);

/// The delimiter given, or the one that a first line "sep=;" names, or the one that splits the first records into the
/// most columns, all alike; and where the header begins. UsageError for one that is none.
CsvText text_of(std::string_view bytes, const std::string& name, const CsvOptions& options);

}  // namespace nninterp
