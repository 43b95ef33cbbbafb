// The network as Graphviz draws it.
#include "nninterp/io/picture/network.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/units.hpp"
#include "parts.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_labels = 30;

// A string of DOT. Backslashes are doubled, since \N, \G, \l and others would be replaced in labels; entities would be
// too.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '&' ? std::string("&amp;") : std::string(1, c);
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
  bool biases;
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
  if (layer == architecture.layers() || !layout.biases) return text;
  return text + "  " + node(layer, 0) + " [label=\"1\", " + position(layout.at(layer, 0)) +
         ", shape=circle, width=0.3, height=0.3, fontsize=12, fillcolor=\"#ffffff\", color=\"#999999\", "
         "fontcolor=\"#555555\"];\n";
}

// A rectangle by its middle and half its sides.
struct Box {
  Point middle;
  double half_width, half_height;

  double overlap(const Box& other) const {
    const double x = half_width + other.half_width - std::fabs(middle.x - other.middle.x);
    const double y = half_height + other.half_height - std::fabs(middle.y - other.middle.y);
    return std::max(0.0, x) * std::max(0.0, y);
  }
};

struct Line {
  std::string from, to;
  Point begin, end;
  double weight;
};

Point along(const Line& line, double share) {
  return {line.begin.x + share * (line.end.x - line.begin.x), line.begin.y + share * (line.end.y - line.begin.y)};
}

// As wide as its weight is large beside the largest of units; a bias, which may be far larger, at most as wide.
std::string drawn(const Line& line, double largest, bool faint) {
  const double size = largest > 0 ? std::min(1.0, std::fabs(line.weight) / largest) : 0;
  std::string shade;
  if (faint) {  // where small
    const char* hex = "0123456789abcdef";
    const int opacity = static_cast<int>(40 + 215 * std::sqrt(size));
    shade = std::string{hex[opacity / 16], hex[opacity % 16]};
  }
  return "  " + line.from + ":e -> " + line.to + ":w [color=\"" + (line.weight < 0 ? "#D55E00" : "#0072B2") + shade +
         "\", penwidth=" + format_number(0.6 + 3.4 * size, 3) + "];\n";
}

std::vector<Line> lines_into(const Layout& layout, std::size_t l) {
  const auto weights = layer_weights(layout.model.network.architecture, layout.model.network.weights, l);
  std::vector<Line> lines;
  for (Index unit = 0; unit < weights.cols(); ++unit) {
    for (Index i = layout.biases ? 0 : 1; i < weights.rows(); ++i) {
      Point begin = layout.at(l, i), end = layout.at(l + 1, unit + 1);
      begin.x += i == 0 ? 11 : layout.width(l) / 2;
      end.x -= layout.width(l + 1) / 2;
      lines.push_back({node(l, i), node(l + 1, unit + 1), begin, end, weights(i, unit)});
    }
  }
  return lines;
}

// Weights upon their lines, each where it covers least of what stands already, nearest to the middle.
struct WeightLabels {
  std::vector<Box> taken;
  double covered = 0;
  std::string text;

  void add(const Line& line) {
    const std::string label = format_number(line.weight, 3);
    const double width = 0.08 + 0.1 * static_cast<double>(label.size()), height = 0.2;
    const auto box_at = [&](double share) { return Box{along(line, share), 36 * width + 2, 36 * height + 2}; };
    double best = 0.5, least = std::numeric_limits<double>::infinity();
    for (int step = 0; step <= 34; ++step) {  // 0.5, 0.48, 0.52, ..
      const int steps_aside = (step + 1) / 2 * (step % 2 == 0 ? 1 : -1);
      const double share = 0.5 + 0.02 * steps_aside;
      double overlap = 0;
      for (const Box& other : taken) overlap += box_at(share).overlap(other);
      if (overlap < least) best = share, least = overlap;
    }
    taken.push_back(box_at(best));
    covered += least;
    text += "  w_" + line.from + "_" + line.to + " [label=\"" + label + "\", " + position(along(line, best)) +
            ", shape=box, fixedsize=true, width=" + format_number(width, 3) + ", height=" + format_number(height) +
            ", fontsize=12, fillcolor=\"#ffffff\", color=\"#ffffff\", fontcolor=\"" +
            (line.weight < 0 ? "#a34700" : "#00568a") + "\"];\n";
  }
};

WeightLabels labels_of(const Layout& layout) {
  const Architecture& architecture = layout.model.network.architecture;
  WeightLabels labels;
  for (std::size_t layer = 0; layer <= architecture.layers(); ++layer) {
    for (Index unit = layer == architecture.layers() || !layout.biases ? 1 : 0; unit <= architecture.units[layer];
         ++unit) {
      const double half = unit == 0 ? 11 : layout.width(layer) / 2;
      labels.taken.push_back({layout.at(layer, unit), half, unit == 0 ? 11.0 : 17.0});
    }
  }
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    for (const Line& line : lines_into(layout, l)) labels.add(line);
  }
  return labels;
}

std::size_t drawn_weights(const Architecture& architecture, bool biases) {
  Index count = architecture.weight_count();
  for (std::size_t l = 1; l < architecture.units.size() && !biases; ++l) count -= architecture.units[l];
  return static_cast<std::size_t>(count);
}

// Layers so far apart, and units, that no label covers another if that can be had.
Layout layout_of(const Model& model, bool biases) {
  const Architecture& architecture = model.network.architecture;
  if (drawn_weights(architecture, biases) > most_labels) {
    const Index most = *std::max_element(architecture.units.begin(), architecture.units.end());
    return {model, biases, 150 + 6.0 * static_cast<double>(most), 40};
  }
  Layout layout{model, biases, 190, 72};
  for (; layout.across < 420 && labels_of(layout).covered > 0; layout.across += 20) layout.down += 3;
  return layout;
}

// The largest weight between units; of none but biases that of these.
double largest_weight(const Architecture& architecture, const Vector& weights) {
  double largest = 0;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const auto layer = layer_weights(architecture, weights, l);
    if (layer.rows() > 1) largest = std::max(largest, layer.bottomRows(layer.rows() - 1).cwiseAbs().maxCoeff());
  }
  return largest > 0 || weights.size() == 0 ? largest : weights.cwiseAbs().maxCoeff();
}

// ---- what stands above and below ----

struct Frame {
  double middle, top, bottom;
};

Frame frame_of(const Layout& layout) {
  const std::vector<Index>& units = layout.model.network.architecture.units;
  Frame frame{layout.at(units.size() - 1, 1).x / 2, 0, 0};
  for (std::size_t layer = 0; layer < units.size(); ++layer) {
    const bool bias = layout.biases && layer + 1 < units.size();
    frame.top = std::max(frame.top, layout.at(layer, bias ? 0 : 1).y);
    frame.bottom = std::min(frame.bottom, layout.at(layer, units[layer]).y);
  }
  return frame;
}

std::string text_node(const std::string& name, const std::string& text, const Point& at, const std::string& looks) {
  return "  " + name + " [label=" + quoted(text) + ", " + position(at) +
         ", shape=plaintext, style=\"\", height=0.25, " + looks + "];\n";
}

// What the colours mean: a line of each sign with its word.
std::string legend(const Frame& frame) {
  const double y = frame.bottom - 42;
  std::string text;
  const auto entry = [&](const std::string& name, double x, const char* colour, const char* word) {
    for (const bool first : {true, false}) {
      text += "  " + name + (first ? "a" : "b") + " [label=\"\", " + position({first ? x : x + 28, y}) +
              ", shape=point, width=0.01, height=0.01, style=invis];\n";
    }
    text += "  " + name + "a -> " + name + "b [color=\"" + colour + "\", penwidth=3, arrowhead=none];\n" +
            text_node(name, word, {x + 62, y}, "fontsize=13, fontcolor=\"#555555\"");
  };
  entry("positive", frame.middle - 108, "#0072B2", "positive");
  entry("negative", frame.middle + 12, "#D55E00", "negative");
  return text;
}

std::string texts_around(const Frame& frame, const PictureTexts& texts) {
  std::string text;
  if (!texts.title.empty()) {
    text += text_node("title", shortened(texts.title, 80), {frame.middle, frame.top + 48},
                      "fontsize=18, fontcolor=\"#111111\"");
  }
  double y = frame.bottom - 42;
  for (std::size_t i = 0; i < texts.caption.size(); ++i) {
    y -= 22;
    text += text_node("caption" + (i == 0 ? "" : std::to_string(i + 1)), shortened(texts.caption[i], 100),
                      {frame.middle, y}, "fontsize=13, fontcolor=\"#555555\"");
  }
  return text;
}

// Its size in inches, which PNG has as many pixels of as it is asked for.
std::string graph_looks(const PictureLooks& looks) {
  std::string text;
  if (looks.size) {
    text +=
        ", size=\"" + format_number(looks.size->width / 96.0) + "," + format_number(looks.size->height / 96.0) + "!\"";
  }
  if (looks.format == PictureFormat::png && looks.dpi != usual_dpi) text += ", dpi=" + std::to_string(looks.dpi);
  return text;
}

}  // namespace

Picture network_picture(const Model& model, bool biases, const PictureTexts& texts, const PictureLooks& looks) {
  const Architecture& architecture = model.network.architecture;
  const bool labelled = drawn_weights(architecture, biases) <= most_labels;
  const Layout layout = layout_of(model, biases);
  std::string dot =
      "digraph network {\n  graph [layout=neato, bgcolor=\"#ffffff\", splines=line, outputorder=edgesfirst, pad=0.15" +
      graph_looks(looks) +
      "];\n"
      "  node [fontname=\"Helvetica\", fontsize=15, style=filled, fixedsize=shape, color=\"#555555\", "
      "fontcolor=\"#111111\", margin=\"0.05,0.03\"];\n  edge [arrowsize=0.6, arrowhead=" +
      std::string(labelled ? "normal" : "none") + "];\n";
  for (std::size_t layer = 0; layer <= architecture.layers(); ++layer) dot += nodes(layout, layer);
  const double largest = largest_weight(architecture, model.network.weights);
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    for (const Line& line : lines_into(layout, l)) dot += drawn(line, largest, !labelled);
  }
  if (labelled) dot += labels_of(layout).text;
  const Frame frame = frame_of(layout);
  dot += legend(frame) + texts_around(frame, texts);
  const std::string type = looks.format == PictureFormat::png   ? "png"
                           : looks.format == PictureFormat::pdf ? "pdf"
                                                                : "svg";
  return {"dot", "graphviz", {"-n2", "-T" + type}, dot + "}\n"};
}

std::string network_text(const Model& model, bool biases, const PictureTexts& texts) {
  const Architecture& architecture = model.network.architecture;
  std::string text = texts.title.empty() ? "" : plain_heading({texts.title, {}, {}, {}});
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    const auto weights = layer_weights(architecture, model.network.weights, l);
    const std::vector<std::string> from = names_of_layer(model, l), to = names_of_layer(model, l + 1);
    TextTable table;
    std::vector<std::string> sources;
    if (biases) sources.emplace_back("1");
    for (const std::string& name : from) sources.push_back(shortened(name, 28));
    table.add_column("from \\ to", sources, true);
    for (Index unit = 0; unit < weights.cols(); ++unit) {
      const Vector column = weights.col(unit).tail(static_cast<Index>(sources.size()));
      table.add_column(shortened(to[unit], 28), align_numbers({column.begin(), column.end()}));
    }
    text += (l == 0 ? "" : "\n") + table.str();
  }
  for (const std::string& line : texts.caption) text += "\n" + line + "\n";
  return text;
}

}  // namespace nninterp
