#include "gnuplot.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <set>

#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp::gnuplot {

const std::vector<std::string> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                       "#E69F00", "#56B4E9", "#000000", "#F0E442"};
const std::vector<std::string> ordered_colours{"#9BD93C", "#3FBC73", "#21918C", "#31688E", "#443983", "#440154"};
const char* const dark_to_light = "defined (0 '#00224e', 0.25 '#414d6b', 0.5 '#7c7b78', 0.75 '#a89c70', 1 '#c9ba64')";
const char* const white_to_dark = "defined (0 '#ffffff', 0.25 '#c6dbef', 0.5 '#6baed6', 0.75 '#2171b5', 1 '#08306b')";

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
std::string tic_label(const std::string& name) {
  std::string label;
  for (const char c : name) label += c == '%' ? std::string("%%") : std::string(1, c);
  return quoted(label);
}

// Cut inside, and where different ones would look alike somewhere else.
std::vector<std::string> cut(const std::vector<std::string>& names, std::size_t columns) {
  std::vector<std::string> lines, labels;
  for (const std::string& name : names) {
    lines.push_back(shortened(name, std::string::npos));
    labels.push_back(fit_width_inside(lines.back(), columns));
  }
  const auto different = [](const std::vector<std::string>& some) {
    return std::set<std::string>(some.begin(), some.end()).size();
  };
  return different(labels) == different(lines) ? labels : told_apart(lines, columns);
}

}  // namespace

Picture picture(const std::string& script, const Canvas& canvas) {
  const bool draws_glyphs = canvas.format() == PictureFormat::png || canvas.format() == PictureFormat::pdf;
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script, draws_glyphs};
}

std::string name_in(const std::string& name, std::size_t columns) { return quoted(shortened(name, columns)); }

std::string beginning(const Canvas& canvas) {
  const std::string grid = "set grid linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\n";
  return canvas.terminal() +
         "set encoding utf8\nset border 3 linecolor rgb '#555555'\nset tics nomirror out textcolor rgb '#333333'\n"
         "set key noenhanced tmargin right horizontal\n" +
         (canvas.text() ? "" : grid);
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

namespace {

// On at most so many lines; what does not fit there is cut.
void add_broken(const std::string& text, std::size_t columns, std::size_t most, std::vector<std::string>& lines) {
  if (text.empty()) return;
  const std::string broken = wrapped("", shortened(text, columns * most), 0, columns);
  for (std::string& line : split(broken.substr(0, broken.size() - 1), '\n')) {
    if (most-- > 0) lines.push_back(shortened(line, columns));
  }
}

}  // namespace

// Each text is broken into fewer lines where all of them would leave too little to the picture.
std::vector<std::string> heading_lines(const PictureTexts& texts, const Canvas& canvas) {
  std::vector<std::string> lines;
  // Of a title in the middle of axes that stand somewhat aside.
  const std::size_t columns = std::max<std::size_t>(22, canvas.columns()) * 9 / 10 - 8;
  for (std::size_t most = 3; most > 0; --most) {
    lines.clear();
    add_broken(texts.title, columns, std::min<std::size_t>(2, most), lines);
    for (const std::string& line : texts.caption) add_broken(line, columns, most, lines);
    if (lines.size() <= canvas.most_heading_lines()) break;
  }
  return lines;
}

std::string heading(const PictureTexts& texts, const Canvas& canvas) {
  std::vector<std::string> lines;
  for (const std::string& line : heading_lines(texts, canvas)) lines.push_back(quoted(line));
  return lines.empty() ? "\"\"" : joined(lines, ".\"\\n\".");
}

// In the middle of the axes, and as long as the page allows there; upwards 12 characters need the room of 5 lines.
std::string axis_labels(const PictureTexts& texts, const Canvas& canvas, double share, const Margins& margins) {
  const double left = margins.left > 0 ? static_cast<double>(margins.left) : 11;
  const double right = margins.right > 0 ? static_cast<double>(margins.right) : 3;
  const double beside = share < 1 ? left + right : std::fabs(left - right) + 1;
  const double along = 0.84 * (share * static_cast<double>(canvas.columns()) - beside);
  std::string x = "set xlabel " + name_in(texts.x, static_cast<std::size_t>(std::max(12.0, along))) + "\n";
  if (canvas.text()) return x;
  const double lines = static_cast<double>(canvas.lines()) - static_cast<double>(heading_lines(texts, canvas).size());
  return x + "set ylabel " + name_in(texts.y, static_cast<std::size_t>(std::max(12.0, 2.4 * (lines - 5)))) + "\n";
}

std::string labels(const PictureTexts& texts, const Canvas& canvas, const Margins& margins) {
  PictureTexts told = texts;
  if (canvas.text() && !texts.y.empty()) told.title += (texts.title.empty() ? "upwards: " : "; upwards: ") + texts.y;
  std::string script = "set title " + heading(told, canvas);
  if (margins.left > 0) {  // gnuplot has it in the middle of the axes
    const std::size_t right = margins.right > 0 ? margins.right : 3;
    const double aside = (static_cast<double>(margins.left) - static_cast<double>(right)) / 2;
    script += " offset " + format_number(-aside) + ",0\nset lmargin " + std::to_string(margins.left);
  }
  if (margins.right > 0) script += "\nset rmargin " + std::to_string(margins.right);
  return script + "\n" + axis_labels(texts, canvas, 1, margins);
}

namespace {

std::string tics_of(const std::string& axis, const std::vector<std::string>& names, std::size_t most,
                    std::size_t columns) {
  const std::vector<std::string> labels = cut(names, columns);
  const std::size_t each = (names.size() + most - 1) / std::max<std::size_t>(1, most);
  std::string text = "set " + axis + "tics (";
  for (std::size_t i = 0; i < names.size(); i += std::max<std::size_t>(1, each)) {
    text += (i == 0 ? "" : ", ") + tic_label(labels[i]) + " " + std::to_string(i);
  }
  return text + ")\n";
}

std::size_t widest_of(const std::vector<std::string>& names, std::size_t columns) {
  std::size_t widest = 0;
  for (const std::string& name : cut(names, columns)) widest = std::max(widest, display_width(name));
  return widest;
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

std::string tics(const std::string& axis, const std::vector<std::string>& names, std::size_t most,
                 std::size_t columns) {
  return tics_of(axis, names, most, columns);
}

std::size_t lines_below(const std::vector<std::string>& names, std::size_t room, const Canvas& canvas) {
  const std::size_t most = std::max<std::size_t>(1, room / (widest_of(names, 24) + 2));
  if (names.size() <= most || canvas.text()) return 3;
  return 3 + (2 * widest_of(names, 20) + 4) / 5;
}

std::string x_tics(const std::vector<std::string>& names, std::size_t room, const Canvas& canvas) {
  const std::size_t below = lines_below(names, room, canvas);
  if (below == 3) return tics_of("x", names, std::max<std::size_t>(1, room / (widest_of(names, 24) + 2)), 24);
  // Upright, a line needs the room of two characters.
  return "set xtics rotate by 90 right\nset bmargin " + std::to_string(below) + "\n" +
         tics_of("x", names, room / 2, 20);
}

double round_step(double low, double high, std::size_t most) {
  const double least = (high - low) / static_cast<double>(most), power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

std::string number_axis(const std::string& axis, double low, double high, std::size_t room, bool told) {
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
      text += (text.empty() ? "\"" : ", \"") + (told ? label : "") + "\" " + format_number(k * step);
    }
    if (!along_x || used <= room) break;
  }
  return range + "set " + axis + "tics (" + text + ")\n";
}

std::size_t margin_for(const std::vector<std::string>& names, const Canvas& canvas) {
  return std::max<std::size_t>(6, widest_of(names, canvas.name_columns())) + 3;
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
