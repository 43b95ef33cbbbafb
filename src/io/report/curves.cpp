#include "nninterp/io/report/curves.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/entries.hpp"
#include "io/csv/writer.hpp"
#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "points.hpp"
#include "words.hpp"

namespace nninterp {

// ---- JSON ----

namespace {

Json curve_json(const Curve& curve, const Variable& variable, const CurvesDocument& document) {
  const auto each = [&](double Interval::*end) {
    Json list = Json::array();
    for (const Interval& interval : curve.intervals) list.push_back(json_number(interval.*end));
    return list;
  };
  Json json{{"label", document.label(curve)}, {"target", curve.target}};
  if (!document.curves.by.empty()) json["group"] = curve.group;
  json.update({{"x", points_json(variable, curve.x)},
               {"y", json_numbers(curve.y)},
               {"std_error", each(&Interval::std_error)},
               {"conf_low", each(&Interval::conf_low)},
               {"conf_high", each(&Interval::conf_high)},
               {"debiased", each(&Interval::debiased)},
               {"rows", curve.rows_at_x},
               {"mean", json_number(curve.mean)}});
  return json;
}

}  // namespace

void CurvesDocument::json(const Sink& sink) const {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = model.design.variables[plan.variable];
  const std::vector<std::string> targets = targets_of(model.design, plan);
  Json body{{"schema", "nninterp/curves/1"},
            {"kind", name_of(plan.kind)},
            {"variable", variable.name},
            {"target", targets.size() == 1 ? Json(targets.front()) : Json(nullptr)},
            {"targets", targets},
            {"rows", rows.size()},
            {"rug", variable.categorical ? Json(nullptr) : Json(plan.deciles)}};
  body["interval"] = interval_json(curves.method, options.interval.level, curves.replicates);
  Json& list = body["curves"] = Json::array();
  for (const Curve& curve : curves.curves) list.push_back(curve_json(curve, variable, *this));
  sink(finished(std::move(body), *this));
}

// ---- CSV ----

void CurvesDocument::csv(const Sink& sink) const {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = model.design.variables[plan.variable];
  std::string csv = "kind,variable,target,label,x,y,conf_low,conf_high,rows,std_error,debiased,group,mean\n";
  for (const Curve& curve : curves.curves) {
    const std::vector<std::string> x = point_cells(variable, curve.x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      add_line(csv, {std::string(name_of(plan.kind)), cell(variable.name), cell(curve.target), cell(label(curve)), x[i],
                     cell(curve.y[static_cast<Index>(i)]), cell(curve.intervals[i].conf_low),
                     cell(curve.intervals[i].conf_high), std::to_string(curve.rows_at_x[i]),
                     cell(curve.intervals[i].std_error), cell(curve.intervals[i].debiased), cell(curve.group),
                     cell(curve.mean)});
    }
  }
  sink(csv);
}

// ---- tables for people ----

namespace {

constexpr std::size_t widest_drawing = 48, narrowest_drawing = 10;

// A column of numbers, and the mark that draws them; nothing for a blank.
struct Series {
  std::string header;
  Vector y;
  char mark;
};

// What the table of one target shows: its columns, and a band between two of them.
struct Drawing {
  std::vector<Series> series;
  std::optional<std::pair<std::size_t, std::size_t>> band = std::nullopt;
};

// Of the rows' curves, behind which their mean stands, the outer tenths: thousands of curves make no table.
Drawing spread_of(const std::vector<const Curve*>& curves) {
  const Index points = curves.front()->y.size();
  Vector low(points), middle(points), high(points);
  for (Index i = 0; i < points; ++i) {
    Vector values(static_cast<Index>(curves.size()) - 1);
    for (Index c = 0; c < values.size(); ++c) values[c] = curves[static_cast<std::size_t>(c)]->y[i];
    if (values.hasNaN()) {
      low[i] = middle[i] = high[i] = nan;
      continue;
    }
    std::sort(values.begin(), values.end());
    const std::vector<double> ascending(values.begin(), values.end());
    low[i] = quantile_sorted(ascending, 0.1);
    middle[i] = quantile_sorted(ascending, 0.5);
    high[i] = quantile_sorted(ascending, 0.9);
  }
  return {{{"mean", curves.back()->y, 'o'}, {"10%", low, 0}, {"median", middle, 0}, {"90%", high, 0}}, std::pair(1, 3)};
}

// One curve with the interval at each point, where there are some.
Drawing curve_with_band(const std::string& header, const Curve& curve, double level) {
  Drawing drawing{{{header, curve.y, 'o'}}};
  const auto known = [](const Interval& interval) { return std::isfinite(interval.conf_low); };
  if (std::none_of(curve.intervals.begin(), curve.intervals.end(), known)) return drawing;
  Vector debiased(curve.y.size()), low(curve.y.size()), high(curve.y.size());
  for (Index i = 0; i < curve.y.size(); ++i) {
    debiased[i] = curve.intervals[i].debiased;
    low[i] = curve.intervals[i].conf_low;
    high[i] = curve.intervals[i].conf_high;
  }
  if (!debiased.array().isNaN().all()) drawing.series.push_back({"debiased", debiased, '+'});
  drawing.series.push_back({level_text(level) + " from", low, 0});
  drawing.series.push_back({"to", high, 0});
  drawing.band = {drawing.series.size() - 2, drawing.series.size() - 1};
  return drawing;
}

Drawing drawing_of(const CurvesDocument& document, const std::vector<const Curve*>& curves) {
  const CurvePlan& plan = document.curves.plan;
  if (plan.kind == CurveKind::ice) return spread_of(curves);
  if (plan.kind != CurveKind::lek && curves.size() == 1) {
    return curve_with_band(plan.kind == CurveKind::ale ? "effect" : "mean", *curves.front(),
                           document.options.interval.level);
  }
  Drawing drawing;
  for (const Curve* curve : curves) {
    const char mark = drawing.series.size() < 26 ? static_cast<char>('a' + drawing.series.size()) : '*';
    const bool lek = plan.kind == CurveKind::lek;
    const std::string name = lek ? percent(std::stod(curve->label)) : fit_width(curve->group, label_width);
    drawing.series.push_back({std::string(1, mark) + ": " + name, curve->y, mark});
  }
  return drawing;
}

// Beside a curve there may be points without an interval.
bool is_finite(const Drawing& drawing) {
  const auto no_infinity = [](const Series& series) { return !series.y.array().isInf().any(); };
  return drawing.series.front().y.allFinite() && std::all_of(drawing.series.begin(), drawing.series.end(), no_infinity);
}

// The lowest and the highest of all that is drawn.
std::pair<double, double> bounds_of(const Drawing& drawing) {
  double low = drawing.series.front().y[0], high = low;
  for (const Series& series : drawing.series) {
    for (const double y : series.y) {
      if (!std::isnan(y)) low = std::min(low, y);
      if (!std::isnan(y)) high = std::max(high, y);
    }
  }
  return {low, high};
}

// One line a point: marks from the lowest number on the left to the highest on the right.
std::vector<std::string> draw(const Drawing& drawing, std::size_t width, bool unicode) {
  const auto [low, high] = bounds_of(drawing);
  const bool drawable = std::isfinite(high - low) && high - low > 1e-9 * std::max(std::fabs(low), std::fabs(high));
  const auto place = [&, low = low, high = high](double y) {
    return drawable ? static_cast<std::size_t>(std::lround((y - low) / (high - low) * (width - 1.0))) : width / 2;
  };
  std::vector<std::string> lines;
  for (Index i = 0; i < drawing.series.front().y.size(); ++i) {
    std::string marks(width, ' ');
    const auto known = [&](std::size_t s) { return !std::isnan(drawing.series[s].y[i]); };
    std::vector<std::size_t> places;
    for (std::size_t s = 0; s < drawing.series.size(); ++s)
      places.push_back(known(s) ? place(drawing.series[s].y[i]) : 0);
    if (low < 0 && high > 0) marks[place(0)] = ':';
    if (drawing.band && known(drawing.band->first)) {
      const auto [first, last] = std::minmax(places[drawing.band->first], places[drawing.band->second]);
      std::fill(marks.begin() + static_cast<Index>(first), marks.begin() + static_cast<Index>(last) + 1, '-');
    }
    for (std::size_t s = places.size(); s-- > 0;) {  // the first in front
      if (drawing.series[s].mark != 0 && known(s)) marks[places[s]] = drawing.series[s].mark;
    }
    std::string line;
    for (const char mark : marks) {
      const bool plain = !unicode || (mark != 'o' && mark != '-' && mark != ':');
      line += plain ? std::string(1, mark) : mark == 'o' ? "●" : mark == '-' ? "─" : "┊";
    }
    lines.push_back(line);
  }
  return lines;
}

// The ends of the drawing's scale, above it.
std::string axis(const Drawing& drawing, std::size_t width) {
  const auto [low, high] = bounds_of(drawing);
  const std::string left = format_number(low, 4), right = format_number(high, 4);
  const std::size_t ends = left.size() + right.size();
  return left + std::string(std::max(width, ends + 1) - ends, ' ') + right;
}

// With as many decimals in every column, as they are to be compared.
void add_numbers(const Drawing& drawing, TextTable& table) {
  std::vector<double> numbers;
  for (const Series& series : drawing.series) numbers.insert(numbers.end(), series.y.begin(), series.y.end());
  const std::vector<std::string> cells = align_numbers(numbers);
  auto next = cells.begin();
  for (const Series& series : drawing.series) {
    table.add_column(series.header, {next, next + series.y.size()});
    next += series.y.size();
  }
}

// `curves`: at the same points, those of a group behind each other.
std::string curve_table(const Variable& variable, const std::vector<const Curve*>& curves, const Drawing& drawing,
                        const TextStyle& style) {
  const Curve& one = *curves.front();
  TextTable table;
  std::vector<std::string> x, rows;
  if (variable.categorical) {
    x = told_apart(levels_at(variable, one.x), std::max(label_width, style.width / 2));
  } else {
    x = align_numbers(one.x);
  }
  for (std::size_t i = 0; i < one.x.size(); ++i) {
    std::size_t count = 0;
    const std::string* group = nullptr;
    for (const Curve* curve : curves) {
      if (group == nullptr || *group != curve->group) count += curve->rows_at_x[i];
      group = &curve->group;
    }
    rows.push_back(with_thousands(static_cast<long>(count)));
  }
  table.add_column(fit_width(variable.name, label_width), x, variable.categorical);
  table.add_column("rows", rows);
  add_numbers(drawing, table);
  const std::size_t used = table.width() + 2;
  const std::size_t width = std::min(style.width - std::min(style.width, used), widest_drawing);
  if (is_finite(drawing) && width >= std::max(narrowest_drawing, axis(drawing, 0).size())) {
    table.add_column(axis(drawing, width), draw(drawing, width, style.unicode), true);
  }
  return table.str(style.width);
}

std::string title_of(const CurvesDocument& document, const std::vector<const Curve*>& curves) {
  const CurvePlan& plan = document.curves.plan;
  const std::string& target = curves.front()->target;
  const bool one_group = !document.curves.by.empty() && curves.front()->group == curves.back()->group;
  const std::string of = on_scale(plan.scale, fit_width(target, 50)) + " by " +
                         fit_width(document.model.design.variables[plan.variable].name, 50) +
                         (one_group ? ", " + group_text(document.curves.by, curves.front()->group) : "");
  std::size_t count = document.rows.size();
  if (one_group)
    count = std::accumulate(curves.front()->rows_at_x.begin(), curves.front()->rows_at_x.end(), std::size_t{0});
  const std::string rows = rows_text(count, document.model.network.architecture);
  switch (plan.kind) {
    case CurveKind::pdp:
      return "Partial dependence of " + of + ", " + rows;
    case CurveKind::ale:
      return "Accumulated local effects on " + of + ", " + rows;
    case CurveKind::lek:
      return "Lek's profile of " + of + ", " + rows;
    case CurveKind::ice:
      break;
  }
  const std::size_t drawn = curves.size() - 1;
  const std::string some = drawn < count ? with_thousands(static_cast<long>(drawn)) + " of " : "";
  return "Curves of " + of + ", " + some + rows;
}

std::string legend_of(const Variable& variable, const CurvePlan& plan, const Paragraphs& paragraph) {
  const std::string moved = fit_width(variable.name, 50) + " moved";
  const std::string rows = paragraph(
      "rows", variable.categorical ? "how many rows have this level"
              : plan.kind == CurveKind::ale
                  ? "how many rows the interval holds that ends here; where they are few, the curve is a guess"
                  : "how many rows are nearest to this point; where they are few, the curve is a guess");
  const std::string zero =
      plan.zero ? ", less its value at " + (variable.categorical ? levels_at(variable, plan.x)[*plan.zero]
                                                                 : format_number(plan.x[*plan.zero], 4))
                : "";
  switch (plan.kind) {
    case CurveKind::pdp:
      return paragraph("mean", "the mean of f(x) over the rows, all of them with " + moved + " to this value" + zero) +
             rows;
    case CurveKind::ice:
      return paragraph("mean", "over the rows' curves, each row's f(x) with " + moved + " to this value" + zero +
                                   "; the line from 10% to 90% holds the middle of them") +
             rows;
    case CurveKind::ale:
      return paragraph("effect", variable.categorical
                                     ? "the mean change of f(x) from each level to the next, over the rows of both, "
                                       "summed up; 0 is the mean over all rows"
                                     : std::string("the mean ") + (plan.derivative ? "slope" : "change") +
                                           " of f(x) within each interval, over the rows that lie in it, summed up; 0 "
                                           "is the mean over all rows") +
             rows;
    case CurveKind::lek:
      break;
  }
  return paragraph("a to f",
                   "f(x) with every other variable at its quantile 0%, 20% .. 100% (categories: the commonest "
                   "level)" +
                       zero) +
         rows;
}

}  // namespace

namespace {

// What stands in one table: the curves of a target, but of ale, ice and lek those of each group by themselves.
std::vector<std::vector<const Curve*>> tables_of(const Curves& curves) {
  std::vector<std::vector<const Curve*>> tables;
  for (const Curve& curve : curves.curves) {
    const bool again = !tables.empty() && tables.back().back()->target == curve.target &&
                       (curves.plan.kind == CurveKind::pdp || tables.back().back()->group == curve.group);
    if (!again) tables.emplace_back();
    tables.back().push_back(&curve);
  }
  return tables;
}

// "20.09", of several "a: 4 26.66, b: 6 19.74".
std::string means_text(const Drawing& drawing, const std::vector<const Curve*>& curves, CurveKind kind) {
  const auto number = [](const Curve* curve) {
    return std::isfinite(curve->mean) ? format_number(curve->mean, 4) : "-";
  };
  if (kind == CurveKind::ice || curves.size() == 1) return number(curves.back());
  std::vector<std::string> means;
  for (std::size_t i = 0; i < curves.size(); ++i) means.push_back(drawing.series[i].header + " " + number(curves[i]));
  return joined(means, ", ");
}

bool shows_intervals(const Curves& curves) {
  const bool groups = !curves.curves.front().group.empty();
  return curves.plan.kind == CurveKind::ale || (curves.plan.kind == CurveKind::pdp && !groups);
}

}  // namespace

std::string CurvesDocument::table(const TextStyle& style) const {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = model.design.variables[plan.variable];
  const Paragraphs paragraph(style.width);
  std::string text;
  for (const std::vector<const Curve*>& of_table : tables_of(curves)) {
    const Drawing drawing = drawing_of(*this, of_table);
    text += title(title_of(*this, of_table), style.width) + curve_table(variable, of_table, drawing, style);
    if (plan.kind != CurveKind::ale) {
      text += wrapped("", "mean over the rows: " + means_text(drawing, of_table, plan.kind), 2, style.width);
    }
    text += '\n';
  }
  text += legend_of(variable, plan, paragraph);
  if (!shows_intervals(curves)) return text;
  if (curves.method == IntervalMethod::cross_fit) {
    text +=
        paragraph("debiased", "without the pull of the decay, by networks that have not seen the row (cross-fitting)") +
        paragraph(level_text(options.interval.level),
                  "interval at each point, around the debiased value; none beyond the outermost rows");
  }
  if (curves.replicates > 0) {
    text += paragraph(level_text(options.interval.level), "interval at each point, from " +
                                                              std::to_string(curves.replicates) +
                                                              " refits on resampled rows, the rows held fixed");
  }
  return text;
}

}  // namespace nninterp
