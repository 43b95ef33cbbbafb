#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// The partial derivative of f by each numeric variable at each row, by the exact chain rule, in target units per
/// variable unit; on the logit scale of the log-odds, which are neuralnet's generalized weights.
struct Slopes {
  std::vector<std::size_t> variables;  ///< index into design.variables of each column
  std::vector<Matrix> by_output;       ///< one a network output: rows × variables above

  /// The column of a variable; none of a categorical one.
  std::optional<Index> column(std::size_t variable) const;
};

/// `variables` in their own units, rows × variables. Categorical variables have no slope and are left out.
/// InputError for the logit scale unless all outputs are probabilities.
Slopes slopes(const Model& model, const Matrix& variables, int threads = 0, OutputScale scale = OutputScale::response);

/// The second derivatives of f by each pair of numeric variables, a variable with itself included, at each row: in
/// target units per product of the two variables' units; on the logit scale of the log-odds.
struct SecondDerivatives {
  std::vector<std::array<std::size_t, 2>> pairs;  ///< indices into design.variables of each column, first <= second
  std::vector<Matrix> by_output;                  ///< one a network output: rows × pairs above
};

/// Each pair of the given variables, a variable with itself included, in their order.
std::vector<std::array<std::size_t, 2>> pairs_among(const std::vector<std::size_t>& variables);

/// As slopes(), exact; `among`: indices of the variables to pair, categorical ones and doubles are left out.
SecondDerivatives second_derivatives(const Model& model, const Matrix& variables, const std::vector<std::size_t>& among,
                                     int threads = 0, OutputScale scale = OutputScale::response);

/// "A:B", the pair as reports name it.
std::string pair_name(const Design& design, const std::array<std::size_t, 2>& pair);

/// Those of one output alone, rows × numeric variables.
Matrix output_slopes(const Model& model, const Matrix& variables, Index output, int threads = 0,
                     OutputScale scale = OutputScale::response);

/// Indices of the variables that have slopes.
std::vector<std::size_t> numeric_variables(const Design& design);

/// "not_finite", if there are slopes that are not.
std::vector<Warning> warn_of_slopes(const Model& model, const Matrix& variables, int threads,
                                    OutputScale scale = OutputScale::response);

/// "no_slope" for the categorical ones among the variables, if there are any; `consequence` follows "A, B are
/// categorical".
std::vector<Warning> warn_of_categorical(const Design& design, const std::vector<std::size_t>& variables,
                                         const std::string& consequence);

}  // namespace nninterp
