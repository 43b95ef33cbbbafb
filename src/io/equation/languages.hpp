#pragma once

#include <string>
#include <vector>

#include "numbers.hpp"

// The languages: each is a function in a file of its own, and a line in equation.cpp's table.
namespace nninterp {

std::string write_text(const Equation& equation, const Numbers& numbers);
std::string write_latex(const Equation& equation, const Numbers& numbers);
std::string write_r(const Equation& equation, const Numbers& numbers);
std::string write_python(const Equation& equation, const Numbers& numbers);
std::string write_c(const Equation& equation, const Numbers& numbers);
std::string write_javascript(const Equation& equation, const Numbers& numbers);
std::string write_sql(const Equation& equation, const Numbers& numbers);

/// JavaScript for who has inputs as numbers: the functions of `predictions`, and of the slopes of `by_variable` (none
/// for a variable without), as members of `const network = {..}`, with the constants of others beside.
std::string write_javascript_network(const std::vector<Equation>& of_networks,
                                     const std::vector<std::optional<Equation>>& by_variable);

}  // namespace nninterp
