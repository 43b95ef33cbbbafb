// The network as Graphviz draws it.
#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"
#include "nninterp/io/report.hpp"
#include "picture_parts.hpp"
#include "text_table.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_labels = 30;

// A string of DOT. Backslashes are doubled, since \N, \G, \l and others would be replaced in labels.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

struct Point {
  double x, y;
};

std::vector<std::string> names_of_layer(const Model& model, std::size_t layer) {
  const Architecture& architecture = model.network.architecture;
  if (layer == 0) return model.design.input_names();
  if (layer == architecture.layers()) return model.design.output_names();
  std::vector<std::string> names;
  for (Index unit = 1; unit <= architecture.units[layer]; ++unit) names.push_back("h" + std::to_string(unit));
  return names;
}

std::string node(std::size_t layer, Index unit) {
  return (unit == 0 ? "b" : "n") + std::to_string(layer) + "_" + std::to_string(unit);
}

const char* fill(const Model& model, std::size_t layer) {
  if (layer == 0) return "#e8eef7";
  return layer == model.network.architecture.layers() ? "#fbeadd" : "#f2f2f2";
}

// Where units stand, in points: layers side by side, each centred, its bias above it and to the right.
struct Layout {
  const Model& model;
  bool labelled;
  double across, down;

  double widest(std::size_t layer) const {
    std::size_t columns = 2;
    for (const std::string& name : names_of_layer(model, layer)) {
      columns = std::max(columns, display_width(shortened(name, 28)));
    }
    return 24 + 9 * static_cast<double>(columns);
  }
  bool hidden(std::size_t layer) const { return layer > 0 && layer < model.network.architecture.layers(); }
  double width(std::size_t layer) const { return hidden(layer) ? 34 : widest(layer); }

  Point at(std::size_t layer, Index unit) const {
    double x = 0;
    for (std::size_t l = 0; l < layer; ++l) x += (width(l) + width(l + 1)) / 2 + across;
    const Index units = model.network.architecture.units[layer];
    const double top = down * static_cast<double>(units - 1) / 2;
    if (unit == 0) return {x + (width(layer) / 2 + 30), top + 0.8 * down + 14};
    return {x, top - down * static_cast<double>(unit - 1)};
  }
};

std::string position(const Point& at) {
  return "pos=\"" + format_number(at.x, 6) + "," + format_number(at.y, 6) + "!\"";
}

std::string nodes(const Layout& layout, std::size_t layer) {
  const Architecture& architecture = layout.model.network.architecture;
  std::string text;
  Index unit = 0;
  for (const std::string& name : names_of_layer(layout.model, layer)) {
    ++unit;
    text += "  " + node(layer, unit) + " [label=" + quoted(shortened(name, 28)) + ", " +
            position(layout.at(layer, unit)) + ", fillcolor=\"" + fill(layout.model, layer) +
            "\", shape=" + (layout.hidden(layer) ? "circle" : "box") +
            ", width=" + format_number(layout.width(layer) / 72, 4) +
            ", height=" + (layout.hidden(layer) ? "0.472" : "0.38") + "];\n";
  }
  if (layer == architecture.layers()) return text;
  return text + "  " + node(layer, 0) + " [label=\"1\", " + position(layout.at(layer, 0)) +
         ", shape=circle, width=0.3, height=0.3, fontsize=12, fillcolor=\"#ffffff\", color=\"#999999\", "
         "fontcolor=\"#555555\"];\n";
}

// A line, and with labels its weight as a node upon it; `share` of the way, so that labels of one unit's lines keep
// apart.
struct Line {
  std::string from, to;
  Point begin, end;
  double weight, share;
};

std::string drawn(const Line& line, double largest, bool labelled) {
  const double size = largest > 0 ? std::fabs(line.weight) / largest : 0;
  const std::string colour = line.weight < 0 ? "#D55E00" : "#0072B2";
  std::string shade;
  if (!labelled) {  // faint where small
    const char* hex = "0123456789abcdef";
    const int opacity = static_cast<int>(40 + 215 * std::sqrt(size));
    shade = std::string{hex[opacity / 16], hex[opacity % 16]};
  }
  std::string text = "  " + line.from + ":e -> " + line.to + ":w [color=\"" + colour + shade +
                     "\", penwidth=" + format_number(0.6 + 3.4 * size, 3) + "];\n";
  if (!labelled) return text;
  const Point at{line.begin.x + line.share * (line.end.x - line.begin.x),
                 line.begin.y + line.share * (line.end.y - line.begin.y)};
  const std::string label = format_number(line.weight, 3);
  return text + "  w_" + line.from + "_" + line.to + " [label=\"" + label + "\", " + position(at) +
         ", shape=box, fixedsize=true, width=" + format_number(0.08 + 0.1 * static_cast<double>(label.size()), 3) +
         ", height=0.2, fontsize=12, fillcolor=\"#ffffff\", color=\"#ffffff\", fontcolor=\"" +
         (line.weight < 0 ? "#a34700" : "#00568a") + "\"];\n";
}

std::string lines(const Layout& layout, std::size_t l, double largest) {
  const auto weights = layer_weights(layout.model.network.architecture, layout.model.network.weights, l);
  std::string text;
  for (Index unit = 0; unit < weights.cols(); ++unit) {
    for (Index i = 0; i < weights.rows(); ++i) {
      const double part = static_cast<double>(unit + 1) / static_cast<double>(weights.cols() + 1);
      const double share = i == 0 ? 0.3 + 0.35 * part : 0.2 + 0.5 * part;
      Point begin = layout.at(l, i), end = layout.at(l + 1, unit + 1);
      begin.x += i == 0 ? 11 : layout.width(l) / 2;
      end.x -= layout.width(l + 1) / 2;
      text += drawn({node(l, i), node(l + 1, unit + 1), begin, end, weights(i, unit), share}, largest, layout.labelled);
    }
  }
  return text;
}

}  // namespace

std::string shortened(const std::string& name, std::size_t columns) { return fit_width(one_line(name, 1000), columns); }

Picture network_picture(const Model& model, PictureFormat format) {
  const Architecture& architecture = model.network.architecture;
  const bool labelled = static_cast<std::size_t>(architecture.weight_count()) <= most_labels;
  const Index most = *std::max_element(architecture.units.begin(), architecture.units.end());
  const Layout layout{model, labelled, labelled ? 190 : 150 + 6.0 * static_cast<double>(most), labelled ? 72.0 : 40.0};
  std::string dot =
      "digraph network {\n  graph [layout=neato, bgcolor=\"#ffffff\", splines=line, outputorder=edgesfirst, "
      "pad=0.15];\n"
      "  node [fontname=\"Helvetica\", fontsize=15, style=filled, fixedsize=shape, color=\"#555555\", "
      "fontcolor=\"#111111\", margin=\"0.05,0.03\"];\n  edge [arrowsize=0.6, arrowhead=" +
      std::string(labelled ? "normal" : "none") + "];\n";
  for (std::size_t layer = 0; layer <= architecture.layers(); ++layer) dot += nodes(layout, layer);
  const double largest = model.network.weights.size() > 0 ? model.network.weights.cwiseAbs().maxCoeff() : 0;
  for (std::size_t l = 0; l < architecture.layers(); ++l) dot += lines(layout, l, largest);
  const std::string type = format == PictureFormat::png ? "png" : format == PictureFormat::pdf ? "pdf" : "svg";
  return {"dot", "graphviz", {"-n2", "-T" + type}, dot + "}\n"};
}

std::string network_text(const Model& model) {
  const Architecture& architecture = model.network.architecture;
  std::string text;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const auto weights = layer_weights(architecture, model.network.weights, l);
    const std::vector<std::string> from = names_of_layer(model, l), to = names_of_layer(model, l + 1);
    TextTable table;
    std::vector<std::string> sources{"1"};
    for (const std::string& name : from) sources.push_back(shortened(name, 28));
    table.add_column("from \\ to", sources, true);
    for (Index unit = 0; unit < weights.cols(); ++unit) {
      const Vector column = weights.col(unit);
      table.add_column(shortened(to[static_cast<std::size_t>(unit)], 28),
                       align_numbers({column.begin(), column.end()}));
    }
    text += (l == 0 ? "" : "\n") + table.str();
  }
  return text;
}

}  // namespace nninterp
