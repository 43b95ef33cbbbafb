#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"

namespace nninterp {

/// One way of a variable through the hidden units to an output.
struct Path {
  std::vector<Index> units;  ///< the unit of each hidden layer, from 0; none without a hidden layer
  double part;               ///< of the average slope, in target units per variable unit
  double weight_product;     ///< of the weights alone, as if every unit had slope 1, in the same units
};

/// The average slope of one numeric variable on one output, over the rows of a group or over all, path by path.
struct PathSplit {
  std::string variable, target;
  std::optional<std::string> group;
  std::vector<Path> paths;  ///< by the unit of the first layer, then of the next
  double path_sum;          ///< of the parts: the average slope
  double weight_product_sum;
};

struct Paths {
  std::vector<PathSplit> splits;  ///< by target, then variable, then group
  std::vector<Warning> warnings;  ///< "no_slope" for categorical variables, which have no paths
};

/// The average slope as a sum over paths, exactly: by the chain rule the slope at a row is the sum over all paths of
/// the weights along the path times the slopes of its units' activations, and the part of a path is the mean of its
/// term over the rows. The output's slope belongs to the last factor. Where outputs are coupled (softmax) this is the
/// sum over the classes m of weight(last unit to m) times the slope of the output by the sum of m, so that everything
/// that leaves a hidden unit counts as its part; the product of weights ends with the weight to the output's own sum.
/// InputError for the logit scale as slopes(), and for more than 100,000 paths in all. `data` as for effects();
/// the delta is not used.
Paths paths(const Model& model, const Matrix& data, const EffectOptions& options,
            const std::optional<Grouping>& grouping = {});

}  // namespace nninterp
