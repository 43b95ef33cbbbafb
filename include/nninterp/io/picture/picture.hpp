#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/words.hpp"

namespace nninterp {

// Pictures of networks: scripts for Graphviz and gnuplot. `caption` is, in all of them, a line that the picture is to
// be read with, or empty.

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
