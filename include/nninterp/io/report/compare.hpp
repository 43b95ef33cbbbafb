#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/compare.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Models on the same rows, one entry a model in each list. CSV: a line a model, target and measure.
class CompareDocument : public Document {
 public:
  explicit CompareDocument(const std::vector<ModelOnRows>& of) : models(of) {}

  const std::vector<ModelOnRows>& models;
  std::vector<std::string> files;
  std::size_t rows = 0;
  std::vector<Comparison> comparisons;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
