// Shapley values: swarms of all rows and the waterfall of one.
#include "nninterp/io/picture/shapley.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gnuplot.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

constexpr Index most_points = 12'000, most_of_a_swarm = 1000;
constexpr std::size_t most_bands = 30;

std::vector<std::size_t> by_size(const std::vector<double>& sizes) {
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
  return order;
}

// Aside from the middle of a band, where points of about one value lie above and below each other; the fullest place
// takes all of it.
std::vector<double> asides(const Vector& values, double low, double high) {
  constexpr int places = 140;
  const auto place = [&](double value) {
    return high > low ? static_cast<std::size_t>((value - low) / (high - low) * (places - 1)) : 0;
  };
  std::vector<int> counts(places), taken(places);
  for (const double value : values) {
    if (std::isfinite(value)) ++counts[place(value)];
  }
  const double fullest = std::max(12, *std::max_element(counts.begin(), counts.end()));
  std::vector<double> result;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      result.push_back(0);
      continue;
    }
    const int next = taken[place(value)]++, away = (next + 1) / 2;
    result.push_back(0.84 / fullest * (next % 2 == 0 ? -away : away));  // 0, 1, -1, 2, -2, ..
  }
  return result;
}

std::string zero_line() {
  return "set arrow from 0, graph 0 to 0, graph 1 nohead linetype 1 linewidth 1 linecolor rgb '#555555' back\n";
}

std::pair<double, double> range_of(const Matrix& values) {
  double low = 0, high = 0;
  for (const double value : values.reshaped()) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return {low, high};
}

}  // namespace

Picture swarm_picture(const SwarmPicture& swarm, const PictureLooks& looks) {
  std::vector<double> sizes;
  for (Index v = 0; v < swarm.values.cols(); ++v) sizes.push_back(swarm.values.col(v).cwiseAbs().mean());
  std::vector<std::size_t> order = by_size(sizes);
  order.resize(std::min(order.size(), most_bands));
  const auto bands = static_cast<Index>(order.size());
  const std::vector<Index> rows = some_of(swarm.values.rows(), std::min(most_of_a_swarm, most_points / bands));
  const auto [low, high] = range_of(swarm.values);
  DataRows points;
  std::vector<std::string> names;
  for (Index band = 0; band < bands; ++band) {
    const std::size_t v = order[static_cast<std::size_t>(bands - 1 - band)];
    names.push_back(swarm.names[v]);
    const Vector values = swarm.values.col(static_cast<Index>(v))(rows);
    const std::vector<double> aside = asides(values, low, high);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      points.push_back({values[static_cast<Index>(i)], static_cast<double>(band) + aside[i] / 2,
                        swarm.places(rows[i], static_cast<Index>(v))});
    }
  }
  Canvas canvas(looks);
  canvas.grow(
      0, 20 * static_cast<double>(heading_lines(swarm.texts, canvas).size() + 5) + 34 * static_cast<double>(bands));
  const std::size_t room = std::max<std::size_t>(10, canvas.columns() - canvas.name_columns() - 8);
  const std::string dot = canvas.point_size(rows.size() > 500 ? 0.3 : rows.size() > 100 ? 0.4 : 0.6);
  std::string script =
      beginning(canvas) + data_block("points", points) + labels(swarm.texts, canvas, {margin_for(names, canvas), 12}) +
      tics("y", names, names.size(), canvas.name_columns()) +
      "unset grid\nset grid xtics linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\n" +
      number_axis("x", low, high, room) + "set yrange [-0.6:" + format_number(static_cast<double>(bands) - 0.4) +
      "]\n" + zero_line() + "set palette " + dark_to_light +
      "\nset cbrange [0:1]\nset cbtics ('low' 0, 'high' 1) scale 0\n" +
      "set cblabel \"the variable's own value\" offset -1,0\nset colorbox\n";
  const std::string style = canvas.text() ? "using 1:2 with points pointtype 'o'"
                                          : "using 1:2:3 with points pointtype 7 " + dot + " linecolor palette";
  return gnuplot::picture(script + "plot $points " + style + " notitle\n", canvas);
}

namespace {

// The largest on top; in plot order from below.
std::vector<std::size_t> from_below(const WaterfallPicture& waterfall) {
  std::vector<double> sizes;
  for (const double value : waterfall.values) sizes.push_back(std::isfinite(value) ? std::fabs(value) : 0);
  std::vector<std::size_t> order = by_size(sizes);
  std::reverse(order.begin(), order.end());
  return order;
}

std::string with_sign(double value) { return (value >= 0 ? "+" : "") + format_number(value, 3); }

}  // namespace

Picture waterfall_picture(const WaterfallPicture& waterfall, const PictureLooks& looks) {
  const std::vector<std::size_t> order = from_below(waterfall);
  std::vector<std::string> names;
  DataRows up, down;
  std::string numbers;
  double at = waterfall.base, low = at, high = at, y = 0;
  for (const std::size_t v : order) {
    const double value = waterfall.values[v], next = at + value;
    names.push_back(waterfall.names[v]);
    (value < 0 ? down : up).push_back({(at + next) / 2, y, std::min(at, next), std::max(at, next), y - 0.32, y + 0.32});
    numbers += "set label " + name_in(with_sign(value), 12) + " at " + format_number(std::max(at, next)) + ", " +
               format_number(y) + " left offset 0.6,0 textcolor rgb '#333333'\n";
    at = next;
    low = std::min(low, at);
    high = std::max(high, at);
    ++y;
  }
  Canvas canvas(looks);
  canvas.grow(0, 20 * static_cast<double>(heading_lines(waterfall.texts, canvas).size() + 6) + 26 * y);
  const double room_for_numbers = 0.12 * (high > low ? high - low : 1);
  const std::size_t room = std::max<std::size_t>(10, canvas.columns() - canvas.name_columns());
  std::string script =
      beginning(canvas) + data_block("up", up) + data_block("down", down) +
      labels(waterfall.texts, canvas, {margin_for(names, canvas)}) +
      tics("y", names, names.size(), canvas.name_columns()) +
      "unset grid\nset grid xtics linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\nset key samplen 1\n" +
      number_axis("x", low, high + room_for_numbers, room) + "set yrange [-0.7:" + format_number(y - 0.3) + "]\n" +
      numbers;
  const auto line = [](double x, const std::string& looks_of_line) {
    return "set arrow from " + format_number(x) + ", graph 0 to " + format_number(x) + ", graph 1 nohead linewidth 1 " +
           looks_of_line + " back\n";
  };
  if (std::isfinite(at)) {
    script += line(waterfall.base, "linetype 1 dashtype 2 linecolor rgb '#888888'") +
              line(at, "linetype 1 linecolor rgb '#333333'");
  }
  std::vector<std::string> plots;
  const auto boxes = [&](const std::string& block, const std::string& colour, const std::string& title) {
    plots.push_back("$" + block + " using 1:2:3:4:5:6 with boxxyerror fillstyle solid 0.85 noborder linecolor rgb '" +
                    colour + "' title '" + title + "'");
  };
  if (!up.empty()) boxes("up", "#D55E00", "raises it");
  if (!down.empty()) boxes("down", "#0072B2", "lowers it");
  plots.emplace_back("NaN with lines linetype 1 dashtype 2 linecolor rgb '#888888' title 'base'");
  plots.emplace_back("NaN with lines linetype 1 linecolor rgb '#333333' title 'prediction'");
  std::string plot;
  for (const std::string& one : plots) plot += (plot.empty() ? "plot " : ", ") + one;
  return gnuplot::picture(script + plot + "\n", canvas);
}

std::string waterfall_text(const WaterfallPicture& waterfall) {
  std::vector<std::size_t> order = from_below(waterfall);
  std::reverse(order.begin(), order.end());
  std::vector<std::string> names;
  std::vector<double> values;
  double prediction = waterfall.base;
  for (const std::size_t v : order) {
    names.push_back(shortened(waterfall.names[v], 40));
    values.push_back(waterfall.values[v]);
    prediction += waterfall.values[v];
  }
  TextTable table;
  table.add_names("variable", names);
  table.add_column("gives", align_numbers(values));
  table.add_column("", signed_bars(values, false), true);
  return plain_heading(waterfall.texts) + table.str() + "\nbase " + format_number(waterfall.base, 6) +
         ", with all of them " + format_number(prediction, 6) + "\n";
}

}  // namespace nninterp
