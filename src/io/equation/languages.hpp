#pragma once

#include <string>

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

}  // namespace nninterp
