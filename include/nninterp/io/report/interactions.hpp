#pragma once

#include <string>

#include "nninterp/analysis/interactions.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// CSV: a line a pair, then a line a variable beside all others, its second variable empty.
class InteractionsDocument : public Document {
 public:
  /// `asked_delta`: as it was asked for, "1" or "sd, X1=2".
  InteractionsDocument(const Model& of, const InteractionOptions& options, std::string asked_delta,
                       Interactions measured);

  const Model& model;
  Interactions interactions;
  std::string delta;
  OutputScale scale;
  double level;  ///< of the intervals

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
