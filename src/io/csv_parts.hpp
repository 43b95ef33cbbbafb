#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "nninterp/io/csv_reader.hpp"

namespace nninterp {

/// read_csv with its bytes cut into at most so many parts, which the threads share; neither number changes the table.
Table read_csv_in_parts(std::string_view bytes, const std::string& name, const CsvOptions& options, std::size_t parts,
                        int threads);

}  // namespace nninterp
