#pragma once

#include <string>
#include <utility>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// CSV: a line a point of a curve.
class CurvesDocument : public Document {
 public:
  CurvesDocument(const Model& of, CurveOptions asked) : model(of), options(std::move(asked)) {}

  const Model& model;
  CurveOptions options;
  std::vector<Index> rows;  ///< of the data that the curves were taken from
  Curves curves;            ///< to be drawn with the options

  /// As the curve's own, for ice the number of its row.
  std::string label(const Curve& curve) const { return curve.row ? std::to_string(rows[*curve.row]) : curve.label; }

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;
};

}  // namespace nninterp
