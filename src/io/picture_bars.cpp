// Importance as bars, interactions as a map.
#include <algorithm>
#include <cmath>

#include "gnuplot.hpp"
#include "nninterp/core/text.hpp"
#include "text_parts.hpp"
#include "text_table.hpp"

namespace nninterp {

using namespace gnuplot;

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
  return gnuplot::picture(script);
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
                       tics("y", names) + margin_for(names) + "unset grid\nset palette " + light_to_dark +
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
  return gnuplot::picture(script + "\n");
}

}  // namespace nninterp
