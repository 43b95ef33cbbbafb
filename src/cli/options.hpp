#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/report/report.hpp"
#include "nninterp/model/fit.hpp"

namespace CLI {
class App;
}

namespace nninterp::cli {

enum class Format { automatic, table, json, csv };

/// What every command takes.
struct OutputOptions {
  Format format = Format::automatic;
  std::string file;  ///< empty: standard output
  bool quiet = false;
  int threads = 0;

  /// The format to write: a table for a terminal, else JSON, unless one was asked for.
  Format chosen() const;
};

/// Which model a command reads, and which rows.
struct SourceOptions {
  std::string model;
  std::optional<std::string> data;
  CsvOptions csv;
  MissingPolicy missing = MissingPolicy::error;
};

void add_output_options(CLI::App& command, OutputOptions& options);
void add_model_option(CLI::App& command, std::string& model, const std::string& help);
void add_source_options(CLI::App& command, SourceOptions& options);
void add_data_options(CLI::App& command, SourceOptions& options);  ///< all of them but the model
void add_csv_options(CLI::App& command, CsvOptions& csv, MissingPolicy& missing);

/// --on response|logit.
void add_scale_option(CLI::App& command, OutputScale& scale);
std::string name_of(OutputScale scale);

/// --interval and --level.
void add_interval_options(CLI::App& command, IntervalOptions& interval);
double level_option(const std::string& text);

/// An option that may be given several times, each adding one value.
void add_repeatable(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                    const std::string& help, const std::string& group);

/// Numbers and words of options, with a UsageError that names the option.
double number_option(const std::string& option, const std::string& text, double min, double max);
long integer_option(const std::string& option, const std::string& text, long min, long max);
/// The position of `text` among the words that an option takes; UsageError with a suggestion if it is none.
std::size_t word_option(const std::string& option, const std::string& text, const std::vector<std::string>& words);
/// A number, or sd, iqr and, where it can be meant, minmax.
Delta delta_option(const std::string& text, bool with_minmax);
std::vector<std::string> split(const std::string& text, char separator);

/// The program's name of a model file: as given, else NNINTERP_MODEL, else nninterp-model.json.
std::string default_model_file();

}  // namespace nninterp::cli
