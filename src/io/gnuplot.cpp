#include "gnuplot.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>

#include "nninterp/core/text.hpp"
#include "text_table.hpp"

namespace nninterp::gnuplot {

const std::vector<std::string> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                       "#E69F00", "#56B4E9", "#000000", "#F0E442"};
const char* const light_to_dark = "defined (0 '#fdea45', 0.25 '#bcae6c', 0.5 '#7c7b78', 0.75 '#414d6b', 1 '#00224e')";
const char* const dark_to_light = "defined (0 '#00224e', 0.25 '#414d6b', 0.5 '#7c7b78', 0.75 '#bcae6c', 1 '#f0d840')";

namespace {

// Whatever could mean something to gnuplot, in or out of quotes, as an octal escape.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 128 || std::isalnum(byte) != 0 || std::strchr(" .,:=_-+()", c) != nullptr;
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

Picture picture(const std::string& script) { return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script}; }

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

std::string labels(const std::string& title, const std::string& x, const std::string& y) {
  return "set title " + name_in(title, 80) + "\nset xlabel " + name_in(x, 40) + "\nset ylabel " + name_in(y, 48) + "\n";
}

std::string tics(const std::string& axis, const std::vector<std::string>& names, bool rotate) {
  std::string text = "set " + axis + "tics " + (rotate ? "rotate by -40 " : "") + "(";
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : ", ") + tic_label(names[i], rotate ? 16 : 24) + " " + std::to_string(i);
  return text + ")\n";
}

std::string margin_for(const std::vector<std::string>& names) {
  std::size_t widest = 6;
  for (const std::string& name : names) widest = std::max(widest, display_width(shortened(name, 24)));
  return "set lmargin " + std::to_string(widest + 3) + "\n";
}

std::string range(const std::string& axis, double low, double high) {
  const double edge = high > low ? 0.03 * (high - low) : std::max(1e-6, 0.1 * std::fabs(low));
  return "set " + axis + "range [" + format_number(low - edge) + ":" + format_number(high + edge) + "]\n";
}

std::vector<Index> evenly(Index rows, Index most) {
  std::vector<Index> chosen;
  const Index count = std::min(rows, most);
  for (Index i = 0; i < count; ++i) chosen.push_back(i * rows / count);
  return chosen;
}

}  // namespace nninterp::gnuplot
