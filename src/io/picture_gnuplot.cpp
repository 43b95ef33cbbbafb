// Pictures by gnuplot. Names are data: every sign of them that could mean something is escaped, and all markup is
// turned off; the rest is numbers.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <numeric>

#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "picture_parts.hpp"
#include "text_parts.hpp"
#include "text_table.hpp"

namespace nninterp {

namespace {

// Okabe and Ito (2008): told apart by colour-blind readers.
const std::vector<std::string> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                       "#E69F00", "#56B4E9", "#000000", "#F0E442"};
// Cividis (Nuñez, Anderton and Renslow 2018), light to dark.
const char* const map_colours = "defined (0 '#fdea45', 0.25 '#bcae6c', 0.5 '#7c7b78', 0.75 '#414d6b', 1 '#00224e')";
const char* const scale_colours = "defined (0 '#00224e', 0.25 '#414d6b', 0.5 '#7c7b78', 0.75 '#bcae6c', 1 '#f0d840')";

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

std::string name_in(const std::string& name, std::size_t columns) { return quoted(shortened(name, columns)); }

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

std::string beginning(PictureFormat format, PictureSize size) {
  const std::string grid = "set grid linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\n";
  return terminal(format, size) +
         "set encoding utf8\nset border 3 linecolor rgb '#555555'\nset tics nomirror out textcolor rgb '#333333'\n"
         "set key noenhanced tmargin right horizontal\n" +
         (format == PictureFormat::text ? "" : grid);
}

using DataRows = std::vector<std::vector<double>>;

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
  return "set title " + name_in(title, 80) + "\nset xlabel " + name_in(x, 60) + "\nset ylabel " + name_in(y, 48) + "\n";
}

// Names in place of numbers along an axis.
std::string tics(const std::string& axis, const std::vector<std::string>& names, bool rotate = false) {
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

// A range somewhat wider than the values, also where they are all one.
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
  std::string text = "set palette " + std::string(scale_colours) + "\nset cblabel " + name_in(picture.colour_name, 40) +
                     "\nset colorbox\n";
  if (!picture.colour_levels.empty()) {
    text += tics("cb", picture.colour_levels);
    text += "set cbrange [-0.5:" + format_number(static_cast<double>(picture.colour_levels.size()) - 0.5) + "]\n";
  }
  return text;
}

std::string scatter(const RowsPicture& picture, const Points& points, PictureFormat format) {
  std::string text = labels(points.title, picture.x_name, picture.y_name) + colour_bar(picture);
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
  if (!beside) return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script + scatter(picture, points, format)};
  const DataRows histogram = histogram_of(picture.y);
  script += data_block("histogram", histogram) + "set multiplot\nset size 0.74,1\nset origin 0,0\n" +
            "set bmargin 4.5\nset tmargin 2.5\n" + scatter(picture, points, format) +
            "set size 0.25,1\nset origin 0.75,0\nset lmargin 1\nset rmargin 2\nunset colorbox\nunset ylabel\n"
            "set title 'rows'\nset xlabel ' '\nset format y ''\nset xrange [0:*]\n";
  script += "set xtics 0, " + format_number(count_step(histogram)) + "\n";
  script +=
      "plot $histogram using 1:2:3:4 with boxxyerror fillstyle solid 0.7 noborder linecolor rgb '#0072B2' notitle\n"
      "unset multiplot\n";
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script};
}

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

}  // namespace

Picture curves_picture(const Design& design, const Curves& curves, const Vector& values, PictureFormat format,
                       PictureSize size) {
  const CurvePlan& plan = curves.plan;
  const Variable& variable = design.variables[plan.variable];
  const bool ice = plan.kind == CurveKind::ice, text = format == PictureFormat::text;
  const std::vector<const Curve*> lines = drawn(curves);
  std::string script = beginning(format, size), plots;
  std::vector<std::string> names;
  for (const Index output : plan.outputs) names.push_back(design.output_names()[static_cast<std::size_t>(output)]);
  std::string title = kind_title(plan.kind);
  if (names.size() == 1) title += " of " + shortened(names.front(), 40);
  if (lines.size() < curves.curves.size())
    title += " (100 of " + with_thousands(static_cast<long>(curves.curves.size())) + " curves)";
  std::string y = names.size() == 1            ? names.front()
                  : design.targets.size() == 1 ? design.targets.front().name
                                               : "prediction";
  if (plan.scale == OutputScale::logit) y = "log-odds";
  script += labels(title, variable.name, y);
  script += "set style fill transparent solid 0.2 noborder\n";
  if (variable.categorical)
    script += tics("x", variable.levels, variable.levels.size() > 6) + "set offsets 0.5, 0.5, graph 0.05, graph 0.05\n";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Curve& curve = *lines[i];
    const std::string name = "curve" + std::to_string(i + 1), colour = ice ? "#400072B2" : colours[i % colours.size()];
    DataRows rows;
    for (std::size_t k = 0; k < plan.x.size(); ++k) {
      const Interval interval = has_intervals(curve) ? curve.intervals[k] : no_interval();
      rows.push_back({plan.x[k], curve.y[static_cast<Index>(k)], interval.conf_low, interval.conf_high});
    }
    script += data_block(name, rows);
    const std::string begin = (plots.empty() ? "plot " : ", ");
    const std::string shown = ice || lines.size() == 1 ? "notitle" : "title " + name_in(curve_title(curves, curve), 30);
    const std::string line = "linewidth " + std::string(ice ? "0.7" : "2") + " linecolor rgb '" + colour + "'";
    if (variable.categorical) {
      plots += begin + "$" + name + " using 1:2 with points pointtype 7 " + line + " " + shown;
      if (has_intervals(curve))
        plots += ", $" + name + " using 1:2:3:4 with yerrorbars pointtype 7 " + line + " notitle";
      continue;
    }
    if (has_intervals(curve) && !text)
      plots += begin + "$" + name + " using 1:3:4 with filledcurves linecolor rgb '" + colour + "' notitle, ";
    plots += (has_intervals(curve) && !text ? "" : begin) + "$" + name + " using 1:2 with lines " + line + " " + shown;
  }
  if (!variable.categorical && !text) {
    script += rug(values) + "set offsets 0, 0, graph 0.05, graph 0.08\n";
    plots +=
        ", $rug using 1:(0):(0.001) axes x1y2 with points pointtype '|' pointsize 0.5 linecolor rgb '#555555' notitle";
    script += "set y2range [0:1]\n";
  }
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script + plots + "\n"};
}

namespace {

struct Bar {
  std::string name;
  double value, spread;
};

}  // namespace

Picture importance_picture(const Importances& importances, const std::string& target, PictureFormat format,
                           PictureSize size) {
  std::vector<Bar> bars;
  std::string measure = "slope (rms) per standard deviation";
  for (const Importance* one : of_target(importances.importances, target)) {
    if (one->permutation)
      measure = "rise of " + std::string(one->permutation->measure == "rmse" ? "RMSE" : "log-loss") + " when shuffled";
  }
  for (const Importance* one : of_target(importances.importances, target)) {
    if (one->permutation) {
      bars.push_back(
          {one->variable, one->permutation->mean, std::isfinite(one->permutation->sd) ? one->permutation->sd : 0});
    } else if (one->slope_rms_sd) {
      bars.push_back({one->variable, *one->slope_rms_sd, 0});
    }
  }
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.value < b.value; });
  std::vector<std::string> names;
  DataRows rows;
  for (const Bar& bar : bars) {
    rows.push_back({bar.value, static_cast<double>(names.size()), bar.spread});
    names.push_back(bar.name);
  }
  size.height = std::max(size.height, format == PictureFormat::text ? static_cast<int>(rows.size()) + 6
                                                                    : static_cast<int>(rows.size()) * 24 + 100);
  std::string script =
      beginning(format, size) + data_block("bars", rows) +
      labels("importance for " + shortened(target, 50), measure, "") + tics("y", names) + margin_for(names) +
      (format == PictureFormat::text ? "" : "unset grid\nset grid xtics linetype 1 linecolor rgb '#dddddd'\n") +
      "set yrange [-0.6:" + format_number(static_cast<double>(names.size()) - 0.4) +
      "]\nset style fill solid 0.8 noborder\n";
  script +=
      "plot $bars using ($1/2):2:(abs($1)/2):(0.35) with boxxyerror linecolor rgb '#0072B2' notitle, "
      "$bars using 1:2:3 with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb '#222222' notitle\n";
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script};
}

Picture interactions_picture(const Interactions& interactions, const std::string& target, PictureFormat format,
                             PictureSize size) {
  std::vector<std::string> names;
  const auto position = [&](const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) names.push_back(name);
    return static_cast<double>(found == names.end() ? names.size() - 1
                                                    : static_cast<std::size_t>(found - names.begin()));
  };
  for (const TotalInteraction& total : interactions.totals) position(total.variable);
  DataRows rows;
  for (const Interaction* pair : of_target(interactions.pairs, target)) {
    const double a = position(pair->variables[0]), b = position(pair->variables[1]);
    const double h = pair->strength.h.value.value_or(nan);
    rows.push_back({a, b, h});
    rows.push_back({b, a, h});
  }
  double most = 0.1;  // of the scale: next to no interaction has to look like it
  for (const std::vector<double>& row : rows) most = std::isfinite(row[2]) ? std::max(most, row[2]) : most;
  const std::string last = format_number(static_cast<double>(names.size()) - 0.5);
  const int side = static_cast<int>(names.size());
  if (format != PictureFormat::text)
    size.height = std::max(size.height, side * 30 + 160), size.width = std::max(size.width, side * 56 + 320);
  std::string script = beginning(format, size) + data_block("pairs", rows) +
                       labels("interactions on " + shortened(target, 50), "", "") + tics("x", names, true) +
                       tics("y", names) + margin_for(names) + "unset grid\nset palette " + map_colours +
                       "\nset cblabel 'H² of the pair'\nset rmargin 16\nset cbrange [0:" + format_number(most) +
                       "]\nset xrange [-0.5:" + last + "]\nset yrange [-0.5:" + last + "]\n";
  script +=
      "plot $pairs using 1:2:(0.49):(0.49):3 with boxxyerror fillstyle solid 1 noborder linecolor palette notitle";
  // Numbers of at least 0.005, dark on the light half of the scale and light on the dark one.
  const std::string half = format_number(most / 2);
  for (const bool dark : {true, false}) {
    if (names.size() > 14 || format == PictureFormat::text) break;
    const std::string condition = dark ? "$3 >= 0.005 && $3 <= " + half : "$3 >= 0.005 && $3 > " + half;
    script += ", $pairs using 1:2:(" + condition + " ? sprintf('%.2f', $3) : '') with labels textcolor rgb '" +
              (dark ? "#111111" : "#ffffff") + "' notitle";
  }
  return {"gnuplot", "gnuplot-nox", {"-d", "-"}, script + "\n"};
}

}  // namespace nninterp
