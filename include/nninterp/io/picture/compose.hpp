#pragma once

#include <vector>

#include "nninterp/io/picture/request.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// The network with its weights.
Picture compose_network(const Model& model, const PictureRequest& request);

/// Asks the model at the rows, all `variables` in their own units, rows × variables, and composes the picture of any
/// other kind; `truth`: the targets there, see known_targets, of importance alone. Warnings are those of the analysis
/// that matter to who looks, and of targets that are not shown. InputError for names that the model does not have, and
/// as the analysis.
/// - effects: the average effects of variables and levels; of a single variable each row's effect of moving it, by its
///   value, coloured by the variable that it depends on most; of a category that of its first level other than the
///   reference.
/// - curves: along one variable; along each, in panels that share their axis; of two the joint surface.
/// - shapley: a swarm of all rows, or the waterfall of one.
/// - gw: each row's slope of the log-odds of a probability, of other outputs their slope.
Picture compose(const Model& model, const Matrix& variables, const Matrix& truth, const PictureRequest& request,
                std::vector<Warning>& warnings);

}  // namespace nninterp
