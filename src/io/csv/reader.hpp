#pragma once

#include "nninterp/io/csv/reader.hpp"
#include "parts.hpp"

namespace nninterp {

/// The same by parts as `work` says.
Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, const CsvWork& work);

}  // namespace nninterp
