#pragma once

#include <map>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"
#include "nninterp/model/rows.hpp"

namespace nninterp {

/// f(x): the network's predictions in the units of the targets, rows × outputs. `variables` in their own units, rows ×
/// variables, as gather_variables gives them. On the logit scale their log-odds: InputError unless all outputs are
/// probabilities.
Matrix predict(const Model& model, const Matrix& variables, int threads = 0, OutputScale scale = OutputScale::response);

/// "not_finite", if there are predictions that are not.
std::vector<Warning> warn_of_predictions(const Model& model, const Matrix& variables, int threads);

/// Of each class target that the table has: how its rows are predicted by the most probable class.
std::map<std::string, Confusion> confusions(const Model& model, const Table& table, const ModelRows& at, int threads);

/// Why the outputs cannot be told as log-odds, which only probabilities in their own unit have; empty if they can.
std::string no_log_odds(const Model& model);
bool has_log_odds(const Model& model);

/// InputError if the outputs cannot be told on this scale.
void check_scale(const Model& model, OutputScale scale);

/// Rows with a numeric variable outside its training range, variable by variable (0 where no range is known).
std::vector<std::size_t> rows_outside_range(const Design& design, const Matrix& variables);

/// "extrapolation", if any row lies outside.
std::vector<Warning> warn_of_extrapolation(const Design& design, const Matrix& variables);

}  // namespace nninterp
