#pragma once

#include <map>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// A model with the rows that it is compared on: `variables` rows × variables in their own units, as gather_variables
/// gives them, `targets` rows × outputs in the network's units, as encode_targets does.
struct ModelOnRows {
  const Model& model;
  Matrix variables, targets;
  Vector weights = {};  ///< how often each row counts; empty: once
};

/// What one model makes of the rows.
struct Comparison {
  QualityByTarget quality;
  /// By output and numeric variable, in their own units.
  std::map<std::string, std::map<std::string, double>> mean_slope;
  /// Root mean square of the difference from the first model's predictions, by output that both have.
  std::map<std::string, double> difference;
};

/// One entry a model. The rows of all are the same, and at least one.
std::vector<Comparison> compare(const std::vector<ModelOnRows>& models, int threads = 0);

/// InputError, by the models' names, where one predicts none of what the first predicts.
void check_comparable(const std::vector<Model>& models, const std::vector<std::string>& names);

}  // namespace nninterp
