#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nninterp/io/exchange/exchange.hpp"

namespace nninterp {

/// What R's write.csv(nn$result.matrix, FILE) writes.
Model import_neuralnet(std::string_view bytes, const std::string& name, const ImportOptions& options);

/// The CSV of a network's result.matrix, one column, with the scaling worked into the weights. InputError for softmax
/// outputs and for a scaled target behind outputs that are not linear.
std::string export_neuralnet(const Model& model);

/// What those weights do not tell: the arguments of neuralnet, and columns that a table for it needs.
std::vector<std::string> notes_for_neuralnet(const Model& model);

}  // namespace nninterp
