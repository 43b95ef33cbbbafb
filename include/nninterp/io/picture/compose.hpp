#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// What a picture of a model at rows is to show, and how.
struct PictureRequest {
  std::string variable;              ///< of effects, generalized weights and curves
  std::vector<std::string> targets;  ///< empty: the first one, of curves all
  Delta delta;                       ///< of effects
  CurveOptions curve;                ///< of curves: kind, grid and center
  OutputScale scale = OutputScale::response;
  PictureFormat format = PictureFormat::svg;
  PictureSize size{720, 480};
  bool plain = false;  ///< importance and interactions as text that nothing needs to draw
  int threads = 0;
};

// Each asks the model at the rows and composes the picture; `variables` rows × variables in their own units. Warnings
// are those of the analysis that matter to who looks, and of targets that are not shown. InputError for names that the
// model does not have, and as the analysis.

/// Each row's effect of moving the variable, by its value, coloured by the variable that it depends on most; of a
/// category that of its first level other than the reference.
Picture compose_effects(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings);
/// Generalized weights: each row's slope of the log-odds of a probability, of other outputs their slope.
Picture compose_weights(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings);
Picture compose_curves(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings);
/// `truth`: the targets, see known_targets.
Picture compose_importance(const Model& model, const Matrix& variables, const Matrix& truth,
                           const PictureRequest& request, std::vector<Warning>& warnings);
Picture compose_interactions(const Model& model, const Matrix& variables, const PictureRequest& request,
                             std::vector<Warning>& warnings);

}  // namespace nninterp
