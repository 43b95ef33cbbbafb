#pragma once

#include <string>
#include <string_view>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// The text of a model file, nninterp/model/1.
std::string write_model(const Model& model);

/// A model from the bytes of a file. `name` stands in messages. InputError for anything that is no such file: cut off,
/// another schema, shapes that do not fit together, weights that are not finite, absurd sizes.
Model read_model(std::string_view bytes, const std::string& name);

}  // namespace nninterp
