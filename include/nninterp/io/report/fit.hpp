#pragma once

#include <optional>
#include <string>

#include "nninterp/io/report/document.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// A model that was fitted, or imported. CSV: a line a repetition; of an imported one a line a weight.
class FitDocument : public Document {
 public:
  explicit FitDocument(const Model& of) : model(of) {}

  const Model& model;
  std::string model_file;
  std::optional<std::string> from;  ///< the system that it was imported from

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
