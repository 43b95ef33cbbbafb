#pragma once

#include <memory>
#include <string>

#include "nninterp/io/report/show.hpp"

namespace nninterp::cli {

/// The answer of `show` about the model in this file, without intervals and but for what its units warn of.
std::unique_ptr<ShowDocument> shown(const Model& model, const std::string& file);

}  // namespace nninterp::cli
