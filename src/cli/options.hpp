#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/analysis/curve_plan.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/io/model/session.hpp"
#include "option_set.hpp"

namespace nninterp::cli {

// Options that several commands take.

enum class Format { automatic, table, json, csv };
constexpr Words<Format, 4> words_of(Format) {
  return {{{Format::automatic, "auto"}, {Format::table, "table"}, {Format::json, "json"}, {Format::csv, "csv"}}};
}

/// What every command takes.
struct OutputOptions {
  Format format = Format::automatic;
  std::string file;  ///< empty: standard output
  bool quiet = false;
  int threads = 0;

  void declare(OptionSet& options);
  /// The format to write: the one asked for, else that of the file's ending, .csv or .json, else a table for a terminal
  /// and JSON for all else.
  Format chosen() const;
  /// The same of a command that writes something else unless asked.
  Format chosen(Format otherwise) const;
};

/// How a table is read.
void declare_table(OptionSet& options, CsvOptions& csv, MissingPolicy& missing);

/// Which model a command reads, and which rows.
struct SourceOptions : Source {
  void declare(OptionSet& options);
  void declare_data(OptionSet& options);  ///< all of them but the model
};

/// --weights, of a command whose means are over rows: these then count as often as they did in the fit.
void declare_weights(OptionSet& options, SourceOptions& source);

/// --model: as given, else NNINTERP_MODEL, else nninterp-model.json.
void declare_model(OptionSet& options, std::string& model, const std::string& help);

/// --on response|logit.
template <typename Scale>
void declare_scale(
    OptionSet& options, Scale& scale,
    const std::string& help = "Scale of the prediction: response (default) or logit, the log-odds of a probability") {
  options.word("--on", scale, help, values_of<OutputScale>(), "SCALE");
}

/// What intervals may come from: of effects all methods, of means over rows all but the delta method.
enum class IntervalsFrom { all, means, refits };
/// --interval and --level.
void declare_interval(OptionSet& options, IntervalOptions& interval, IntervalsFrom from = IntervalsFrom::refits);

/// --levels: NAME and A, B, C of NAME=A,B,C.
std::pair<std::string, std::vector<std::string>> levels_named(const std::string& text);
/// --reference NAME=LEVEL.
void declare_reference(OptionSet& options, std::map<std::string, std::string>& reference, const std::string& help);

/// --grid N and --points A,B,C of a curve; `of`: whose option it is, where others take none ("curves: ").
void declare_points(OptionSet& options, CurveOptions& curve, const std::string& of = {});

/// Which rows are explained, by what.
struct ShapleyRows {
  std::vector<std::string> rows;  ///< their numbers, "17,18"; none: all
  Index background = 100;         ///< rows of the background at most
};
/// --row and --background.
void declare_shapley_rows(OptionSet& options, ShapleyRows& asked);

/// --at NAME=VALUE, repeatable, as plan_holds() takes them.
void declare_at(OptionSet& options, std::vector<std::string>& at);
/// The same of curves along some variables: UsageError where it holds one of them by name.
const std::vector<std::string>& named_beside(const std::vector<std::string>& at, const std::vector<std::string>& along);

/// A share of cases, between 0 and 1.
double level_option(const std::string& text);

/// A number, or sd, iqr and, where it can be meant, minmax.
Delta delta_option(const std::string& text, bool with_minmax);

}  // namespace nninterp::cli
