#pragma once

#include <functional>
#include <string_view>

namespace nninterp {

/// Takes the next bytes of a document.
using Sink = std::function<void(std::string_view)>;

}  // namespace nninterp
