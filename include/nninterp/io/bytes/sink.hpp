#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace nninterp {

/// Takes the next bytes of a document.
using Sink = std::function<void(std::string_view)>;

/// Takes the next bytes of a file, whole lines.
using BlockSink = std::function<void(std::shared_ptr<const std::string>)>;

}  // namespace nninterp
