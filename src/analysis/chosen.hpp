#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"

// What analyses are asked for by name, and by how much they move a variable.
namespace nninterp {

/// Indices of the variables in the order of the names, each once; all without a name. InputError for an unknown one.
std::vector<std::size_t> chosen_variables(const Design& design, const std::vector<std::string>& names);

/// Outputs by their own name, or all of a target's, each once; all without a name. InputError for an unknown one.
std::vector<Index> chosen_outputs(const Design& design, const std::vector<std::string>& names);

/// The delta as a number, in the variable's unit; measured on `values`, at least one row. InputError for the standard
/// deviation of a single row.
double size_of(const Delta& delta, const std::string& variable, const Vector& values);

/// For each row, whether its moved value lies outside the training range; outside that of `values` without one.
std::vector<bool> leaves_range(const Variable& variable, const Vector& values, const Vector& moved);

/// "extrapolation" where moved values leave the range: for each variable its rows, empty if it was not moved.
std::vector<Warning> warn_of_moves(const Design& design, const std::vector<std::vector<bool>>& outside);

}  // namespace nninterp
