#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/data/table.hpp"
#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// Predictions at rows. All are too many to be kept: they are made while they are written, by several threads. CSV: a
/// line a row; a kept column that is called as another one has "_data" behind its name.
class PredictDocument : public Document {
 public:
  /// `at`: rows × variables in their own units; both are held on to.
  PredictDocument(const Model& of, const Matrix& at) : model(of), variables(at) {}

  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;     ///< of the table, from 1
  std::size_t replicates = 0;  ///< refits that intervals come from; without them there are none
  double level = 0.95;
  bool intervals_in_csv = false;
  bool classes = false;                         ///< of class targets the most probable one too
  std::map<std::string, Confusion> confusions;  ///< by target, where the truth is known
  std::vector<const Column*> kept;              ///< columns of the table that are carried along
  int threads = 0;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override;
  std::string table(const TextStyle& style) const override;

  /// A column beside the numbers: of a class target the most probable ones, or one that is carried along.
  struct TextColumn {
    std::string name;
    bool numbers;  ///< each text is a number as it stands
    std::function<std::vector<std::optional<std::string>>(Index first, Index count)> texts;
  };

 private:
  std::vector<TextColumn> most_probable_classes() const;
  std::vector<TextColumn> columns_along() const;
  /// The classes, then what is carried along, each called differently from all columns of CSV.
  std::vector<TextColumn> text_columns() const;
  std::string row_table(const std::vector<std::string>& names, const Matrix& values, const TextStyle& style) const;
  /// A table a target; `predicted`: rows that are shown × outputs.
  std::string interval_tables(const Matrix& predicted, const TextStyle& style) const;
  Matrix predictions(Index first, Index count) const;  ///< rows × outputs
  PredictionIntervals intervals(Index first, Index count) const;
};

}  // namespace nninterp
