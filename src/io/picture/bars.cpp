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

// The head of a picture that is text.
std::string heading(const std::string& title, const std::string& caption) {
  return title + "\n" + (caption.empty() ? "" : caption + "\n") + "\n";
}

struct Bar {
  std::string name;
  double value, spread;
};

struct Bars {
  std::string measure;
  std::vector<Bar> bars;  // the largest first
};

Bars bars_of(const Importances& importances, const std::string& target) {
  Bars result{"slope (rms) per standard deviation", {}};
  for (const Importance* one : of_target(importances.importances, target)) {
    if (one->permutation) {
      const bool rmse = one->permutation->measure == "rmse";
      result.measure = "rise of " + std::string(rmse ? "RMSE" : "log-loss") + " when shuffled";
      const double spread = std::isfinite(one->permutation->sd) ? one->permutation->sd : 0;
      result.bars.push_back({one->variable, one->permutation->mean, spread});
    } else if (one->slope_rms_sd) {
      result.bars.push_back({one->variable, *one->slope_rms_sd, 0});
    }
  }
  std::stable_sort(result.bars.begin(), result.bars.end(),
                   [](const Bar& a, const Bar& b) { return a.value > b.value; });
  return result;
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

Picture importance_picture(const Importances& importances, const std::string& target, const std::string& caption,
                           PictureFormat format, PictureSize size) {
  const Bars bars = bars_of(importances, target);
  std::vector<std::string> names;
  DataRows rows;
  double low = 0, high = 0;
  for (auto bar = bars.bars.rbegin(); bar != bars.bars.rend(); ++bar) {
    rows.push_back({bar->value, static_cast<double>(names.size()), bar->spread});
    names.push_back(bar->name);
    low = std::min(low, bar->value - bar->spread);
    high = std::max(high, bar->value + bar->spread);
  }
  size.height = std::max(size.height, static_cast<int>(rows.size()) * 24 + 100);
  const std::size_t room = std::max<std::size_t>(40, columns_of(format, size)) - 30;
  const std::string script =
      beginning(format, size) + data_block("bars", rows) +
      labels("importance for " + shortened(target, 50), caption, bars.measure, "", format) +
      tics("y", names, names.size()) + margin_for(names) +
      "unset grid\nset grid xtics linetype 1 linecolor rgb '#dddddd'\n" + number_axis("x", low, high, room) +
      "set yrange [-0.6:" + format_number(static_cast<double>(names.size()) - 0.4) +
      "]\nset style fill solid 0.8 noborder\n"
      "plot $bars using ($1/2):2:(abs($1)/2):(0.35) with boxxyerror linecolor rgb '#0072B2' notitle, "
      "$bars using 1:2:3 with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb '#222222' notitle\n";
  return gnuplot::picture(script, format);
}

std::string importance_text(const Importances& importances, const std::string& target, const std::string& caption) {
  const Bars bars = bars_of(importances, target);
  std::vector<std::string> names, lines;
  std::vector<double> values, spreads;
  for (const Bar& bar : bars.bars) {
    names.push_back(shortened(bar.name, 28));
    values.push_back(bar.value);
    spreads.push_back(bar.spread);
    const double share = bars.bars.front().value > 0 ? std::max(0.0, bar.value) / bars.bars.front().value : 0;
    lines.push_back(std::string(static_cast<std::size_t>(std::lround(40 * share)), '#'));
  }
  TextTable table;
  table.add_column("importance", names, true);
  table.add_column("value", align_numbers(values));
  table.add_column("+-", align_numbers(spreads));
  table.add_column(bars.measure, lines, true);
  return heading("importance for " + shortened(target, 50), caption) + table.str();
}

Picture interactions_picture(const Interactions& interactions, const std::string& target, const std::string& caption,
                             PictureFormat format, PictureSize size) {
  const PairMap map = pairs_of(interactions, target);
  DataRows rows, undefined;
  double most = 0.1;  // of the scale: next to no interaction has to look like it
  for (Index a = 0; a < map.h.rows(); ++a) {
    for (Index b = 0; b < map.h.cols(); ++b) {
      const double h = map.h(a, b);
      if (a == b) continue;
      (std::isfinite(h) ? rows : undefined).push_back({static_cast<double>(a), static_cast<double>(b), h});
      if (std::isfinite(h)) most = std::max(most, h);
    }
  }
  const int side = static_cast<int>(map.names.size());
  size.height = std::max(size.height, side * 30 + 160);
  size.width = std::max(size.width, side * 56 + 320);
  const std::string last = format_number(side - 0.5);
  const std::size_t room = columns_of(format, size) - 32;
  std::string script =
      beginning(format, size) + data_block("pairs", rows) + data_block("undefined", undefined) +
      labels("interactions on " + shortened(target, 50), caption, "", "", format) + x_tics(map.names, room, format) +
      tics("y", map.names, map.names.size()) + margin_for(map.names) + "unset grid\nset palette " + light_to_dark +
      "\nset cblabel 'H² of the pair'\nset rmargin 16\n" + number_axis("cb", 0, most, 16) +
      "set cbrange [0:" + format_number(most) + "]\nset xrange [-0.5:" + last + "]\nset yrange [-0.5:" + last + "]\n";
  std::vector<std::string> plots;
  if (!undefined.empty()) plots.push_back("$undefined using 1:2:('-') with labels textcolor rgb '#111111' notitle");
  if (!rows.empty()) {
    plots.push_back(
        "$pairs using 1:2:(0.49):(0.49):3 with boxxyerror fillstyle solid 1 noborder linecolor palette notitle");
  }
  // Numbers of at least 0.005, dark on the light half of the scale and light on the dark one.
  const std::string half = format_number(most / 2);
  for (const bool dark : {true, false}) {
    if (side > 14 || rows.empty()) break;
    const std::string condition = dark ? "$3 >= 0.005 && $3 <= " + half : "$3 >= 0.005 && $3 > " + half;
    plots.push_back("$pairs using 1:2:(" + condition + " ? sprintf('%.2f', $3) : '') with labels textcolor rgb '" +
                    (dark ? "#111111" : "#ffffff") + "' notitle");
  }
  return gnuplot::picture(script + "plot " + joined(plots, ", ") + "\n", format);
}

std::string interactions_text(const Interactions& interactions, const std::string& target, const std::string& caption) {
  const PairMap map = pairs_of(interactions, target);
  TextTable table;
  std::vector<std::string> names;
  for (const std::string& name : map.names) names.push_back(shortened(name, 20));
  table.add_column("H-squared", names, true);
  for (Index b = 0; b < map.h.cols(); ++b) {
    const Vector column = map.h.col(b);
    table.add_column(shortened(names[b], 12), align_numbers({column.begin(), column.end()}));
  }
  return heading("interactions on " + shortened(target, 50), caption) + table.str();
}

}  // namespace nninterp
