#pragma once

#include <optional>

#include "early.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "parts.hpp"

namespace nninterp {

/// The same by parts as `work` says. `early`: what was read of these bytes while they came.
Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, const CsvWork& work,
               std::optional<EarlyNumbers> early = {});

}  // namespace nninterp
