#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/report/document.hpp"
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
  /// The format to write: a table for a terminal, else JSON, unless one was asked for.
  Format chosen() const;
};

/// How a table is read.
struct TableOptions {
  CsvOptions csv;
  MissingPolicy missing = MissingPolicy::error;

  void declare(OptionSet& options);
};

/// Which model a command reads, and which rows.
struct SourceOptions {
  std::string model;
  std::optional<std::string> data;
  TableOptions table;

  void declare(OptionSet& options);
  void declare_data(OptionSet& options);  ///< all of them but the model
};

/// --model: as given, else NNINTERP_MODEL, else nninterp-model.json.
void declare_model(OptionSet& options, std::string& model, const std::string& help);

/// --on response|logit.
template <typename Scale>
void declare_scale(
    OptionSet& options, Scale& scale,
    const std::string& help = "Scale of the prediction: response (default) or logit, the log-odds of a probability") {
  options.word("--on", scale, help, values_of<OutputScale>(), "SCALE");
}

/// --interval and --level.
void declare_interval(OptionSet& options, IntervalOptions& interval);
void add_interval_settings(const IntervalOptions& options, Settings& settings);
/// A share of cases, between 0 and 1.
double level_option(const std::string& text);

/// A number, or sd, iqr and, where it can be meant, minmax.
Delta delta_option(const std::string& text, bool with_minmax);

/// A choice as documents tell it: words of enumerations, whole numbers of any size; what is optional may be none.
template <typename Value>
SettingValue setting_of(const Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    return std::string(name_of(value));
  } else if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
    return static_cast<std::int64_t>(value);
  } else {
    return value;
  }
}
template <typename Value>
SettingValue setting_of(const std::optional<Value>& value) {
  return value ? setting_of(*value) : SettingValue();
}

}  // namespace nninterp::cli
