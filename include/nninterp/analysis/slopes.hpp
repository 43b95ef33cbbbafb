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

/// `variables` in their own units, rows × variables. Categorical variables have no slope and are left out.
/// InputError for the logit scale unless all outputs are probabilities.
Slopes slopes(const Model& model, const Matrix& variables, int threads = 0, OutputScale scale = OutputScale::response);

/// Those of one output alone, rows × numeric variables.
Matrix output_slopes(const Model& model, const Matrix& variables, Index output, int threads = 0,
                     OutputScale scale = OutputScale::response);

/// Indices of the variables that have slopes.
std::vector<std::size_t> numeric_variables(const Design& design);

}  // namespace nninterp
