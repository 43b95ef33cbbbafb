#pragma once

#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// The partial derivative of f by each numeric variable at each row, by the exact chain rule, in target units per
/// variable unit; on the logit scale of the log-odds, which are neuralnet's generalized weights.
struct Slopes {
  std::vector<std::size_t> variables;  ///< index into design.variables of each column
  std::vector<Matrix> by_output;       ///< one a network output: rows × variables above
};

/// Target units per unit of each network output; on the logit scale, which has none, all 1.
Vector output_units(const Design& design);

/// `variables` in their own units, rows × variables. Categorical variables have no slope and are left out.
/// InputError for the logit scale unless all outputs are probabilities.
Slopes slopes(const Model& model, const Matrix& variables, int threads = 0, OutputScale scale = OutputScale::response);

}  // namespace nninterp
