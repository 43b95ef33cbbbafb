// Surfaces along two variables.
#include "nninterp/io/picture/surfaces.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "captions.hpp"
#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

// Round numbers between which all of a surface lies, about ten bands.
struct Bands {
  double low, step;
  std::size_t count;

  explicit Bands(const Matrix& z) : low(z.minCoeff()), step(1), count(1) {
    const double high = z.maxCoeff();
    if (!(high - low > 1e-12 * std::max(std::fabs(low), std::fabs(high)))) {
      step = std::max(1e-6, 0.1 * std::fabs(low));
      low -= step / 2;
      return;
    }
    step = round_step(low, high, 10);
    const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
    low = first * step;
    count = static_cast<std::size_t>(std::max(1.0, last - first));
  }
  double high() const { return low + step * static_cast<double>(count); }
  std::size_t of(double z) const {
    return static_cast<std::size_t>(std::clamp((z - low) / step, 0.0, static_cast<double>(count) - 1));
  }
  double middle(std::size_t band) const { return low + step * (static_cast<double>(band) + 0.5); }
};

// Of one variable: where the points stand along its axis, and where what belongs to each of them begins and ends.
struct Axis {
  std::vector<double> points;
  bool categorical;

  double low() const { return points.front() - (categorical ? 0.5 : 0); }
  double high() const { return points.back() + (categorical ? 0.5 : 0); }
  // What is nearest to a point.
  std::pair<double, double> around(std::size_t i) const {
    if (categorical) return {points[i] - 0.5, points[i] + 0.5};
    return {i == 0 ? points[i] : (points[i - 1] + points[i]) / 2,
            i + 1 == points.size() ? points[i] : (points[i] + points[i + 1]) / 2};
  }
};

// A box, as gnuplot has them: its middle, and from where to where it reaches; then what is to be told of it. One with
// the box right below that is as wide and tells the same, so that no seam shows.
void stack(DataRows& boxes, std::pair<double, double> x, std::pair<double, double> y, double told) {
  if (!(x.second > x.first && y.second > y.first)) return;
  for (auto box = boxes.rbegin(); box != boxes.rend(); ++box) {
    std::vector<double>& below = *box;
    if (below[2] != x.first || below[3] != x.second || below[6] != told || below[5] < y.first) continue;
    below[5] = y.second;
    below[1] = (below[4] + below[5]) / 2;
    return;
  }
  boxes.push_back({(x.first + x.second) / 2, (y.first + y.second) / 2, x.first, x.second, y.first, y.second, told});
}

// Boxes of one band each along a line of the surface, told by the middle of the band.
void add_boxes(const Axis& x, const Vector& z, std::pair<double, double> y, const Bands& bands, DataRows& boxes) {
  const auto add = [&](double from, double to, std::size_t band) { stack(boxes, {from, to}, y, bands.middle(band)); };
  if (x.categorical) {
    for (std::size_t i = 0; i < x.points.size(); ++i) {
      add(x.around(i).first, x.around(i).second, bands.of(z[static_cast<Index>(i)]));
    }
    return;
  }
  double from = x.points.front();
  std::size_t band = bands.of(z[0]);
  for (std::size_t i = 1; i < x.points.size(); ++i) {
    const double left = z[static_cast<Index>(i) - 1], right = z[static_cast<Index>(i)];
    const std::size_t last = bands.of(right);
    while (band != last) {  // the line crosses the edges between the bands one by one
      const double edge = bands.low + bands.step * static_cast<double>(last > band ? band + 1 : band);
      const double share = right == left ? 1 : std::clamp((edge - left) / (right - left), 0.0, 1.0);
      const double at = x.points[i - 1] + share * (x.points[i] - x.points[i - 1]);
      add(from, at, band);
      from = at;
      band += last > band ? 1 : static_cast<std::size_t>(-1);
    }
  }
  add(from, x.points.back(), band);
}

// Thin lines of boxes from the bottom to the top, between the points by interpolation; of a category one a level.
DataRows boxes_of(const Surface& surface, const Axis& x, const Axis& y, const Bands& bands) {
  constexpr int lines = 160;
  DataRows boxes;
  if (y.categorical) {
    for (std::size_t j = 0; j < y.points.size(); ++j) {
      add_boxes(x, surface.z.col(static_cast<Index>(j)), y.around(j), bands, boxes);
    }
    return boxes;
  }
  const double height = (y.high() - y.low()) / lines;
  std::size_t j = 1;
  for (int line = 0; line < lines; ++line) {
    const double bottom = y.low() + line * height, middle = bottom + height / 2;
    while (j + 1 < y.points.size() && y.points[j] < middle) ++j;
    const double share = (middle - y.points[j - 1]) / (y.points[j] - y.points[j - 1]);
    const auto above = static_cast<Index>(j);
    const Vector z = surface.z.col(above - 1) * (1 - share) + surface.z.col(above) * share;
    add_boxes(x, z, {bottom, std::min(y.high(), bottom + 1.3 * height)}, bands, boxes);  // over the seam
  }
  return boxes;
}

// What no row is near to: of partial dependence around points, of ale (by its ends) the cells.
DataRows unsupported(const Surface& surface, const Axis& x, const Axis& y, bool ale) {
  const auto reach = [ale](const Axis& axis, std::size_t i) {
    if (!ale || axis.categorical) return axis.around(i);
    return std::pair(axis.points[i == 0 ? 0 : i - 1], axis.points[i]);
  };
  DataRows boxes;
  for (std::size_t j = 0; j < y.points.size(); ++j) {
    for (std::size_t i = 0; i < x.points.size(); ++i) {
      if (surface.rows[i][j] > 0) continue;
      const double from = reach(x, i).first;
      while (i + 1 < x.points.size() && surface.rows[i + 1][j] == 0) ++i;
      stack(boxes, {from, reach(x, i).second}, reach(y, j), 0);
    }
  }
  return boxes;
}

// Rows as points, those of a level side by side.
DataRows points_of(const Surfaces& surfaces, const Matrix& variables) {
  const auto at = [&](std::size_t v, Index row, double golden) {
    const CurvePlan& plan = surfaces.plans[v];
    const double value = variables(row, static_cast<Index>(plan.variable));
    return value + (plan.categorical ? 0.7 * (std::fmod(golden * static_cast<double>(row), 1.0) - 0.5) : 0);
  };
  DataRows points;
  for (const Index row : some_of(variables.rows(), 500)) {
    points.push_back({at(0, row, 0.6180339887498949), at(1, row, 0.7548776662466927)});
  }
  return points;
}

std::string axis_of(const std::string& name, const Axis& axis, const Variable& variable, std::size_t room,
                    const Canvas& canvas) {
  const std::string range =
      "set " + name + "range [" + format_number(axis.low()) + ":" + format_number(axis.high()) + "]\n";
  if (!axis.categorical) return number_axis(name, axis.low(), axis.high(), room) + range;
  const std::string names = name == "x" ? x_tics(variable.levels, room, canvas)
                                        : tics(name, variable.levels, variable.levels.size(), canvas.name_columns());
  return names + range;
}

}  // namespace

Picture surface_picture(const Design& design, const Surfaces& surfaces, const Matrix& variables, const std::string& of,
                        const PictureTexts& texts, const PictureLooks& looks) {
  const Surface& surface = surfaces.surfaces.front();
  const Canvas canvas(looks);
  const Variable& first = design.variables[surfaces.plans[0].variable];
  const Variable& second = design.variables[surfaces.plans[1].variable];
  const Axis x{surface.points[0], first.categorical}, y{surface.points[1], second.categorical};
  const Bands bands(surface.z);
  const bool ale = surfaces.plans[0].kind == CurveKind::ale;
  const std::size_t columns = std::max<std::size_t>(36, canvas.columns()) - 26;
  const std::size_t lines = std::max<std::size_t>(10, canvas.lines()) - 6;
  const std::string box = " using 1:2:3:4:5:6", bounds = format_number(bands.low) + ":" + format_number(bands.high());
  const std::size_t left = second.categorical ? margin_for(second.levels, canvas) + 2 : 0;
  return gnuplot::picture(
      beginning(canvas) + labels(texts, canvas, {left, 8}) + data_block("boxes", boxes_of(surface, x, y, bands)) +
          data_block("pale", unsupported(surface, x, y, ale)) + data_block("rows", points_of(surfaces, variables)) +
          axis_of("x", x, first, columns, canvas) + axis_of("y", y, second, lines, canvas) +
          "unset grid\nset palette " + dark_to_light + " maxcolors " + std::to_string(bands.count) + "\nset cblabel " +
          name_in(of, 32) + " offset 1,0\n" + number_axis("cb", bands.low, bands.high(), 2 * (bands.count + 1)) +
          "set cbrange [" + bounds + "]\nset style fill solid 1 noborder\nplot $boxes" + box +
          ":7 with boxxyerror linecolor palette notitle, $pale" + box +
          " with boxxyerror fillstyle transparent solid 0.65 noborder linecolor rgb '#ffffff' notitle, $rows using 1:2 "
          "with points pointtype 7 " +
          canvas.point_size(0.5) + " linecolor rgb '#D55E00' notitle\n",
      canvas);
}

std::string surface_text(const Design& design, const Surfaces& surfaces, const PictureTexts& texts) {
  const Surface& surface = surfaces.surfaces.front();
  const Bands bands(surface.z);
  const bool ale = surfaces.plans[0].kind == CurveKind::ale;
  const auto names = [&](std::size_t v) {
    const Variable& variable = design.variables[surfaces.plans[v].variable];
    std::vector<std::string> points;
    for (const double point : surface.points[v]) {
      points.push_back(variable.categorical ? shortened(variable.levels[static_cast<std::size_t>(point)], 8)
                                            : format_number(point, 3));
    }
    return points;
  };
  const std::vector<std::string> x = names(0), y = names(1);
  TextTable table;
  table.add_column(shortened(texts.y, 16), {y.rbegin(), y.rend()});
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<std::string> cells;
    for (std::size_t j = y.size(); j-- > 0;) {
      const std::size_t band = bands.of(surface.z(static_cast<Index>(i), static_cast<Index>(j)));
      cells.push_back(surface.near_rows(i, j, ale) ? std::to_string(band) : ".");
    }
    table.add_column(x[i], cells);
  }
  std::vector<std::string> legend;
  for (std::size_t band = 0; band < bands.count; ++band) {
    legend.push_back(std::to_string(band) + ": from " + format_number(bands.middle(band) - bands.step / 2, 4));
  }
  return plain_heading(texts) + "upwards: " + shortened(texts.y, 40) + "; across: " + shortened(texts.x, 40) + "\n\n" +
         table.str(100) + '\n' + wrapped("", joined(legend, ", "), 0, 100);
}

}  // namespace nninterp
