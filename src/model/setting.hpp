#pragma once

#include <vector>

#include "arrangement.hpp"
#include "selection.hpp"

namespace nninterp {

/// Everything that is known before the training.
struct Setting {
  Sample sample;            ///< in the order of the table
  Clusters clusters;        ///< of its rows
  Arrangement arrangement;  ///< in which they are trained on
  Sample arranged;
  Clusters arranged_clusters;
  std::vector<UntrainedNetwork> sizes;      ///< to choose from
  std::vector<std::vector<Vector>> starts;  ///< by size
  std::vector<double> decays;               ///< to choose from, descending
  double copies = 1;                        ///< how often a row stands there, rounded, or counts
  TrainOptions training;
};

/// Learns the model's design and error on the way.
Setting set_up(const Table& table, const Selection& selection, const FitOptions& options, Model& model);

/// Where the weights are taken to an optimum of the rows as they are, what comes before may take them in an order of
/// its own. Weights that are given mean inputs in the order of the table; a regression in other words has one optimum,
/// which it finds to all digits.
bool may_arrange(const FitOptions& options);

}  // namespace nninterp
