#include "gnuplot.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "io/text/table.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp::gnuplot {

const std::vector<std::string> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                       "#E69F00", "#56B4E9", "#000000", "#F0E442"};
const char* const light_to_dark = "defined (0 '#fdea45', 0.25 '#bcae6c', 0.5 '#7c7b78', 0.75 '#414d6b', 1 '#00224e')";
const char* const dark_to_light = "defined (0 '#00224e', 0.25 '#414d6b', 0.5 '#7c7b78', 0.75 '#a89c70', 1 '#c9ba64')";

namespace {

// Whatever could mean something to gnuplot, in or out of quotes, as an octal escape; a digit after one too, which would
// be taken for a part of it.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  bool plain = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool digit_of_escape = !plain && std::isdigit(byte) != 0;
    plain = !digit_of_escape && (byte >= 128 || std::isalnum(byte) != 0 || std::strchr(" .,:=_-+()", c) != nullptr);
    const char digits[] = {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
                           static_cast<char>('0' + byte % 8), '\0'};
    result += plain ? std::string(1, c) : digits;
  }
  return result + '"';
}

// Labels of tics are formats, in which % stands doubled.
std::string tic_label(const std::string& name, std::size_t columns) {
  std::string label;
  for (const char c : shortened(name, columns)) label += c == '%' ? std::string("%%") : std::string(1, c);
  return quoted(label);
}

std::string terminal(PictureFormat format, PictureSize size) {
  const std::string pixels = std::to_string(size.width) + "," + std::to_string(size.height);
  switch (format) {
    case PictureFormat::text:
      return "set terminal dumb noenhanced size " + pixels + "\n";
    case PictureFormat::png:
      return "set terminal pngcairo noenhanced size " + pixels + " background '#ffffff' font 'sans,12'\n";
    case PictureFormat::pdf:
      return "set terminal pdfcairo noenhanced size " + format_number(size.width / 100.0) + "in," +
             format_number(size.height / 100.0) + "in background '#ffffff' font 'sans,12'\n";
    default:
      return "set terminal svg noenhanced size " + pixels +
             " dynamic background '#ffffff' font 'Helvetica,Arial,sans-serif,14'\n";
  }
}

}  // namespace

Picture picture(const std::string& script, PictureFormat format) {
  const bool draws_glyphs = format == PictureFormat::png || format == PictureFormat::pdf;
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script, draws_glyphs};
}

std::string name_in(const std::string& name, std::size_t columns) { return quoted(shortened(name, columns)); }

std::string beginning(PictureFormat format, PictureSize size) {
  const std::string grid = "set grid linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\n";
  return terminal(format, size) +
         "set encoding utf8\nset border 3 linecolor rgb '#555555'\nset tics nomirror out textcolor rgb '#333333'\n"
         "set key noenhanced tmargin right horizontal\n" +
         (format == PictureFormat::text ? "" : grid);
}

std::string data_block(const std::string& name, const DataRows& rows) {
  std::string text = "$" + name + " << EOD\n";
  for (const std::vector<double>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "" : " ";
      text += std::isfinite(row[i]) ? format_number(row[i]) : "NaN";
    }
    text += "\n";
  }
  return text + "EOD\n";
}

std::string title_lines(const std::string& title, const std::string& caption) {
  return name_in(title, 80) + (caption.empty() ? "" : ".\"\\n\"." + name_in(caption, 90));
}

std::string labels(const std::string& title, const std::string& caption, const std::string& x, const std::string& y,
                   PictureFormat format) {
  const std::string x_title = "\nset xlabel " + name_in(x, 40) + "\n";
  if (format == PictureFormat::text) return "set title " + title_lines(title + "; upwards: " + y, caption) + x_title;
  return "set title " + title_lines(title, caption) + x_title + "set ylabel " + name_in(y, 48) + "\n";
}

std::size_t columns_of(PictureFormat format, PictureSize size) {
  return static_cast<std::size_t>(format == PictureFormat::text ? size.width : size.width / 8);
}

std::size_t lines_of(PictureFormat format, PictureSize size) {
  return static_cast<std::size_t>(format == PictureFormat::text ? size.height : size.height / 20);
}

namespace {

std::string tics_of(const std::string& axis, const std::vector<std::string>& names, std::size_t most,
                    std::size_t columns) {
  const std::size_t each = (names.size() + most - 1) / std::max<std::size_t>(1, most);
  std::string text = "set " + axis + "tics (";
  for (std::size_t i = 0; i < names.size(); i += std::max<std::size_t>(1, each)) {
    text += (i == 0 ? "" : ", ") + tic_label(names[i], columns) + " " + std::to_string(i);
  }
  return text + ")\n";
}

std::size_t widest_of(const std::vector<std::string>& names, std::size_t columns) {
  std::size_t widest = 0;
  for (const std::string& name : names) widest = std::max(widest, display_width(shortened(name, columns)));
  return widest;
}

// Multiples of 1, 2 or 5 times a power of ten, at most so many.
double round_step(double low, double high, std::size_t most) {
  const double least = (high - low) / static_cast<double>(most), power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

// With the digits that tell it from its neighbours.
std::string round_number(double value, double step, double largest) {
  if (std::fabs(value) < step / 2) return "0";
  const double digits = std::floor(std::log10(step) + 1e-9);
  char buffer[400];
  if (largest < 1e9 && step >= 1e-6) {
    std::snprintf(buffer, sizeof buffer, "%.*f", static_cast<int>(std::max(0.0, -digits)), value);
    return buffer;
  }
  return format_number(value, 1 + static_cast<int>(std::floor(std::log10(largest) + 1e-9) - digits));
}

}  // namespace

std::string tics(const std::string& axis, const std::vector<std::string>& names, std::size_t most) {
  return tics_of(axis, names, most, axis == "cb" ? 16 : 24);
}

std::string x_tics(const std::vector<std::string>& names, std::size_t room, PictureFormat format) {
  const std::size_t widest = widest_of(names, 24), most = std::max<std::size_t>(1, room / (widest + 2));
  if (names.size() <= most || format == PictureFormat::text) return tics_of("x", names, most, 24);
  // Upright, a line needs the room of two characters.
  const std::size_t below = 3 + (2 * widest_of(names, 20) + 4) / 5;
  return "set xtics rotate by 90 right\nset bmargin " + std::to_string(below) + "\n" +
         tics_of("x", names, room / 2, 20);
}

std::string number_axis(const std::string& axis, double low, double high, std::size_t room) {
  const double edge = high > low ? 0.03 * (high - low) : std::max(1e-6, 0.1 * std::fabs(low));
  low -= edge;
  high += edge;
  const double largest = std::max(std::fabs(low), std::fabs(high));
  std::string range = "set " + axis + "range [" + format_number(low) + ":" + format_number(high) + "]\n";
  // Of numbers that nothing but their last bits tells apart gnuplot has to make what it can.
  if (!(high - low > 1e-12 * largest) || !std::isfinite(high - low)) return range;
  const bool along_x = axis == "x";
  std::string text;
  for (std::size_t most = along_x ? 9 : std::clamp<std::size_t>(room / 2, 2, 9); most > 0; --most) {
    const double step = round_step(low, high, most);
    std::size_t used = 0;
    text.clear();
    for (double k = std::ceil(low / step); k * step <= high; ++k) {
      const std::string label = round_number(k * step, step, largest);
      used += label.size() + 2;
      text += (text.empty() ? "\"" : ", \"") + label + "\" " + format_number(k * step);
    }
    if (!along_x || used <= room) break;
  }
  return range + "set " + axis + "tics (" + text + ")\n";
}

std::string margin_for(const std::vector<std::string>& names) {
  return "set lmargin " + std::to_string(std::max<std::size_t>(6, widest_of(names, 24)) + 3) + "\n";
}

// Selection sampling: Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S.
std::vector<Index> some_of(Index rows, Index most) {
  Random random(1);
  std::vector<Index> chosen;
  const Index count = std::min(rows, most);
  for (Index row = 0; static_cast<Index>(chosen.size()) < count; ++row) {
    const Index left = rows - row, wanted = count - static_cast<Index>(chosen.size());
    if (left == wanted || static_cast<double>(left) * random.uniform() < static_cast<double>(wanted)) {
      chosen.push_back(row);
    }
  }
  return chosen;
}

}  // namespace nninterp::gnuplot
