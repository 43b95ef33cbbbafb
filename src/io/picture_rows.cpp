// Rows as points.
#include <algorithm>
#include <cmath>

#include "gnuplot.hpp"
#include "nninterp/core/text.hpp"
#include "text_parts.hpp"
#include "text_table.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

// Positions of levels side by side: the golden ratio spreads them evenly without chance.
double spread(Index i) { return 0.5 * (std::fmod(0.6180339887498949 * static_cast<double>(i), 1.0) - 0.5); }

struct Points {
  DataRows rows;
  std::string title;
};

Points points_of(const RowsPicture& picture) {
  Points points;
  const std::vector<Index> chosen = evenly(picture.x.size(), drawn_rows);
  for (const Index row : chosen) {
    const double x = picture.x[row] + (picture.levels.empty() ? 0 : spread(row));
    const bool coloured = picture.colour.size() > 0;
    points.rows.push_back({x, picture.y[row], coloured ? picture.colour[row] : 0});
  }
  points.title = picture.title;
  if (static_cast<Index>(chosen.size()) < picture.x.size()) {
    points.title += " (" + with_thousands(static_cast<long>(chosen.size())) + " of " +
                    with_thousands(static_cast<long>(picture.x.size())) + " rows)";
  }
  return points;
}

// Numbers of values in equal intervals, as boxes: middle, count, half width.
DataRows histogram_of(const Vector& values) {
  const double low = values.minCoeff(), high = values.maxCoeff();
  const int bins = 24;
  const double width = high > low ? (high - low) / bins : 1;
  std::vector<double> counts(static_cast<std::size_t>(bins));
  for (const double value : values) {
    const auto bin = static_cast<std::size_t>(high > low ? (value - low) / width : 0);
    counts[std::min(bin, counts.size() - 1)] += 1;
  }
  DataRows rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double middle = low + (static_cast<double>(i) + 0.5) * width;
    if (counts[i] > 0) rows.push_back({counts[i] / 2, middle, counts[i] / 2, 0.45 * width});
  }
  return rows;
}

// 1, 2 or 5 times a power of ten, so that two or three tics fit.
double count_step(const DataRows& histogram) {
  double most = 1;
  for (const std::vector<double>& box : histogram) most = std::max(most, 2 * box[0]);
  const double power = std::pow(10, std::floor(std::log10(most / 2)));
  for (const double factor : {5.0, 2.0}) {
    if (factor * power <= most / 2) return std::max(1.0, factor * power);
  }
  return std::max(1.0, power);
}

std::string colour_bar(const RowsPicture& picture) {
  if (picture.colour.size() == 0) return "unset colorbox\n";
  std::size_t widest = 5;  // of the numbers or names beside the bar
  for (const std::string& level : picture.colour_levels) {
    widest = std::max(widest, display_width(shortened(level, 24)));
  }
  std::string text = "set palette " + std::string(dark_to_light) + "\nset cblabel " + name_in(picture.colour_name, 40) +
                     "\nset colorbox\nset rmargin " + std::to_string(widest + 5) + "\n";
  if (!picture.colour_levels.empty()) {
    text += tics("cb", picture.colour_levels);
    text += "set cbrange [-0.5:" + format_number(static_cast<double>(picture.colour_levels.size()) - 0.5) + "]\n";
  }
  return text;
}

std::string scatter(const RowsPicture& picture, const Points& points, const std::string& title, PictureFormat format) {
  std::string text = labels(title, picture.x_name, picture.y_name) + colour_bar(picture);
  const bool categorical = !picture.levels.empty();
  if (categorical) text += tics("x", picture.levels, picture.levels.size() > 6);
  const double most = categorical ? static_cast<double>(picture.levels.size()) - 0.5 : picture.x.maxCoeff();
  text += range("x", categorical ? -0.5 : picture.x.minCoeff(), most);
  text += range("y", std::min(0.0, picture.y.minCoeff()), std::max(0.0, picture.y.maxCoeff()));
  const std::string size = points.rows.size() > 500 ? "0.35" : points.rows.size() > 100 ? "0.6" : "0.9";
  std::string style = "using 1:2 with points pointtype 7 pointsize " + size + " linecolor rgb '#0072B2'";
  if (picture.colour.size() > 0) style = "using 1:2:3 with points pointtype 7 pointsize " + size + " linecolor palette";
  if (format == PictureFormat::text) style = "using 1:2 with points pointtype 'o'";
  return text + "plot 0 with lines linewidth 1 linecolor rgb '#888888' notitle, $points " + style + " notitle\n";
}

}  // namespace

Picture rows_picture(const RowsPicture& picture, PictureFormat format, PictureSize size) {
  const Points points = points_of(picture);
  std::string script = beginning(format, size) + data_block("points", points.rows);
  const bool beside = picture.histogram && format != PictureFormat::text;
  if (!beside) return gnuplot::picture(script + scatter(picture, points, points.title, format));
  const DataRows histogram = histogram_of(picture.y);
  script += data_block("histogram", histogram) + "set multiplot title " + name_in(points.title, 80) +
            "\nset size 0.76,0.94\nset origin 0,0\nset bmargin 4.5\nset tmargin 1.5\n" +
            scatter(picture, points, "", format) +
            "set size 0.23,0.94\nset origin 0.77,0\nset lmargin 1\nset rmargin 2\nunset colorbox\nunset ylabel\n"
            "set xlabel 'rows'\nset format y ''\nset format x '%.0s%c'\nset xrange [0:*]\n";
  script += "set xtics norotate 0, " + format_number(count_step(histogram)) + "\n";
  script +=
      "plot $histogram using 1:2:3:4 with boxxyerror fillstyle solid 0.7 noborder linecolor rgb '#0072B2' notitle\n"
      "unset multiplot\n";
  return gnuplot::picture(script);
}

}  // namespace nninterp
