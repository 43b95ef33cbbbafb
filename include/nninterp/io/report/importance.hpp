#pragma once

#include "nninterp/analysis/importance.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// CSV: a line an importance, then a line a variable for all classes of a target.
class ImportanceDocument : public Document {
 public:
  ImportanceDocument(const Model& of, const ImportanceOptions& options, Importances measured);

  const Model& model;
  std::size_t rows = 0;  ///< of the data that slopes and permutations come from
  Importances importances;
  double level;  ///< of the intervals

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
