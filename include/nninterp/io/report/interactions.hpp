#pragma once

#include <string>

#include "nninterp/analysis/interactions.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// CSV: a line a pair, then a line a variable beside all others, its second variable empty.
class InteractionsDocument : public Document {
 public:
  explicit InteractionsDocument(const Model& of) : model(of) {}

  const Model& model;
  Interactions interactions;
  std::string delta;  ///< as it was asked for: "1", "sd, X1=2", ...
  OutputScale scale = OutputScale::response;
  double level = 0.95;  ///< of the intervals

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
