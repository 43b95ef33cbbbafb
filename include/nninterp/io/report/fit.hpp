#pragma once

#include <optional>
#include <string>

#include "nninterp/io/csv/options.hpp"
#include "nninterp/io/report/document.hpp"
#include "nninterp/model/fit_options.hpp"

namespace nninterp {

/// Every choice of a fit, defaults included, as it came out, and the format in which the table was read; the files are
/// named where there were any.
Settings settings_of(const FitOptions& fit, const CsvOptions& csv, const TableFormat& format,
                     const std::string& start_weights, const std::string& validation, const Model& fitted);

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
