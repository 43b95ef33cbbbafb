#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/shapley.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// What there are pictures of. gw: generalized weights.
enum class PictureKind { network, effects, curves, importance, interactions, shapley, gw };
constexpr Words<PictureKind, 7> words_of(PictureKind) {
  return {{{PictureKind::network, "network"},
           {PictureKind::effects, "effects"},
           {PictureKind::curves, "curves"},
           {PictureKind::importance, "importance"},
           {PictureKind::interactions, "interactions"},
           {PictureKind::shapley, "shapley"},
           {PictureKind::gw, "gw"}}};
}

/// What a picture of a model is to show, and how.
struct PictureRequest {
  PictureKind kind = PictureKind::network;
  std::string variable;                ///< of generalized weights, and of effects row by row; empty: average effects
  std::vector<std::string> variables;  ///< whose average effects, or along which curves are; empty: all
  std::vector<std::string> targets;    ///< empty: the first one, of curves all, of importance all classes of the first
  Delta delta;                         ///< of effects
  CurveOptions curve;                  ///< of curves: kind, grid, points, center and what is held
  std::optional<Grouping> by;          ///< curves: one a group
  OutputScale scale = OutputScale::response;
  Vector weights;                ///< how often each row counts in means; empty: once
  IntervalOptions interval;      ///< of curves and average effects, and whether effects at the rows can be tested
  bool biases = true;            ///< of networks
  ShapleyBackground background;  ///< of Shapley values
  std::optional<Index> row;      ///< whose Shapley values alone, its position; none: all rows'
  Index row_number = 0;          ///< and its number in the table
  PictureFormat format = PictureFormat::svg;
  std::optional<PictureSize> size;  ///< as in PictureLooks
  int dpi = usual_dpi;              ///< of PNG, as there
  /// In place of the picture's own; an empty title takes the line that says what is shown with it.
  std::optional<std::string> title, x_label, y_label;
  bool plain = false;  ///< what has a form as text that nothing needs to draw comes in it
  int threads = 0;
};

}  // namespace nninterp
