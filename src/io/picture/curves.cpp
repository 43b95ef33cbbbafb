// Curves along a variable.
#include "nninterp/io/picture/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "captions.hpp"
#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

// A curve in the key: lek's by the quantile, of groups by these, others by their class or target. Of ice the mean
// alone.
std::string curve_title(const Design& design, const Curves& curves, std::size_t curve) {
  if (!curves.by.empty()) return one_line(curves.by, 20) + " " + curves.curves[curve].group;
  if (curves.plan.kind == CurveKind::lek) return percent(parse_number(curves.curves[curve].label).value_or(nan));
  if (curves.plan.kind == CurveKind::ice) return "mean of these";
  const std::vector<Index>& outputs = curves.plan.outputs;
  const bool classes = target_of(design, outputs.front()).outputs() > 1 && design.targets.size() == 1;
  return classes ? output_name(design, outputs[curve]) : curves.curves[curve].target;
}

bool has_intervals(const Curve& curve) {
  return !curve.intervals.empty() && std::any_of(curve.intervals.begin(), curve.intervals.end(),
                                                 [](const Interval& i) { return std::isfinite(i.conf_low); });
}

std::string rug(const std::string& name, const Vector& values) {
  DataRows rows;
  for (const Index row : some_of(values.size(), 300)) rows.push_back({values[row]});
  return data_block(name, rows);
}

// `aside`: how far the points of a category stand from its middle.
DataRows points_of(const Curve& curve, double aside) {
  DataRows rows;
  for (std::size_t k = 0; k < curve.x.size(); ++k) {
    const Interval interval = has_intervals(curve) ? curve.intervals[k] : no_interval();
    rows.push_back({curve.x[k] + aside, curve.y[static_cast<Index>(k)], interval.conf_low, interval.conf_high});
  }
  return rows;
}

// What is plotted: bands first, so that they hide no line; of categories points and error bars.
struct Plots {
  std::string point_size;
  std::vector<std::string> bands, lines;
  std::vector<std::string> key;  // its entries without any numbers

  void add(const std::string& block, const std::string& looks, const std::string& title, bool categorical, bool band) {
    const std::string data = "$" + block + " using ";
    if (title != "notitle") key.push_back("NaN with lines " + looks + " " + title);
    if (categorical) {
      if (band) lines.push_back(data + "1:2:3:4 with yerrorbars pointtype 7 " + point_size + " " + looks + " notitle");
      lines.push_back(data + "1:2 with points pointtype 7 " + point_size + " " + looks + " " + title);
      return;
    }
    if (band) bands.push_back(data + "1:3:4 with filledcurves " + looks + " notitle");
    lines.push_back(data + "1:2 with lines " + looks + " " + title);
  }
};

// From the least to the largest of the numbers in these columns.
std::pair<double, double> range_of(const std::vector<DataRows>& blocks, std::size_t first, std::size_t end) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const DataRows& rows : blocks) {
    for (const std::vector<double>& row : rows) {
      for (std::size_t i = first; i < end; ++i) {
        if (std::isfinite(row[i])) low = std::min(low, row[i]), high = std::max(high, row[i]);
      }
    }
  }
  return {low, high};
}

// All of one variable: its numbers, and how they are drawn.
struct Panel {
  std::string script;  // data blocks
  Plots plots;
  std::vector<DataRows> blocks;
  bool bands;
};

std::pair<double, double> heights(const Panel& panel) { return range_of(panel.blocks, 1, panel.bands ? 4 : 2); }

// The axis of the variable, where `room` characters fit.
std::string x_axis(const Variable& variable, const Panel& panel, const Vector& values, std::size_t room,
                   const Canvas& canvas) {
  if (variable.categorical) {
    return x_tics(variable.levels, room, canvas) +
           "set xrange [-0.5:" + format_number(static_cast<double>(variable.levels.size()) - 0.5) + "]\n";
  }
  const auto [low, high] = range_of(panel.blocks, 0, 1);
  return number_axis("x", std::min(low, values.minCoeff()), std::max(high, values.maxCoeff()), room);
}

// The colours of Okabe and Ito; of quantiles, which have an order, such as have one too.
std::string colour_of(CurveKind kind, std::size_t colour) {
  const std::vector<std::string>& scale = kind == CurveKind::lek ? ordered_colours : colours;
  return scale[colour % scale.size()];
}

// A row's own curve is thin and half transparent, the mean among them strong.
std::string looks_of(const Curves& curves, const Curve& curve, std::size_t colour, bool categorical) {
  const CurveKind kind = curves.plan.kind;
  std::string rgb = colour_of(kind, colour);
  if (curve.row) return "linewidth 0.7 linecolor rgb '#" + std::string("B0") + rgb.substr(1) + "'";
  if (kind == CurveKind::ice) return "linewidth 3 linecolor rgb '" + (curves.by.empty() ? colours[1] : rgb) + "'";
  return "linewidth 2 linecolor rgb '" + rgb + "'" +
         (categorical ? "" : " dashtype " + std::to_string(1 + colour / colours.size()));
}

// `prefix` tells its blocks from those of other panels.
Panel panel_of(const Design& design, const Curves& curves, const Vector& values, const std::string& prefix,
               const Canvas& canvas) {
  const CurvePlan& plan = curves.plan;
  const bool ice = plan.kind == CurveKind::ice, categorical = design.variables[plan.variable].categorical;
  const std::vector<Curve>& lines = curves.curves;
  Panel panel{"", {canvas.point_size(1), {}, {}, {}}, {}, false};
  panel.bands = !ice && (categorical || !canvas.text()) && has_intervals(lines.front());
  const auto count = static_cast<double>(lines.size());
  std::size_t group = 0;
  std::vector<std::string> means;  // in front of all rows' curves
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && lines[i].group != lines[i - 1].group) ++group;
    const std::string block = prefix + std::to_string(i + 1);
    const bool titled = ice ? !lines[i].row : lines.size() > 1;
    const std::string title = titled ? "title " + name_in(curve_title(design, curves, i), 30) : "notitle";
    const double aside =
        categorical && !ice ? (static_cast<double>(i) - (count - 1) / 2) * std::min(0.12, 0.7 / count) : 0;
    panel.blocks.push_back(points_of(lines[i], aside));
    panel.script += data_block(block, panel.blocks.back());
    const std::size_t colour = curves.by.empty() ? (ice ? 0 : i) : group;
    panel.plots.add(block, looks_of(curves, lines[i], colour, categorical), title, categorical, panel.bands);
    if (!ice || lines[i].row) continue;
    means.push_back(panel.plots.lines.back());
    panel.plots.lines.pop_back();
  }
  panel.plots.lines.insert(panel.plots.lines.end(), means.begin(), means.end());
  if (!categorical && !canvas.text()) {
    panel.script += rug(prefix + "rug", values);
    panel.plots.lines.push_back("$" + prefix + "rug using 1:(0) axes x1y2 with points pointtype '|' " +
                                canvas.point_size(0.5) + " linecolor rgb '#555555' notitle");
  }
  return panel;
}

std::string plot_of(const Panel& panel) {
  std::vector<std::string> plots = panel.plots.bands;
  plots.insert(plots.end(), panel.plots.lines.begin(), panel.plots.lines.end());
  return "plot " + joined(plots, ", ") + "\n";
}

const char* const looks_of_bands = "set style fill transparent solid 0.2 noborder\nset y2range [0:1]\n";

std::string title_of_key(const Curves& curves) {
  return curves.plan.kind == CurveKind::lek ? "set key title 'others at their quantile' width 1\n" : "";
}

std::size_t lines_of_y(const Canvas& canvas) { return std::max<std::size_t>(10, canvas.lines()) - 6; }
std::size_t columns_of_x(const Canvas& canvas) { return std::max<std::size_t>(22, canvas.columns()) - 12; }

}  // namespace

std::vector<Index> rows_of_curves(Index rows) { return some_of(rows, 100); }

Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const PictureTexts& texts,
                       const PictureLooks& looks) {
  const Variable& variable = design.variables[curves.plan.variable];
  const Canvas canvas(looks);
  const Panel panel = panel_of(design, curves, values, "curve", canvas);
  const auto [low, high] = heights(panel);
  return picture(beginning(canvas) + labels(texts, canvas) + looks_of_bands + title_of_key(curves) + panel.script +
                     number_axis("y", low, high, lines_of_y(canvas)) +
                     x_axis(variable, panel, values, columns_of_x(canvas), canvas) + plot_of(panel),
                 canvas);
}

namespace {

// Panels side by side and below each other, in characters and lines of the sheet.
struct Layout {
  std::size_t across = 1, down = 1;
  std::size_t room = 0;       // characters along the axis of a panel
  double above = 0, key = 0;  // lines of the heading, and of the key between it and the panels
  std::vector<double> below;  // lines below the panels of each row, for names of levels and of the variable
};

std::size_t across(std::size_t panels) {
  if (panels <= 4) return panels;
  return panels <= 6 || panels == 9 ? 3 : 4;
}

constexpr double panel_columns = 24, panel_lines = 8, left_columns = 10, right_columns = 2, between_lines = 0.7;

// Lines that the key takes, which gnuplot sets in columns as wide as the widest entry; none of a single curve.
double lines_of_key(const Design& design, const Curves& curves, const Canvas& canvas) {
  std::size_t widest = 0, count = 0;
  for (std::size_t i = 0; i < curves.curves.size(); ++i) {
    if (curves.curves.size() < 2 || curves.curves[i].row) continue;
    widest = std::max(widest, std::min<std::size_t>(30, display_width(curve_title(design, curves, i))));
    ++count;
  }
  const std::size_t side = std::max<std::size_t>(1, canvas.columns() / (widest + widest / 5 + 9));
  const std::size_t lines = (count + side - 1) / side;
  return static_cast<double>(lines);
}

// The sheet grows with the panels.
Layout layout_of(const Design& design, const std::vector<Curves>& curves, const PictureTexts& texts, Canvas& canvas) {
  Layout layout;
  layout.across = across(curves.size());
  layout.down = (curves.size() + layout.across - 1) / layout.across;
  const auto side = static_cast<double>(layout.across);
  canvas.grow(8 * (side * panel_columns + left_columns + right_columns), 0);
  const double columns = static_cast<double>(canvas.columns()) - left_columns - right_columns;
  layout.room = static_cast<std::size_t>(std::max(10.0, columns / side - 3));
  layout.above = static_cast<double>(heading_lines(texts, canvas).size()) + 0.5;
  layout.key = lines_of_key(design, curves.front(), canvas);
  layout.below.assign(layout.down, 3);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Variable& variable = design.variables[curves[i].plan.variable];
    if (!variable.categorical) continue;
    double& below = layout.below[i / layout.across];
    below = std::max(below, static_cast<double>(lines_below(variable.levels, layout.room, canvas)));
  }
  double lines = layout.above + layout.key + static_cast<double>(layout.down) * panel_lines;
  for (const double below : layout.below) lines += below + between_lines;
  canvas.grow(0, 20 * lines);
  return layout;
}

double lines_of_panel(const Layout& layout, const Canvas& canvas) {
  double lines = 1 / canvas.share_of_lines(1) - layout.above - layout.key - 0.5;
  for (const double below : layout.below) lines -= below + between_lines;
  return std::max(2.0, lines / static_cast<double>(layout.down));
}

// What is drawn next, between these columns and lines of the sheet.
std::string place_at(double left, double right, double top, double bottom, const Canvas& canvas) {
  const double columns = static_cast<double>(canvas.columns());
  const auto at = [](const std::string& side, double share) {
    return "set " + side + "margin at screen " + format_number(share, 5) + "\n";
  };
  return at("l", left / columns) + at("r", right / columns) + at("t", 1 - canvas.share_of_lines(top)) +
         at("b", 1 - canvas.share_of_lines(bottom));
}

std::string place_of(const Layout& layout, std::size_t panel, const Canvas& canvas) {
  const double columns = static_cast<double>(canvas.columns()), height = lines_of_panel(layout, canvas);
  const double width = (columns - left_columns - right_columns) / static_cast<double>(layout.across);
  const double left = left_columns + width * static_cast<double>(panel % layout.across);
  double top = layout.above + layout.key + 0.5;
  for (std::size_t row = 0; row < panel / layout.across; ++row) top += height + layout.below[row] + between_lines;
  return place_at(left, left + width - 2, top, top + height, canvas);
}

// A picture by itself that has nothing but the key, as wide as the sheet.
std::string key_of(const Layout& layout, const Panel& panel, const Canvas& canvas) {
  if (layout.key == 0) return "";
  return place_at(1, static_cast<double>(canvas.columns()) - 1, layout.above, layout.above + layout.key, canvas) +
         "unset border\nunset tics\nunset grid\nunset xlabel\nset key inside center horizontal\nplot [0:1] [0:1] " +
         joined(panel.plots.key, ", ") + "\n";
}

// Text has no room for panels side by side.
Picture panels_of_text(const Design& design, const std::vector<Curves>& curves, const std::vector<Panel>& panels,
                       const Matrix& variables, const PictureTexts& texts, std::pair<double, double> range,
                       const Canvas& canvas) {
  std::string script = beginning(canvas) + looks_of_bands + title_of_key(curves.front());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const auto v = curves[i].plan.variable;
    PictureTexts told = texts;
    told.x = design.variables[v].name;
    script +=
        labels(told, canvas) + panels[i].script + number_axis("y", range.first, range.second, lines_of_y(canvas)) +
        x_axis(design.variables[v], panels[i], variables.col(static_cast<Index>(v)), columns_of_x(canvas), canvas) +
        plot_of(panels[i]);
  }
  return picture(script, canvas);
}

}  // namespace

Picture curve_panels(const Design& design, const std::vector<Curves>& curves, const Matrix& variables,
                     const PictureTexts& texts, const PictureLooks& looks) {
  Canvas canvas(looks);
  const Layout layout = layout_of(design, curves, texts, canvas);
  std::vector<Panel> panels;
  std::pair<double, double> range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Vector values = variables.col(static_cast<Index>(curves[i].plan.variable));
    panels.push_back(panel_of(design, curves[i], values, "p" + std::to_string(i + 1) + "c", canvas));
    const auto [low, high] = heights(panels.back());
    range = {std::min(range.first, low), std::max(range.second, high)};
  }
  if (canvas.text()) return panels_of_text(design, curves, panels, variables, texts, range, canvas);
  std::string script = beginning(canvas) + looks_of_bands;
  for (const Panel& panel : panels) script += panel.script;
  script += "set multiplot title " + heading(texts, canvas) + "\nunset key\nset label 1 " + name_in(texts.y, 60) +
            " at screen " + format_number(1.5 / static_cast<double>(canvas.columns()), 5) +
            ",0.5 rotate by 90 center textcolor rgb '#333333'\n";
  const auto y_lines = static_cast<std::size_t>(lines_of_panel(layout, canvas));
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const auto v = curves[i].plan.variable;
    script += "set xtics norotate autojustify\n" +
              x_axis(design.variables[v], panels[i], variables.col(static_cast<Index>(v)), layout.room, canvas) +
              number_axis("y", range.first, range.second, y_lines, i % layout.across == 0) + "set xlabel " +
              name_in(design.variables[v].name, layout.room) + "\n" + place_of(layout, i, canvas) + plot_of(panels[i]) +
              "unset label 1\n";
  }
  return picture(script + key_of(layout, panels.front(), canvas) + "unset multiplot\n", canvas);
}

}  // namespace nninterp
