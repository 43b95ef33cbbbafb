#pragma once

#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// At most this many rows are drawn, taken at random but the same each time.
constexpr Index drawn_rows = 2000;

/// One target of one variable, row by row: effects against the variable's values, coloured by another variable.
struct RowsPicture {
  PictureTexts texts;
  Vector x, y;                      ///< one a row
  std::vector<std::string> levels;  ///< of a categorical variable, x being positions in it
  std::string colour_name;          ///< empty: no colour
  Vector colour;                    ///< one a row; of a categorical variable positions in its levels
  std::vector<std::string> colour_levels;
  bool histogram = false;  ///< of y, beside
};

Picture rows_picture(const RowsPicture& rows, const PictureLooks& looks);

}  // namespace nninterp
