// Curves along a variable.
#include "nninterp/io/picture/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

std::string curve_title(const Curves& curves, const Curve& curve) {
  if (curves.plan.kind == CurveKind::lek) return "others at quantile " + curve.label;
  return curve.target;
}

bool has_intervals(const Curve& curve) {
  return !curve.intervals.empty() && std::any_of(curve.intervals.begin(), curve.intervals.end(),
                                                 [](const Interval& i) { return std::isfinite(i.conf_low); });
}

std::string rug(const Vector& values) {
  DataRows rows;
  for (const Index row : some_of(values.size(), 300)) rows.push_back({values[row]});
  return data_block("rug", rows);
}

std::string kind_title(CurveKind kind) {
  switch (kind) {
    case CurveKind::pdp:
      return "partial dependence";
    case CurveKind::ice:
      return "individual curves";
    case CurveKind::ale:
      return "accumulated local effects";
    default:
      return "Lek's profiles";
  }
}

// The curves that are drawn: of ice as many as are told apart.
std::vector<const Curve*> drawn(const Curves& curves) {
  std::vector<const Curve*> chosen;
  const auto all = static_cast<Index>(curves.curves.size());
  for (const Index i : curves.plan.kind == CurveKind::ice ? rows_of_curves(all) : some_of(all, all)) {
    chosen.push_back(&curves.curves[i]);
  }
  return chosen;
}

std::vector<std::string> names_of(const Design& design, const CurvePlan& plan) {
  std::vector<std::string> names;
  for (const Index output : plan.outputs) names.push_back(design.output_names()[output]);
  return names;
}

// `lines` are drawn, of ice from so many rows.
std::string labels_of(const Design& design, const Curves& curves, std::size_t lines, Index rows,
                      const std::string& caption, PictureFormat format) {
  const std::vector<std::string> names = names_of(design, curves.plan);
  std::string title = kind_title(curves.plan.kind), y = "prediction";
  if (names.size() == 1) title += " of " + shortened(names.front(), 40);
  if (curves.plan.kind == CurveKind::ice && static_cast<Index>(lines) < rows) {
    title += " (" + std::to_string(lines) + " of " + with_thousands(rows) + " curves)";
  }
  if (design.targets.size() == 1) y = design.targets.front().name;
  if (names.size() == 1) y = names.front();
  if (curves.plan.scale == OutputScale::logit) y = "log-odds";
  return labels(title, caption, design.variables[curves.plan.variable].name, y, format);
}

// `aside`: how far the points of a category stand from its middle.
DataRows points_of(const CurvePlan& plan, const Curve& curve, double aside) {
  DataRows rows;
  for (std::size_t k = 0; k < plan.x.size(); ++k) {
    const Interval interval = has_intervals(curve) ? curve.intervals[k] : no_interval();
    rows.push_back({plan.x[k] + aside, curve.y[k], interval.conf_low, interval.conf_high});
  }
  return rows;
}

// What is plotted: bands first, so that they hide no line; of categories points and error bars.
struct Plots {
  std::vector<std::string> bands, lines;

  void add(const std::string& block, const std::string& looks, const std::string& title, bool categorical, bool band) {
    const std::string data = "$" + block + " using ";
    if (categorical) {
      if (band) lines.push_back(data + "1:2:3:4 with yerrorbars pointtype 7 " + looks + " notitle");
      lines.push_back(data + "1:2 with points pointtype 7 " + looks + " " + title);
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

std::string axes(const Variable& variable, const std::vector<DataRows>& blocks, bool bands, const Vector& values,
                 PictureFormat format, PictureSize size) {
  const auto room = static_cast<std::size_t>(std::max(10, static_cast<int>(columns_of(format, size)) - 12));
  const auto [y_low, y_high] = range_of(blocks, 1, bands ? 4 : 2);
  std::string text = number_axis("y", y_low, y_high, std::max<std::size_t>(10, lines_of(format, size)) - 6);
  if (variable.categorical) {
    return text + x_tics(variable.levels, room, format) +
           "set xrange [-0.5:" + format_number(static_cast<double>(variable.levels.size()) - 0.5) + "]\n";
  }
  const auto [x_low, x_high] = range_of(blocks, 0, 1);
  return text + number_axis("x", std::min(x_low, values.minCoeff()), std::max(x_high, values.maxCoeff()), room);
}

}  // namespace

std::vector<Index> rows_of_curves(Index rows) { return some_of(rows, 100); }

Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const std::string& caption,
                       PictureFormat format, PictureSize size) {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = design.variables[plan.variable];
  const bool ice = plan.kind == CurveKind::ice, text = format == PictureFormat::text;
  const std::vector<const Curve*> lines = drawn(curves);
  const bool bands = !ice && (variable.categorical || !text) && has_intervals(*lines.front());
  std::string script =
      beginning(format, size) + labels_of(design, curves, lines.size(), values.size(), caption, format);
  script += "set style fill transparent solid 0.2 noborder\n";
  Plots plots;
  std::vector<DataRows> blocks;
  const auto count = static_cast<double>(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string block = "curve" + std::to_string(i + 1), colour = ice ? "#400072B2" : colours[i % colours.size()];
    const std::string looks =
        "linewidth " + std::string(ice ? "0.7" : "2") + " linecolor rgb '" + colour + "'" +
        (ice || variable.categorical ? "" : " dashtype " + std::to_string(1 + i / colours.size()));
    const bool titled = !ice && lines.size() > 1;
    const std::string title = titled ? "title " + name_in(curve_title(curves, *lines[i]), 30) : "notitle";
    const bool side_by_side = variable.categorical && !ice;
    const double aside = side_by_side ? (static_cast<double>(i) - (count - 1) / 2) * std::min(0.12, 0.7 / count) : 0;
    blocks.push_back(points_of(plan, *lines[i], aside));
    script += data_block(block, blocks.back());
    plots.add(block, looks, title, variable.categorical, bands);
  }
  script += axes(variable, blocks, bands, values, format, size);
  if (!variable.categorical && !text) {
    script += rug(values) + "set y2range [0:1]\n";
    plots.lines.push_back(
        "$rug using 1:(0) axes x1y2 with points pointtype '|' pointsize 0.5 linecolor rgb '#555555' notitle");
  }
  plots.bands.insert(plots.bands.end(), plots.lines.begin(), plots.lines.end());
  return picture(script + "plot " + joined(plots.bands, ", ") + "\n", format);
}

}  // namespace nninterp
