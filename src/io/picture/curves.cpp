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

// A curve in the key: lek's by the quantile, others by their class or target.
std::string curve_title(const Design& design, const Curves& curves, std::size_t curve) {
  if (curves.plan.kind == CurveKind::lek) return percent(parse_number(curves.curves[curve].label).value_or(nan));
  const std::vector<Index>& outputs = curves.plan.outputs;
  const bool classes = target_of(design, outputs.front()).outputs() > 1 && design.targets.size() == 1;
  return classes ? output_name(design, outputs[curve]) : curves.curves[curve].target;
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

// The curves that are drawn: of ice as many as are told apart.
std::vector<const Curve*> drawn(const Curves& curves) {
  std::vector<const Curve*> chosen;
  const auto all = static_cast<Index>(curves.curves.size());
  for (const Index i : curves.plan.kind == CurveKind::ice ? rows_of_curves(all) : some_of(all, all)) {
    chosen.push_back(&curves.curves[i]);
  }
  return chosen;
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
  std::string point_size;
  std::vector<std::string> bands, lines;

  void add(const std::string& block, const std::string& looks, const std::string& title, bool categorical, bool band) {
    const std::string data = "$" + block + " using ";
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

std::string axes(const Variable& variable, const std::vector<DataRows>& blocks, bool bands, const Vector& values,
                 const Canvas& canvas) {
  const std::size_t room = std::max<std::size_t>(22, canvas.columns()) - 12;
  const auto [y_low, y_high] = range_of(blocks, 1, bands ? 4 : 2);
  std::string text = number_axis("y", y_low, y_high, std::max<std::size_t>(10, canvas.lines()) - 6);
  if (variable.categorical) {
    return text + x_tics(variable.levels, room, canvas) +
           "set xrange [-0.5:" + format_number(static_cast<double>(variable.levels.size()) - 0.5) + "]\n";
  }
  const auto [x_low, x_high] = range_of(blocks, 0, 1);
  return text + number_axis("x", std::min(x_low, values.minCoeff()), std::max(x_high, values.maxCoeff()), room);
}

}  // namespace

std::vector<Index> rows_of_curves(Index rows) { return some_of(rows, 100); }

namespace {

// The colours of Okabe and Ito; of quantiles, which have an order, such as have one too.
std::string colour_of(CurveKind kind, std::size_t curve) {
  if (kind == CurveKind::ice) return "#400072B2";
  const std::vector<std::string>& scale = kind == CurveKind::lek ? ordered_colours : colours;
  return scale[curve % scale.size()];
}

std::string looks_of(CurveKind kind, std::size_t curve, bool categorical) {
  const bool ice = kind == CurveKind::ice, again = !ice && !categorical;
  return "linewidth " + std::string(ice ? "0.7" : "2") + " linecolor rgb '" + colour_of(kind, curve) + "'" +
         (again ? " dashtype " + std::to_string(1 + curve / colours.size()) : "");
}

}  // namespace

Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, const PictureTexts& texts,
                       const PictureLooks& looks) {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = design.variables[plan.variable];
  const Canvas canvas(looks);
  const bool ice = plan.kind == CurveKind::ice;
  const std::vector<const Curve*> lines = drawn(curves);
  const bool bands = !ice && (variable.categorical || !canvas.text()) && has_intervals(*lines.front());
  std::string script = beginning(canvas) + labels(texts, canvas);
  script += "set style fill transparent solid 0.2 noborder\n";
  if (plan.kind == CurveKind::lek) script += "set key title 'others at their quantile' width 1\n";
  Plots plots{canvas.point_size(1), {}, {}};
  std::vector<DataRows> blocks;
  const auto count = static_cast<double>(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string block = "curve" + std::to_string(i + 1);
    const bool titled = !ice && lines.size() > 1;
    const std::string title = titled ? "title " + name_in(curve_title(design, curves, i), 30) : "notitle";
    const bool side_by_side = variable.categorical && !ice;
    const double aside = side_by_side ? (static_cast<double>(i) - (count - 1) / 2) * std::min(0.12, 0.7 / count) : 0;
    blocks.push_back(points_of(plan, *lines[i], aside));
    script += data_block(block, blocks.back());
    plots.add(block, looks_of(plan.kind, i, variable.categorical), title, variable.categorical, bands);
  }
  script += axes(variable, blocks, bands, values, canvas);
  if (!variable.categorical && !canvas.text()) {
    script += rug(values) + "set y2range [0:1]\n";
    plots.lines.push_back("$rug using 1:(0) axes x1y2 with points pointtype '|' " + canvas.point_size(0.5) +
                          " linecolor rgb '#555555' notitle");
  }
  plots.bands.insert(plots.bands.end(), plots.lines.begin(), plots.lines.end());
  return picture(script + "plot " + joined(plots.bands, ", ") + "\n", canvas);
}

}  // namespace nninterp
