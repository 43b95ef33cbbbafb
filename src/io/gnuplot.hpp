#pragma once

#include <string>
#include <vector>

#include "picture_parts.hpp"

// What scripts for gnuplot are put together from. Names are data: every sign of them that could mean something is
// escaped, and all markup is turned off; the rest is numbers.
namespace nninterp::gnuplot {

/// Okabe and Ito (2008): told apart by colour-blind readers.
extern const std::vector<std::string> colours;
/// Cividis (Nuñez, Anderton and Renslow 2018), for `set palette`.
extern const char* const dark_to_light;
extern const char* const light_to_dark;

using DataRows = std::vector<std::vector<double>>;

Picture picture(const std::string& script);

/// Terminal and looks.
std::string beginning(PictureFormat format, PictureSize size);
/// `name` in quotes, shortened.
std::string name_in(const std::string& name, std::size_t columns);
std::string labels(const std::string& title, const std::string& x, const std::string& y);
/// A block of numbers, to be plotted as $name; what is not finite is left out.
std::string data_block(const std::string& name, const DataRows& rows);
/// Names in place of 0, 1, .. along an axis: x, y or cb.
std::string tics(const std::string& axis, const std::vector<std::string>& names, bool rotate = false);
/// Room for names along the y axis.
std::string margin_for(const std::vector<std::string>& names);
/// A range somewhat wider than the values, also where they are all one.
std::string range(const std::string& axis, double low, double high);

/// At most so many of the rows, evenly spaced.
std::vector<Index> evenly(Index rows, Index most);

}  // namespace nninterp::gnuplot
