#pragma once

#include <functional>
#include <string>

#include "nninterp/core/matrix.hpp"
#include "nninterp/io/bytes/sink.hpp"

namespace nninterp {

/// The text of `count` rows from row `first` on; called by several threads.
using RowsText = std::function<std::string(Index first, Index count)>;

/// Writes the text of all rows in their order, made by several threads a few thousand rows at a time, so that there is
/// never much of it.
void write_rows(Index rows, int threads, const RowsText& text, const Sink& sink);

}  // namespace nninterp
