#pragma once

#include <string>

#include "nninterp/data/design.hpp"

namespace nninterp {

/// The target that an output belongs to.
const Target& target_of(const Design& design, Index output);

/// How people call an output beside others of its target: the class alone, "setosa", or with its target where it says
/// nothing alone, "case = 1"; a number by its target's name.
std::string output_name(const Design& design, Index output);

}  // namespace nninterp
