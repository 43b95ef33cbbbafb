// Rows as points.
#include "nninterp/io/picture/rows.hpp"

#include <algorithm>
#include <cmath>

#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

// Positions of levels side by side: the golden ratio spreads them evenly without chance.
double spread(Index i) { return 0.5 * (std::fmod(0.6180339887498949 * static_cast<double>(i), 1.0) - 0.5); }

DataRows points_of(const RowsPicture& picture) {
  DataRows points;
  for (const Index row : some_of(picture.x.size(), drawn_rows)) {
    const double x = picture.x[row] + (picture.levels.empty() ? 0 : spread(row));
    const bool coloured = picture.colour.size() > 0;
    points.push_back({x, picture.y[row], coloured ? picture.colour[row] : 0});
  }
  return points;
}

// Numbers of values in equal intervals, as boxes: middle, count, half width. Values that only rounding tells apart are
// one box in the middle of their interval.
DataRows histogram_of(const Vector& values) {
  const double least = values.minCoeff(), most = values.maxCoeff(), size = std::max(std::fabs(least), std::fabs(most));
  const int bins = 24;
  const bool apart = most - least > 1e-9 * size;
  const double width = apart ? (most - least) / bins : std::max(1e-7, size / bins);
  const double low = apart ? least : (least + most) / 2 - width / 2;
  std::vector<double> counts(static_cast<std::size_t>(bins));
  for (const double value : values) {
    const auto bin = static_cast<std::size_t>(apart ? (value - low) / width : 0);
    counts[std::min(bin, counts.size() - 1)] += 1;
  }
  DataRows rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double middle = low + (static_cast<double>(i) + 0.5) * width;
    if (counts[i] > 0) rows.push_back({counts[i] / 2, middle, counts[i] / 2, 0.45 * width});
  }
  return rows;
}

// 1, 2 or 5 times a power of ten, so that no more than three tics stand beside 0.
double count_step(const DataRows& histogram) {
  double most = 1;
  for (const std::vector<double>& box : histogram) most = std::max(most, 2 * box[0]);
  const double power = std::pow(10, std::floor(std::log10(most / 3)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= most / 3) return std::max(1.0, factor * power);
  }
  return std::max(1.0, 10 * power);
}

std::string colour_bar(const RowsPicture& picture, std::size_t lines) {
  if (picture.colour.size() == 0) return "unset colorbox\n";
  std::size_t widest = 3;  // of the numbers or names beside the bar
  for (const std::string& level : picture.colour_levels) {
    widest = std::max(widest, display_width(shortened(level, 16)));
  }
  std::string text = "set palette " + std::string(dark_to_light) + "\nset cblabel " + name_in(picture.colour_name, 32) +
                     " offset 1,0\nset colorbox\n";
  const std::string margin = "set rmargin " + std::to_string(widest + 6) + "\n";
  if (picture.colour_levels.empty()) {
    const Vector& values = picture.colour;
    return text + margin + number_axis("cb", values.minCoeff(), values.maxCoeff(), lines - 6);
  }
  return text + margin + tics("cb", picture.colour_levels, lines - 6, 16) +
         "set cbrange [-0.5:" + format_number(static_cast<double>(picture.colour_levels.size()) - 0.5) + "]\n";
}

// `share`: of the picture's width.
std::string scatter(const RowsPicture& picture, std::size_t points, const Canvas& canvas, double share) {
  const std::size_t lines = std::max<std::size_t>(10, canvas.lines());
  const double columns = share * static_cast<double>(canvas.columns()) - (picture.colour.size() > 0 ? 26 : 10);
  const auto room = static_cast<std::size_t>(std::max(10.0, columns));
  std::string text = colour_bar(picture, lines);
  if (picture.levels.empty()) {
    text += number_axis("x", picture.x.minCoeff(), picture.x.maxCoeff(), room);
  } else {
    text += x_tics(picture.levels, room, canvas) +
            "set xrange [-0.5:" + format_number(static_cast<double>(picture.levels.size()) - 0.5) + "]\n";
  }
  text += number_axis("y", std::min(0.0, picture.y.minCoeff()), std::max(0.0, picture.y.maxCoeff()), lines - 6);
  const std::string dot = canvas.point_size(points > 500 ? 0.35 : points > 100 ? 0.6 : 0.9);
  std::string style = "using 1:2 with points pointtype 7 " + dot + " linecolor rgb '#0072B2'";
  if (picture.colour.size() > 0) style = "using 1:2:3 with points pointtype 7 " + dot + " linecolor palette";
  if (canvas.text()) style = "using 1:2 with points pointtype 'o'";
  return text + "plot 0 with lines linewidth 1 linecolor rgb '#888888' notitle, $points " + style + " notitle\n";
}

}  // namespace

Picture rows_picture(const RowsPicture& picture, const PictureLooks& looks) {
  const Canvas canvas(looks);
  const DataRows points = points_of(picture);
  std::string script = beginning(canvas) + data_block("points", points);
  const bool beside = picture.histogram && !canvas.text();
  if (!beside) {
    return gnuplot::picture(script + labels(picture.texts, canvas) + scatter(picture, points.size(), canvas, 1),
                            canvas);
  }
  const DataRows histogram = histogram_of(picture.y);
  const double above = static_cast<double>(heading_lines(picture.texts, canvas).size()) + 0.5;
  const std::string height = format_number(1 - std::min(0.6, canvas.share_of_lines(above)), 4);
  script += data_block("histogram", histogram) + "set multiplot title " + heading(picture.texts, canvas) +
            "\nset size 0.76," + height + "\nset origin 0,0\nset bmargin 4.5\nset tmargin 1.5\n" +
            axis_labels(picture.texts, canvas, 0.76) + scatter(picture, points.size(), canvas, 0.76) +
            "set size 0.23," + height +
            "\nset origin 0.77,0\nset lmargin 1\nset rmargin 2\nunset colorbox\nunset ylabel\n"
            "set xlabel 'rows'\nunset ytics\nset format x '%.0s%c'\nset xrange [0:*]\n";
  script += "set xtics norotate autojustify 0, " + format_number(count_step(histogram)) + "\n";
  script +=
      "plot $histogram using 1:2:3:4 with boxxyerror fillstyle solid 0.7 noborder linecolor rgb '#0072B2' notitle\n"
      "unset multiplot\n";
  return gnuplot::picture(script, canvas);
}

}  // namespace nninterp
