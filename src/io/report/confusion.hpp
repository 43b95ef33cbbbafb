#pragma once

#include <string>

#include "nninterp/model/classes.hpp"

namespace nninterp {

/// "TARGET: how rows of each class are predicted", and a table of them; nothing of more than a dozen classes, which no
/// page holds.
std::string confusion_table(const std::string& target, const Confusion& confusion, const std::string& rows,
                            std::size_t page);

}  // namespace nninterp
