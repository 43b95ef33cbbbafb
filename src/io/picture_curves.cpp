// Curves along a variable.
#include <algorithm>
#include <cmath>

#include "gnuplot.hpp"
#include "nninterp/core/text.hpp"
#include "text_parts.hpp"
#include "text_table.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

constexpr std::size_t most_lines = 100;

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
  for (const Index row : evenly(values.size(), 300)) rows.push_back({values[row]});
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
  const bool many = curves.plan.kind == CurveKind::ice;
  for (const Index i : evenly(all, many ? static_cast<Index>(most_lines) : all)) {
    chosen.push_back(&curves.curves[static_cast<std::size_t>(i)]);
  }
  return chosen;
}

std::vector<std::string> names_of(const Design& design, const CurvePlan& plan) {
  std::vector<std::string> names;
  for (const Index output : plan.outputs) names.push_back(design.output_names()[static_cast<std::size_t>(output)]);
  return names;
}

std::string labels_of(const Design& design, const Curves& curves, std::size_t lines) {
  const std::vector<std::string> names = names_of(design, curves.plan);
  std::string title = kind_title(curves.plan.kind), y = "prediction";
  if (names.size() == 1) title += " of " + shortened(names.front(), 40);
  if (lines < curves.curves.size()) {
    title +=
        " (" + std::to_string(lines) + " of " + with_thousands(static_cast<long>(curves.curves.size())) + " curves)";
  }
  if (design.targets.size() == 1) y = design.targets.front().name;
  if (names.size() == 1) y = names.front();
  if (curves.plan.scale == OutputScale::logit) y = "log-odds";
  return labels(title, design.variables[curves.plan.variable].name, y);
}

DataRows points_of(const CurvePlan& plan, const Curve& curve) {
  DataRows rows;
  for (std::size_t k = 0; k < plan.x.size(); ++k) {
    const Interval interval = has_intervals(curve) ? curve.intervals[k] : no_interval();
    rows.push_back({plan.x[k], curve.y[static_cast<Index>(k)], interval.conf_low, interval.conf_high});
  }
  return rows;
}

// The band, then the line; of a category points and error bars.
std::vector<std::string> plots_of(const Curve& curve, const std::string& block, const std::string& looks,
                                  const std::string& title, bool categorical, bool band) {
  const std::string data = "$" + block + " using ";
  std::vector<std::string> plots;
  if (categorical) {
    plots.push_back(data + "1:2 with points pointtype 7 " + looks + " " + title);
    if (has_intervals(curve)) plots.push_back(data + "1:2:3:4 with yerrorbars pointtype 7 " + looks + " notitle");
    return plots;
  }
  if (band && has_intervals(curve)) plots.push_back(data + "1:3:4 with filledcurves " + looks + " notitle");
  plots.push_back(data + "1:2 with lines " + looks + " " + title);
  return plots;
}

}  // namespace

Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, PictureFormat format,
                       PictureSize size) {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = design.variables[plan.variable];
  const bool ice = plan.kind == CurveKind::ice, text = format == PictureFormat::text;
  const std::vector<const Curve*> lines = drawn(curves);
  std::string script = beginning(format, size) + labels_of(design, curves, lines.size());
  script += "set style fill transparent solid 0.2 noborder\n";
  std::vector<std::string> plots;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string block = "curve" + std::to_string(i + 1), colour = ice ? "#400072B2" : colours[i % colours.size()];
    const std::string looks = "linewidth " + std::string(ice ? "0.7" : "2") + " linecolor rgb '" + colour + "'";
    const bool titled = !ice && lines.size() > 1;
    const std::string title = titled ? "title " + name_in(curve_title(curves, *lines[i]), 30) : "notitle";
    script += data_block(block, points_of(plan, *lines[i]));
    for (std::string& plot : plots_of(*lines[i], block, looks, title, variable.categorical, !text)) {
      plots.push_back(std::move(plot));
    }
  }
  if (variable.categorical) {
    script += tics("x", variable.levels, variable.levels.size() > 6) + "set offsets 0.5, 0.5, graph 0.05, graph 0.05\n";
  } else if (!text) {
    script += rug(values) + "set offsets 0, 0, graph 0.05, graph 0.08\nset y2range [0:1]\n";
    plots.push_back(
        "$rug using 1:(0) axes x1y2 with points pointtype '|' pointsize 0.5 linecolor rgb '#555555' notitle");
  }
  return picture(script + "plot " + joined(plots, ", ") + "\n");
}

}  // namespace nninterp
