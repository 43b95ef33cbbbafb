#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/words.hpp"

namespace nninterp {

// Pictures of networks: scripts for Graphviz and gnuplot.

enum class PictureFormat { svg, png, pdf, text };
constexpr Words<PictureFormat, 4> words_of(PictureFormat) {
  return {{{PictureFormat::svg, "svg"},
           {PictureFormat::png, "png"},
           {PictureFormat::pdf, "pdf"},
           {PictureFormat::text, "text"}}};
}

/// The one that a file's ending asks for, .txt for text; none for other endings.
std::optional<PictureFormat> format_of_file(const std::string& file);

/// Pixels; of text characters and lines; of PDF hundredths of an inch.
struct PictureSize {
  int width, height;
};

constexpr int usual_dpi = 96;

/// How a picture looks, whatever it shows.
struct PictureLooks {
  PictureFormat format = PictureFormat::svg;
  std::optional<PictureSize> size;  ///< none: 720 by 480, of text 100 by 32; of a network as large as it needs
  int dpi = usual_dpi;              ///< of PNG: so many pixels where the size has 96
};

/// What stands around a picture. Empty texts leave their place to it.
struct PictureTexts {
  std::string title;
  std::vector<std::string> caption;  ///< lines below the title: what is shown, and what to be careful of
  std::string x, y;                  ///< along the axes; in tables of plain text they are not told
};

/// What another program draws from: a script for its standard input, and its arguments. Names of columns stand in it
/// as data only: nothing in them is a command, markup or a path.
struct Picture {
  std::string program, package;  ///< "gnuplot", and the Debian package that has it; none: the script is the picture
  std::vector<std::string> arguments;
  std::string script;
  bool draws_glyphs = false;  ///< gnuplot's PNG and PDF, which need fonts on this machine
};

/// Text that nothing needs to draw.
inline Picture plain_picture(const std::string& text) { return {{}, {}, {}, text}; }

}  // namespace nninterp
