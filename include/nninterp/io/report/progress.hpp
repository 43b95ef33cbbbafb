#pragma once

#include <string>

#include "nninterp/model/fit_options.hpp"

namespace nninterp {

/// One line without its end: what is running, how much of it is done after so many seconds, and about how long the rest
/// takes.
std::string progress_text(const FitProgress& progress, double seconds);

}  // namespace nninterp
