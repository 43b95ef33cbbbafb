#pragma once

#include <cstddef>
#include <string>

#include "nninterp/io/picture/picture.hpp"

namespace nninterp::gnuplot {

/// The sheet that a script draws on. Letters, lines and points keep their share of it: at 720 by 480 they have their
/// usual size, and below 504 by 336 they shrink no more, so that they can be read.
class Canvas {
 public:
  explicit Canvas(const PictureLooks& looks);

  /// The same sheet with room for so many pixels of the usual size, as pictures with a line a variable need it. Letters
  /// stay as they are.
  void grow(double width, double height);

  bool text() const { return format_ == PictureFormat::text; }
  PictureFormat format() const { return format_; }
  /// How many characters stand side by side, and how many lines below each other.
  std::size_t columns() const;
  std::size_t lines() const;
  /// How many characters a name along the y axis may have.
  std::size_t name_columns() const;
  /// How many lines the heading may take, so that the picture itself keeps most of the sheet as it was asked for.
  std::size_t most_heading_lines() const { return most_heading_lines_; }
  /// The share of the height that so many lines need.
  double share_of_lines(double lines) const;
  /// "pointsize" and a multiple of the usual one; for a script.
  std::string point_size(double multiple) const;
  /// The line that chooses gnuplot's terminal.
  std::string terminal() const;

 private:
  PictureFormat format_;
  PictureSize size_;
  double scale_;  // of letters, lines and points
  int dpi_;
  std::size_t most_heading_lines_;
};

}  // namespace nninterp::gnuplot
