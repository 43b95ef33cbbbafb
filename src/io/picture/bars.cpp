// Importance as bars, interactions as a map.
#include "nninterp/io/picture/bars.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/entries.hpp"
#include "gnuplot.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using namespace gnuplot;

namespace {

// The measures of one output, or of all classes of a target together.
struct Series {
  std::string name;
  std::vector<double> values, spreads;  // by variable
};

struct Bars {
  std::string measure;
  bool together;                       // the first series is that of all classes
  std::vector<std::string> variables;  // the most important one first
  std::vector<Series> series;
};

void add(double value, double spread, Series& series) {
  series.values.push_back(value);
  series.spreads.push_back(std::isfinite(spread) ? spread : 0);
}

// In the order of the model.
Bars unsorted_bars(const Importances& importances, const ImportanceSubject& of) {
  Bars bars{"slope (rms) per standard deviation", false, {}, {}};
  if (of.outputs.size() > 1) {
    Series together{"all classes", {}, {}};
    for (const ClassesImportance& one : importances.classes) add(one.permutation.mean, one.permutation.sd, together);
    bars.together = !together.values.empty();
    if (bars.together) bars.series.push_back(together);
  }
  for (std::size_t k = 0; k < of.outputs.size(); ++k) {
    Series series{of.names[k], {}, {}};
    for (const Importance* one : of_target(importances.importances, of.outputs[k])) {
      const LossRise* rise = one->permutation ? &*one->permutation : nullptr;
      if (rise == nullptr && !one->slope_rms_sd) continue;
      if (rise != nullptr) {
        bars.measure = "rise of " + std::string(rise->measure == "rmse" ? "RMSE" : "log-loss") + " when shuffled";
      }
      add(rise != nullptr ? rise->mean : *one->slope_rms_sd, rise != nullptr ? rise->sd : 0, series);
      if (k == 0) bars.variables.push_back(one->variable);
    }
    bars.series.push_back(series);
  }
  return bars;
}

// By all classes together where that is known, else by the sum over them.
Bars bars_of(const Importances& importances, const ImportanceSubject& of) {
  const Bars bars = unsorted_bars(importances, of);
  std::vector<double> size(bars.variables.size(), 0);
  std::vector<std::size_t> order(size.size());
  for (std::size_t v = 0; v < order.size(); ++v) {
    order[v] = v;
    for (const Series& series : bars.series) size[v] += series.values[v];
    if (bars.together) size[v] = bars.series.front().values[v];
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size[a] > size[b]; });
  Bars sorted{bars.measure, bars.together, {}, {}};
  for (const std::size_t v : order) sorted.variables.push_back(bars.variables[v]);
  for (const Series& series : bars.series) {
    sorted.series.push_back({series.name, {}, {}});
    for (const std::size_t v : order) add(series.values[v], series.spreads[v], sorted.series.back());
  }
  return sorted;
}

// Of one series the only colour; of several black for all classes together, and a colour each.
std::string colour_of(const Bars& bars, std::size_t series) {
  if (bars.together && series == 0) return "#444444";
  return colours[(series - (bars.together ? 1 : 0)) % colours.size()];
}

// The bars of a variable stand below each other around its tic, the first series on top.
std::vector<DataRows> blocks_of(const Bars& bars, double half) {
  std::vector<DataRows> blocks;
  const auto count = static_cast<double>(bars.series.size()), variables = static_cast<double>(bars.variables.size());
  for (std::size_t s = 0; s < bars.series.size(); ++s) {
    const double aside = ((count - 1) / 2 - static_cast<double>(s)) * 2 * half;
    DataRows rows;
    for (std::size_t v = 0; v < bars.variables.size(); ++v) {
      const double y = variables - 1 - static_cast<double>(v) + aside;
      rows.push_back({bars.series[s].values[v], y, bars.series[s].spreads[v], half});
    }
    blocks.push_back(rows);
  }
  return blocks;
}

// H² of each pair of variables, 0-based and both ways round; NaN where it is undefined.
struct PairMap {
  std::vector<std::string> names;
  Matrix h;
};

PairMap pairs_of(const Interactions& interactions, const std::string& target) {
  PairMap map;
  for (const TotalInteraction* total : of_target(interactions.totals, target)) map.names.push_back(total->variable);
  const auto count = static_cast<Index>(map.names.size());
  map.h = Matrix::Constant(count, count, nan);
  const auto position = [&](const std::string& name) {
    return std::find(map.names.begin(), map.names.end(), name) - map.names.begin();
  };
  for (const Interaction* pair : of_target(interactions.pairs, target)) {
    const Index a = position(pair->variables[0]), b = position(pair->variables[1]);
    map.h(a, b) = map.h(b, a) = pair->strength.h.value.value_or(nan);
  }
  return map;
}

}  // namespace

Picture importance_picture(const Importances& importances, const ImportanceSubject& of, const PictureTexts& texts,
                           const PictureLooks& looks) {
  const Bars bars = bars_of(importances, of);
  const std::size_t series = bars.series.size();
  const double half = 0.37 / static_cast<double>(series);
  const std::vector<DataRows> blocks = blocks_of(bars, half);
  double low = 0, high = 0;
  for (const DataRows& rows : blocks) {
    for (const std::vector<double>& row : rows) {
      low = std::min(low, row[0] - row[2]);
      high = std::max(high, row[0] + row[2]);
    }
  }
  const std::vector<std::string> names(bars.variables.rbegin(), bars.variables.rend());
  const auto count = static_cast<double>(names.size());
  Canvas canvas(looks);
  const double each = series == 1 ? 24 : 12 * static_cast<double>(series) + 8;
  canvas.grow(0, each * count + 20 * static_cast<double>(heading_lines(texts, canvas).size() + (series == 1 ? 4 : 7)));
  const std::size_t room = std::max<std::size_t>(10, canvas.columns() - canvas.name_columns() - 4);
  std::string script = beginning(canvas);
  std::vector<std::string> plots;
  for (std::size_t s = 0; s < series; ++s) {
    const std::string block = "bars" + (series == 1 ? "" : std::to_string(s + 1));
    script += data_block(block, blocks[s]);
    plots.push_back("$" + block + " using ($1/2):2:(abs($1)/2):4 with boxxyerror linecolor rgb '" + colour_of(bars, s) +
                    "' " + (series == 1 ? "notitle" : "title " + name_in(bars.series[s].name, 20)));
    plots.push_back("$" + block +
                    " using 1:2:3 with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb '#222222' notitle");
  }
  script += labels(texts, canvas, {margin_for(names, canvas)}) + tics("y", names, names.size(), canvas.name_columns()) +
            "unset grid\nset grid xtics linetype 1 linewidth 0.5 linecolor rgb '#dddddd'\n" +
            number_axis("x", low, high, room) + "set yrange [-0.6:" + format_number(count - 0.4) +
            "]\nset style fill solid 0.8 noborder\nset errorbars " + (series == 1 ? "1" : "0.5") + "\n";
  return gnuplot::picture(script + "plot " + joined(plots, ", ") + "\n", canvas);
}

std::string importance_measure(const Importances& importances, const ImportanceSubject& of) {
  return unsorted_bars(importances, of).measure;
}

std::string importance_text(const Importances& importances, const ImportanceSubject& of, const PictureTexts& texts) {
  const Bars bars = bars_of(importances, of);
  std::vector<std::string> names;
  for (const std::string& variable : bars.variables) names.push_back(shortened(variable, 28));
  std::string text = plain_heading(texts);
  for (const Series& series : bars.series) {
    const double most = series.values.empty() ? 0 : *std::max_element(series.values.begin(), series.values.end());
    std::vector<std::string> lines;
    for (const double value : series.values) {
      const double share = most > 0 ? std::max(0.0, value) / most : 0;
      lines.push_back(std::string(static_cast<std::size_t>(std::lround(40 * share)), '#'));
    }
    TextTable table;
    table.add_column(bars.series.size() == 1 ? "importance" : shortened(series.name, 28), names, true);
    table.add_column("value", align_numbers(series.values));
    table.add_column("+-", align_numbers(series.spreads));
    table.add_column(bars.measure, lines, true);
    text += (&series == &bars.series.front() ? "" : "\n") + table.str();
  }
  return text;
}

namespace {

// Cells of a map by kind: with a number, undefined, and a variable with itself.
struct Cells {
  DataRows known, undefined, diagonal;
  double most = 0.1;  // of the scale: next to no interaction has to look like it
};

Cells cells_of(const PairMap& map) {
  Cells cells;
  for (Index a = 0; a < map.h.rows(); ++a) {
    for (Index b = 0; b < map.h.cols(); ++b) {
      const double h = map.h(a, b);
      DataRows& rows = a == b ? cells.diagonal : std::isfinite(h) ? cells.known : cells.undefined;
      rows.push_back({static_cast<double>(a), static_cast<double>(b), h});
      if (a != b && std::isfinite(h)) cells.most = std::max(cells.most, h);
    }
  }
  return cells;
}

// White is 0. What is undefined is grey with a sign, where a variable meets itself there is nothing to be told.
std::vector<std::string> plots_of(const Cells& cells, bool numbers) {
  const std::string box = " using 1:2:(0.49):(0.49)";
  std::vector<std::string> plots{"$diagonal" + box +
                                 " with boxxyerror fillstyle solid 1 noborder linecolor rgb '#eeeeee' notitle"};
  if (!cells.undefined.empty()) {
    plots.push_back("$undefined" + box + " with boxxyerror fillstyle solid 1 noborder linecolor rgb '#c8c8c8' notitle");
    plots.push_back("$undefined using 1:2:('-') with labels textcolor rgb '#111111' notitle");
  }
  if (cells.known.empty()) return plots;
  plots.push_back("$pairs" + box + ":3 with boxxyerror fillstyle solid 1 noborder linecolor palette notitle");
  plots.push_back("$pairs" + box + " with boxxyerror fillstyle empty linewidth 0.6 linecolor rgb '#bbbbbb' notitle");
  // Numbers of at least 0.005, dark on the light half of the scale and light on the dark one.
  const std::string half = format_number(0.55 * cells.most);
  for (const bool dark : {true, false}) {
    if (!numbers) break;
    const std::string condition = dark ? "$3 >= 0.005 && $3 <= " + half : "$3 >= 0.005 && $3 > " + half;
    plots.push_back("$pairs using 1:2:(" + condition + " ? sprintf('%.2f', $3) : '') with labels textcolor rgb '" +
                    (dark ? "#111111" : "#ffffff") + "' notitle");
  }
  return plots;
}

}  // namespace

Picture interactions_picture(const Interactions& interactions, const std::string& target, const PictureTexts& texts,
                             const PictureLooks& looks) {
  const PairMap map = pairs_of(interactions, target);
  const Cells cells = cells_of(map);
  PictureTexts told = texts;
  if (!cells.undefined.empty() && !told.caption.empty()) told.caption.front() += "; grey: undefined";
  const auto side = static_cast<double>(map.names.size());
  Canvas canvas(looks);
  canvas.grow(side * 56 + 320, 0);
  const std::size_t room = std::max<std::size_t>(10, canvas.columns() - 32);
  const std::size_t around = heading_lines(told, canvas).size() + lines_below(map.names, room, canvas);
  canvas.grow(0, side * 30 + 20 * static_cast<double>(around + 2));
  const std::string last = format_number(side - 0.5);
  const std::string script =
      beginning(canvas) + data_block("pairs", cells.known) + data_block("undefined", cells.undefined) +
      data_block("diagonal", cells.diagonal) + labels(told, canvas, {margin_for(map.names, canvas), 8}) +
      x_tics(map.names, room, canvas) + tics("y", map.names, map.names.size(), canvas.name_columns()) +
      "unset grid\nset palette " + white_to_dark + "\nset cblabel 'H² of the pair' offset 1,0\n" +
      number_axis("cb", 0, cells.most, 16) + "set cbrange [0:" + format_number(cells.most) +
      "]\nset xrange [-0.5:" + last + "]\nset yrange [-0.5:" + last + "]\n";
  return gnuplot::picture(script + "plot " + joined(plots_of(cells, side <= 14), ", ") + "\n", canvas);
}

std::string interactions_text(const Interactions& interactions, const std::string& target, const PictureTexts& texts) {
  const PairMap map = pairs_of(interactions, target);
  TextTable table;
  std::vector<std::string> names;
  for (const std::string& name : map.names) names.push_back(shortened(name, 20));
  table.add_column("H-squared", names, true);
  for (Index b = 0; b < map.h.cols(); ++b) {
    const Vector column = map.h.col(b);
    table.add_column(shortened(map.names[b], 12), align_numbers({column.begin(), column.end()}));
  }
  return plain_heading(texts) + table.str();
}

}  // namespace nninterp
