#pragma once

#include <string>
#include <vector>

#include "nninterp/model/model.hpp"
#include "parts.hpp"

namespace nninterp {

// What the documents of `fit` and `show` say of a model.

/// Null where the model's file does not tell.
void add_model(Json& body, const Model& model);

/// "3-2", "0" without hidden units.
std::string hidden_text(const std::vector<Index>& hidden);

/// Data, network, choice, training, quality and verdict, for people.
std::string describe(const Model& model, std::size_t page);

}  // namespace nninterp
