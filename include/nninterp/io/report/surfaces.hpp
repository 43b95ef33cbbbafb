#pragma once

#include <cstddef>
#include <string>

#include "nninterp/analysis/surfaces.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// The document of curves, of two variables. CSV: a line a pair of points.
class SurfacesDocument : public Document {
 public:
  explicit SurfacesDocument(const Model& of) : model(of) {}

  const Model& model;
  std::size_t rows = 0;  ///< of the data
  Surfaces surfaces;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
