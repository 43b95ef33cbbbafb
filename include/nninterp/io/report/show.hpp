#pragma once

#include <optional>

#include "nninterp/analysis/inference.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// How sure the weights are.
struct WeightInference {
  std::size_t rows;  ///< of the data that the intervals come from
  WeightIntervals intervals;
  std::optional<double> nic;
};

/// A model and its weights. CSV: a line a weight.
class ShowDocument : public Document {
 public:
  explicit ShowDocument(const Model& of) : model(of) {}

  const Model& model;
  std::optional<WeightInference> inference;  ///< if asked for
  bool weights_alone = false;                ///< the table for people: nothing but the weights

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
