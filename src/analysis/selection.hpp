#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/selection.hpp"
#include "nninterp/model/model.hpp"

// What analyses are asked for by name, and by how much they move a variable.
namespace nninterp {

/// Indices of the variables in the order of the names, each once; all without a name. InputError for an unknown one.
std::vector<std::size_t> chosen_variables(const Design& design, const std::vector<std::string>& names);

/// Positions of a variable among the network's inputs, of a category those of all its levels but the reference.
std::vector<Index> inputs_of(const Design& design, std::size_t variable);

/// Outputs by their own name, or all of a target's, each once; all without a name. InputError for an unknown one.
std::vector<Index> chosen_outputs(const Design& design, const std::vector<std::string>& names);

/// The delta as a number, in the variable's unit; measured on `values`, at least one row, that count as often as their
/// weights say (empty: once). InputError for the standard deviation of a single row.
double size_of(const Delta& delta, const std::string& variable, const Vector& values, const Vector& weights);

/// The level that most rows have, each counted as its weight says (empty: once); of equals the first. `values`: a level
/// index a row.
std::size_t commonest_level(const Variable& variable, const Vector& values, const Vector& weights);

/// The variable's training range; without one, that of `values`, at least one.
Range known_range(const Variable& variable, const Eigen::Ref<const Vector>& values);

/// "extrapolation" where moved values leave the range: `outside` counts them among the rows, for each variable.
std::vector<Warning> warn_of_moves(const Design& design, const std::vector<Index>& outside, Index rows);

}  // namespace nninterp
