#pragma once

#include <string>
#include <vector>

#include "canvas.hpp"
#include "nninterp/core/matrix.hpp"
#include "parts.hpp"

// What scripts for gnuplot are put together from. Names are data: every sign of them that could mean something is
// escaped, and all markup is turned off; the rest is numbers.
namespace nninterp::gnuplot {

/// Okabe and Ito (2008): told apart by colour-blind readers.
extern const std::vector<std::string> colours;
/// Cividis (Nuñez, Anderton and Renslow 2018), for `set palette`; for points on white without its palest fifth.
extern const char* const dark_to_light;
/// From white, for what has a zero: Brewer's Blues (Harrower and Brewer 2003).
extern const char* const white_to_dark;
/// Six in an order that can be seen, from light to dark: viridis (Smith and van der Walt 2015) without what is too pale
/// for lines on white.
extern const std::vector<std::string> ordered_colours;

using DataRows = std::vector<std::vector<double>>;

Picture picture(const std::string& script, const Canvas& canvas);

/// Terminal and looks.
std::string beginning(const Canvas& canvas);
/// `name` in quotes, shortened.
std::string name_in(const std::string& name, std::size_t columns);
/// What is kept free beside a picture, in characters; 0: as gnuplot has it.
struct Margins {
  std::size_t left = 0, right = 0;
};

/// The title and below it the caption, broken into lines that the canvas has room for.
std::vector<std::string> heading_lines(const PictureTexts& texts, const Canvas& canvas);
/// The same in quotes.
std::string heading(const PictureTexts& texts, const Canvas& canvas);
/// Titles of the picture, in the middle of the page, and of its axes; text, which has no upright letters, has that of y
/// above.
std::string labels(const PictureTexts& texts, const Canvas& canvas, const Margins& margins = {});
/// Those of the axes alone, of a picture that has such a share of the width.
std::string axis_labels(const PictureTexts& texts, const Canvas& canvas, double share, const Margins& margins = {});
/// A block of numbers, to be plotted as $name; what is not finite is left out.
std::string data_block(const std::string& name, const DataRows& rows);
/// Names in place of 0, 1, .. along an axis: y or cb, of many as many as fit, evenly; of at most so many columns.
std::string tics(const std::string& axis, const std::vector<std::string>& names, std::size_t most, std::size_t columns);
/// The same along x, where `room` characters fit: side by side or else upright, with the room that they need below; in
/// text, which knows nothing upright, as many as fit.
std::string x_tics(const std::vector<std::string>& names, std::size_t room, const Canvas& canvas);
/// How many lines that takes.
std::size_t lines_below(const std::vector<std::string>& names, std::size_t room, const Canvas& canvas);
/// An axis of numbers, somewhat wider than they are, also where they are all one. Round numbers stand along it, with as
/// many digits as tell them apart and as many of them as fit: along x `room` characters, along the others lines. Not
/// `told`: marks alone, of an axis whose numbers stand at another picture.
std::string number_axis(const std::string& axis, double low, double high, std::size_t room, bool told = true);
/// Steps of round numbers, 1, 2 or 5 times a power of ten, at most so many from the low to the high one.
double round_step(double low, double high, std::size_t most);
/// Room for names along the y axis.
std::size_t margin_for(const std::vector<std::string>& names, const Canvas& canvas);
/// At most so many of the rows, drawn at random, the same each time; in their order.
std::vector<Index> some_of(Index rows, Index most);

}  // namespace nninterp::gnuplot
