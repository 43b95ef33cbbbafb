// Average effects below each other.
#include "nninterp/io/picture/forest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/entries.hpp"
#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

struct Estimate {
  double value, low, high;  // NaN where it is not known
};

struct ForestLine {
  std::string name;
  Estimate network;
  double own;  // of the network, where `network` is debiased
  Estimate regression;
};

// A number's coefficient is a slope, and what it says of a step is so much times the step.
Estimate regression_of(const Effect& effect, double level) {
  const OneNumber& number = effect.one_number;
  if (!number.linear_coefficient) return {nan, nan, nan};
  const double step = effect.move.level ? 1 : effect.move.delta.value_or(1);
  const double value = step * *number.linear_coefficient;
  if (!number.linear_std_error) return {value, nan, nan};
  const Interval interval = normal_interval(value, std::fabs(step) * *number.linear_std_error, level);
  return {value, interval.conf_low, interval.conf_high};
}

std::vector<ForestLine> lines_of(const Effects& effects, const ForestSubject& of) {
  std::vector<ForestLine> lines;
  for (const Effect* effect : of_target(effects.effects, of.target)) {
    const Interval& interval = effect->shift_interval;
    const double mean = effect->shift_summary.mean;
    const bool debiased = std::isfinite(interval.debiased);
    lines.push_back({effect->label,
                     {debiased ? interval.debiased : mean, interval.conf_low, interval.conf_high},
                     debiased ? mean : nan,
                     regression_of(*effect, of.level)});
  }
  return lines;
}

// From the least to the largest that is drawn, 0 always.
std::pair<double, double> bounds_of(const std::vector<ForestLine>& lines) {
  double low = 0, high = 0;
  for (const ForestLine& line : lines) {
    const Estimate &network = line.network, &regression = line.regression;
    for (const double value :
         {network.value, network.low, network.high, line.own, regression.value, regression.low, regression.high}) {
      if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    }
  }
  return {low, high};
}

// ---- by gnuplot ----

// The first line is the highest.
struct Blocks {
  DataRows network, own, regression;
};

Blocks blocks_of(const std::vector<ForestLine>& lines) {
  Blocks blocks;
  auto y = static_cast<double>(lines.size()) - 1;
  for (const ForestLine& line : lines) {
    const bool beside = std::isfinite(line.regression.value);
    const double above = beside ? y + 0.16 : y;
    blocks.network.push_back({line.network.value, above, line.network.low, line.network.high});
    if (std::isfinite(line.own)) blocks.own.push_back({line.own, above});
    if (beside)
      blocks.regression.push_back({line.regression.value, y - 0.16, line.regression.low, line.regression.high});
    --y;
  }
  return blocks;
}

// Where there are intervals.
std::string bars(const std::string& block, const std::string& colour) {
  return "$" + block + " using ($3 == $3 ? $1 : NaN):2:3:4 with xerrorbars pointtype 0 linewidth 1.6 linecolor rgb '" +
         colour + "' notitle";
}

std::string marks(const std::string& block, const std::string& looks, const std::string& colour,
                  const std::string& title) {
  return "$" + block + " using 1:2 with points " + looks + " linewidth 1.6 linecolor rgb '" + colour + "' " + title;
}

// Marks above their intervals, and the network's own below the debiased ones.
std::string plots_of(const Blocks& blocks, const std::string& regression, const Canvas& canvas) {
  const std::string blue = "#0072B2", orange = "#D55E00", round = canvas.point_size(1);
  const std::string full = "pointtype 7 " + round, square = "pointtype 5 " + canvas.point_size(0.75);
  std::vector<std::string> plots{bars("network", blue)};
  if (!blocks.regression.empty()) plots.push_back(bars("regression", orange));
  plots.push_back(marks("network", full, blue, blocks.own.empty() ? "title 'network'" : "title 'network, debiased'"));
  if (!blocks.own.empty()) {  // white within, so that no interval is seen through it
    plots.push_back(marks("own", full, "#ffffff", "notitle"));
    plots.push_back(marks("own", "pointtype 6 " + round, blue, "title 'network itself'"));
    plots.push_back(marks("network", full, blue, "notitle"));
  }
  if (!blocks.regression.empty()) plots.push_back(marks("regression", square, orange, "title '" + regression + "'"));
  return joined(plots, ", ");
}

}  // namespace

Picture forest_picture(const Effects& effects, const ForestSubject& of, const PictureTexts& texts,
                       const PictureLooks& looks) {
  const std::vector<ForestLine> lines = lines_of(effects, of);
  const Blocks blocks = blocks_of(lines);
  const auto count = static_cast<double>(lines.size());
  std::vector<std::string> names;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) names.push_back(line->name);
  Canvas canvas(looks);
  canvas.grow(0, 20 * static_cast<double>(heading_lines(texts, canvas).size() + 6) + 30 * count);
  const auto [low, high] = bounds_of(lines);
  const std::size_t room = std::max<std::size_t>(10, canvas.columns() - canvas.name_columns());
  const std::string script =
      beginning(canvas) + data_block("network", blocks.network) + data_block("own", blocks.own) +
      data_block("regression", blocks.regression) + labels(texts, canvas, {margin_for(names, canvas)}) +
      tics("y", names, names.size(), canvas.name_columns()) +
      "unset grid\nset grid xtics linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\nset errorbars 0.6\nset key samplen "
      "1\n" +
      number_axis("x", low, high, room) + "set yrange [-0.6:" + format_number(count - 0.4) +
      "]\nset arrow from 0, graph 0 to 0, graph 1 nohead linetype 1 linewidth 1 linecolor rgb '#555555' back\n";
  return gnuplot::picture(script + "plot " + plots_of(blocks, of.regression, canvas) + "\n", canvas);
}

// ---- as text ----

namespace {

constexpr std::size_t widest_drawing = 60, usual_drawing = 36, narrowest_drawing = 20;

// A line of signs a line of the plot, from the least number on the left to the largest on the right.
std::vector<std::string> drawn(const std::vector<ForestLine>& lines, std::size_t width) {
  const auto [low, high] = bounds_of(lines);
  const double range = high > low ? high - low : 1;
  const auto place = [&, low = low](double value) {
    return static_cast<std::size_t>(std::lround((value - low) / range * static_cast<double>(width - 1)));
  };
  std::vector<std::string> result;
  for (const ForestLine& line : lines) {
    std::string signs(width, ' ');
    signs[place(0)] = ':';
    const Estimate& network = line.network;
    if (std::isfinite(network.low) && std::isfinite(network.high)) {
      for (std::size_t i = place(network.low); i <= place(network.high); ++i) signs[i] = '-';
    }
    const auto mark = [&](double value, char sign) {
      if (std::isfinite(value)) signs[place(value)] = sign;
    };
    mark(line.regression.value, 'x');
    mark(line.own, 'o');
    mark(network.value, '*');
    result.push_back(signs);
  }
  return result;
}

// The ends of the scale above the signs.
std::string scale_of(const std::vector<ForestLine>& lines, std::size_t width) {
  const auto [low, high] = bounds_of(lines);
  const std::string left = format_number(low, 4), right = format_number(high, 4);
  const std::size_t ends = left.size() + right.size();
  return left + std::string(std::max(width, ends + 1) - ends, ' ') + right;
}

// All columns but the drawing; those of the regression's interval, which is not drawn, where there is room.
TextTable numbers_of(const std::vector<ForestLine>& lines, double level, bool both_intervals) {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns(7);
  for (const ForestLine& line : lines) {
    names.push_back(shortened(line.name, 28));
    const Estimate &network = line.network, &regression = line.regression;
    const std::vector<double> numbers{network.value,    network.low,    network.high,   line.own,
                                      regression.value, regression.low, regression.high};
    for (std::size_t k = 0; k < numbers.size(); ++k) columns[k].push_back(numbers[k]);
  }
  const std::string value = "effect", from = level_text(level) + " from", to = "to";
  const std::vector<std::string> headers{value, from, to, "network", "regression", from, to};
  const auto cells = align_rows(columns);
  TextTable table;
  table.add_names("effect of", names);
  for (std::size_t k = 0; k < (both_intervals ? 7 : 5); ++k) {
    const Need need = k < 3 ? Need::always : Need::context;
    if (k == 0 || any_known(columns[k])) table.add_column(headers[k], cells[k], false, need);
  }
  return table;
}

}  // namespace

std::string forest_text(const Effects& effects, const ForestSubject& of, const PictureTexts& texts,
                        const PictureLooks& looks) {
  const std::vector<ForestLine> lines = lines_of(effects, of);
  const Canvas canvas(looks);
  const std::size_t page = canvas.columns();
  bool debiased = false, beside = false, intervals = false;
  for (const ForestLine& line : lines) {
    debiased = debiased || std::isfinite(line.own);
    beside = beside || std::isfinite(line.regression.value);
    intervals = intervals || std::isfinite(line.network.low);
  }
  TextTable table = numbers_of(lines, of.level, true);
  if (table.width() + 2 + usual_drawing > page) table = numbers_of(lines, of.level, false);
  const std::size_t used = std::min(table.width() + 2, page);
  const std::size_t width = std::clamp(page - used, narrowest_drawing, widest_drawing);
  table.add_column(scale_of(lines, width), drawn(lines, width), true, Need::details);
  std::string text = plain_heading(texts) + table.str(page) + '\n';
  text += std::string("* ") + (debiased ? "the average without the decay's pull" : "the network's average") +
          (intervals ? ", - its interval" : "") + '\n';
  if (debiased) text += "o the network's own average\n";
  if (beside) text += "x the " + of.regression + "\n";
  return text;
}

}  // namespace nninterp
