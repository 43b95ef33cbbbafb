#pragma once

#include <memory>
#include <string>

#include "nninterp/io/equation/equation.hpp"
#include "nninterp/io/report/text.hpp"

namespace nninterp::cli {

/// The answer of `equation` about the model in this file.
std::unique_ptr<EquationDocument> written_out(const Model& model, const EquationOptions& options,
                                              const std::string& file);

}  // namespace nninterp::cli
