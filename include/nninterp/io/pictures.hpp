#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/importance.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

enum class PictureFormat { svg, png, pdf, text };

/// Pixels; of text characters and lines; of PDF hundredths of an inch.
struct PictureSize {
  int width, height;
};

/// What another program draws from: a script for its standard input, and its arguments. Names of columns stand in it
/// as data only: nothing in them is a command, markup or a path.
struct Picture {
  std::string program, package;  ///< "gnuplot", and the Debian package that has it
  std::vector<std::string> arguments;
  std::string script;
  bool draws_glyphs = false;  ///< gnuplot's PNG and PDF, which need fonts on this machine
};

/// One target of one variable, row by row: effects against the variable's values, coloured by another variable.
struct RowsPicture {
  std::string title, caption, x_name, y_name;
  Vector x, y;                      ///< one a row
  std::vector<std::string> levels;  ///< of a categorical variable, x being positions in it
  std::string colour_name;          ///< empty: no colour
  Vector colour;                    ///< one a row; of a categorical variable positions in its levels
  std::vector<std::string> colour_levels;
  bool histogram = false;  ///< of y, beside
};

// In all of them `caption` is a line that the picture is to be read with, or empty.

/// At most this many rows are drawn, taken at random but the same each time; the title says so.
constexpr Index drawn_rows = 2000;

/// The network in layers, bias nodes included; weights as labels where there are at most 30, else as width and colour.
/// `size`: as large as fits there; without it as large as it has to be.
Picture network_picture(const Model& model, const std::string& caption, PictureFormat format,
                        const std::optional<PictureSize>& size);
/// The same as plain text: the units of each layer, and the weights into each.
std::string network_text(const Model& model, const std::string& caption);

/// Of so many rows those whose curves of ice are worth computing: at most 100, at random but the same each time.
std::vector<Index> rows_of_curves(Index rows);

Picture rows_picture(const RowsPicture& rows, PictureFormat format, PictureSize size);
/// Curves of one variable with the intervals that they have; of ice as rows_of_curves says. `values`: the variable in
/// the data, for the rug.
Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const std::string& caption,
                       PictureFormat format, PictureSize size);
/// Bars of one target, the largest first: permutation importance with its spread, or without it the slopes' rms per
/// standard deviation.
Picture importance_picture(const Importances& importances, const std::string& target, const std::string& caption,
                           PictureFormat format, PictureSize size);
/// The same as plain text: numbers, and bars of signs.
std::string importance_text(const Importances& importances, const std::string& target, const std::string& caption);
/// H² of one target's pairs as a map of variables by variables.
Picture interactions_picture(const Interactions& interactions, const std::string& target, const std::string& caption,
                             PictureFormat format, PictureSize size);
/// The same as plain text: the numbers.
std::string interactions_text(const Interactions& interactions, const std::string& target, const std::string& caption);

/// What the program draws. InputError in one line where it is not installed, or fails: its first words. A warning if
/// letters are missing because no font has them.
std::string draw(const Picture& picture, std::vector<Warning>& warnings);

}  // namespace nninterp
