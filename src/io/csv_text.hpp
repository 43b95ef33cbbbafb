#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nninterp/io/csv_reader.hpp"

namespace nninterp {

/// The delimiters that a table may have.
constexpr std::string_view csv_delimiters = ",;\t|";

/// InputError unless the bytes are UTF-8 text with lines: names spreadsheets, archives, UTF-16 and the like.
/// Works on so many parts of them at once; the error is the same for any number.
void check_text(std::string_view bytes, const std::string& name, std::size_t parts = 1, int threads = 1);

std::size_t count_feeds(std::string_view bytes);

/// At most so many pieces of about one size, each ending behind a line feed or with the bytes.
std::vector<std::string_view> cut_at_lines(std::string_view bytes, std::size_t pieces);

/// The bytes without a byte order mark.
std::string_view without_byte_order_mark(std::string_view bytes);

/// The delimiter given, or the one that splits the first records into the most columns, all alike.
char delimiter_of(std::string_view bytes, const CsvOptions& options);

}  // namespace nninterp
