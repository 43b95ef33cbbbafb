#pragma once

#include <optional>

#include "io/json/node.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

// The optional parts of a model file. Every field may be absent; one of the wrong type is an InputError.

/// True if a member besides those named is there and not null.
bool holds_any(const Node& object, const Names& except);

/// Nothing if it tells nothing.
std::optional<DataSource> read_data(const Node& data);

/// `architecture`, the network's, checks what refers to its weights and inputs.
TrainingRecord read_training(const Node& training, const Architecture& architecture);

}  // namespace nninterp
