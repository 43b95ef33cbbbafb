#pragma once

#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "parts.hpp"

// What scripts for gnuplot are put together from. Names are data: every sign of them that could mean something is
// escaped, and all markup is turned off; the rest is numbers.
namespace nninterp::gnuplot {

/// Okabe and Ito (2008): told apart by colour-blind readers.
extern const std::vector<std::string> colours;
/// Cividis (Nuñez, Anderton and Renslow 2018), for `set palette`; for points on white without its palest fifth.
extern const char* const dark_to_light;
extern const char* const light_to_dark;

using DataRows = std::vector<std::vector<double>>;

Picture picture(const std::string& script, PictureFormat format);

/// Terminal and looks.
std::string beginning(PictureFormat format, PictureSize size);
/// `name` in quotes, shortened.
std::string name_in(const std::string& name, std::size_t columns);
/// The title in quotes and, where there is one, the caption on a line below it.
std::string title_lines(const std::string& title, const std::string& caption);
/// Titles of the picture and its axes; text, which has no upright letters, has that of y above.
std::string labels(const std::string& title, const std::string& caption, const std::string& x, const std::string& y,
                   PictureFormat format);
/// A block of numbers, to be plotted as $name; what is not finite is left out.
std::string data_block(const std::string& name, const DataRows& rows);
/// How many characters stand side by side in a picture, and how many lines below each other.
std::size_t columns_of(PictureFormat format, PictureSize size);
std::size_t lines_of(PictureFormat format, PictureSize size);
/// Names in place of 0, 1, .. along an axis: y or cb, of many as many as fit, evenly.
std::string tics(const std::string& axis, const std::vector<std::string>& names, std::size_t most);
/// The same along x, where `room` characters fit: side by side or else upright, with the room that they need below; in
/// text, which knows nothing upright, as many as fit.
std::string x_tics(const std::vector<std::string>& names, std::size_t room, PictureFormat format);
/// An axis of numbers, somewhat wider than they are, also where they are all one. Round numbers stand along it, with as
/// many digits as tell them apart and as many of them as fit: along x `room` characters, along the others lines.
std::string number_axis(const std::string& axis, double low, double high, std::size_t room);
/// Room for names along the y axis.
std::string margin_for(const std::vector<std::string>& names);
/// At most so many of the rows, drawn at random, the same each time; in their order.
std::vector<Index> some_of(Index rows, Index most);

}  // namespace nninterp::gnuplot
