#pragma once

#include <string_view>

namespace nninterp {

// The files of assets/, as they stand there; the scripts one after the other.
extern const std::string_view page_template, page_style, page_script;

}  // namespace nninterp
