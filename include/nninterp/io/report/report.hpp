#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "nninterp/analysis/compare.hpp"
#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/importance.hpp"
#include "nninterp/analysis/inference.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/analysis/paths.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/io/bytes/sink.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

using SettingValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                                  std::vector<double>>;
/// Every choice that shaped the numbers of a document, by name.
using Settings = std::vector<std::pair<std::string, SettingValue>>;

/// What every document carries besides its results.
struct ReportFrame {
  Settings settings;
  std::vector<Warning> warnings;
};

/// Predictions or slopes: which rows of the table (1-based) the numbers belong to. The numbers of all rows are too many
/// to be kept: they are asked for, of `count` rows from `first` on, when they are written, by several threads and of
/// slopes several times.
struct PredictionReport {
  std::vector<Index> rows;
  std::function<Matrix(Index first, Index count)> predictions;             ///< rows × outputs
  std::function<PredictionIntervals(Index first, Index count)> intervals;  ///< of the same shape; used with replicates
  std::size_t replicates = 0;                                              ///< refits that they come from
  double level = 0.95;
  bool intervals_in_csv = false;
  int threads = 0;
};
struct SlopeReport {
  std::vector<Index> rows;
  std::function<Matrix(Index output, Index first, Index count)> slopes;  ///< rows × numeric variables
  OutputScale scale = OutputScale::response;
  /// If asked for, of the pairs among some of the numeric variables.
  std::function<SecondDerivatives(const std::vector<std::size_t>& among, Index first, Index count)> second;
  int threads = 0;
};
struct EffectReport {
  std::vector<Index> rows;  ///< of the data that the effects were measured on
  Effects effects;
  std::string delta;  ///< as it was asked for: "1", "sd", ...
  OutputScale scale = OutputScale::response;
  double level = 0.95;                          ///< of the intervals
  bool per_row = false;                         ///< also each row's effect: shifts and slopes
  std::optional<std::vector<PathSplit>> paths;  ///< if asked for
  std::function<Vector(const Effect&effect, Index first, Index count)> shifts, slopes;  ///< at rows of the effect
  int threads = 0;
};

struct ImportanceReport {
  std::size_t rows;  ///< of the data that slopes and permutations come from
  Importances importances;
  double level;  ///< of the intervals
};

struct CurveReport {
  std::vector<Index> rows;  ///< of the data that the curves were taken from
  Curves curves;
  double level;  ///< of the intervals

  /// As the curve's own, for ice the number of its row.
  std::string label(const Curve& curve) const {
    return curve.row ? std::to_string(rows[static_cast<std::size_t>(*curve.row)]) : curve.label;
  }
};

struct InteractionReport {
  Interactions interactions;
  std::string delta;  ///< as it was asked for: "1", "sd, X1=2", ...
  OutputScale scale = OutputScale::response;
  double level = 0.95;  ///< of the intervals
};

/// The weights and, where they were asked for, how sure they are.
struct WeightReport {
  struct Inference {
    std::size_t rows;  ///< of the data that the intervals come from
    WeightIntervals intervals;
    std::optional<double> nic;
  };
  std::optional<Inference> inference;
  bool weights_alone = false;  ///< the table for people: nothing but the weights
};

/// Models on the same rows, one entry a model in each list.
struct CompareReport {
  std::vector<std::string> files;
  const std::vector<Model>& models;
  std::size_t rows;
  std::vector<Comparison> comparisons;
};

/// JSON documents, one object each, its schema "nninterp/NAME/1".
std::string fit_json(const Model& model, const std::string& model_file, const ReportFrame& frame);
std::string show_json(const Model& model, const WeightReport& report, const ReportFrame& frame);
void predict_json(const Model& model, const PredictionReport& report, const ReportFrame& frame, const Sink& sink);
void slopes_json(const Model& model, const SlopeReport& report, const ReportFrame& frame, const Sink& sink);
void effects_json(const EffectReport& report, const ReportFrame& frame, const Sink& sink);
std::string curves_json(const Model& model, const CurveReport& report, const ReportFrame& frame);
std::string importance_json(const ImportanceReport& report, const ReportFrame& frame);
std::string interactions_json(const InteractionReport& report, const ReportFrame& frame);
std::string compare_json(const CompareReport& report, const ReportFrame& frame);
/// `from` is the system that the model comes from.
std::string import_json(const Model& model, const std::string& model_file, const std::string& from,
                        const ReportFrame& frame);
/// What write_equation made.
std::string equation_json(const std::string& code, const std::string& language, const ReportFrame& frame);
/// What was written for another system, `to`, as text.
std::string export_json(const std::string& text, const std::string& to, const ReportFrame& frame);

/// CSV after RFC 4180 with a header: the repetitions of a fit, the weights of a model, one line a row (and target) or a
/// line an effect (with per_row: a line a row and effect; with paths: a line a path); a line a point of a curve; of
/// interactions a line a pair, then a line a variable beside all others, its second variable empty; of a comparison a
/// line a model, target and measure.
std::string fit_csv(const Model& model);
std::string show_csv(const Model& model, const WeightReport& report);
void predict_csv(const Model& model, const PredictionReport& report, const Sink& sink);
void slopes_csv(const Model& model, const SlopeReport& report, const Sink& sink);
void effects_csv(const EffectReport& report, const Sink& sink);
std::string curves_csv(const Model& model, const CurveReport& report);
std::string importance_csv(const ImportanceReport& report);
std::string interactions_csv(const InteractionReport& report);
std::string compare_csv(const CompareReport& report);

/// How tables for people are drawn.
struct TextStyle {
  bool unicode = true;  ///< blocks and lines beyond ASCII
};

/// Tables for people, at most 100 columns wide where names allow it.
std::string fit_text(const Model& model, const std::string& model_file);
std::string show_text(const Model& model, const WeightReport& report);
std::string predict_text(const Model& model, const PredictionReport& report);
std::string slopes_text(const Model& model, const SlopeReport& report);
std::string effects_text(const Model& model, const EffectReport& report, const TextStyle& style);
std::string curves_text(const Model& model, const CurveReport& report, const TextStyle& style);
std::string paths_text(const EffectReport& report);  ///< what effects_text ends with, if paths were asked for
std::string importance_text(const Model& model, const ImportanceReport& report);
std::string interactions_text(const Model& model, const InteractionReport& report);
std::string compare_text(const CompareReport& report);

}  // namespace nninterp
