#include "options.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <CLI/CLI.hpp>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

Format OutputOptions::chosen() const {
  if (format != Format::automatic) return format;
  return file.empty() && stdout_is_terminal() ? Format::table : Format::json;
}

namespace {

Format format_named(const std::string& name) {
  constexpr Format formats[] = {Format::automatic, Format::table, Format::json, Format::csv};
  return formats[word_option("--format", name, {"auto", "table", "json", "csv"})];
}

char delimiter_named(const std::string& name) {
  if (name == "tab" || name == "\\t" || name == "\t") return '\t';
  if (name == "," || name == ";" || name == "|") return name[0];
  throw UsageError("--delimiter: '" + name + "' is none of ',' ';' '|' tab");
}

MissingPolicy missing_named(const std::string& name) {
  return word_option("--na", name, {"error", "drop"}) == 0 ? MissingPolicy::error : MissingPolicy::drop;
}

}  // namespace

void add_output_options(CLI::App& command, OutputOptions& options) {
  const std::string group = "Output";
  command
      .add_option_function<std::string>(
          "--format", [&](const std::string& name) { options.format = format_named(name); },
          "auto (a table on a terminal, else JSON), table, json or csv")
      ->group(group);
  command
      .add_flag_callback(
          "--json", [&] { options.format = Format::json; }, "Same as --format json")
      ->group(group);
  command
      .add_option_function<std::string>(
          "-o,--output-file",
          [&](const std::string& name) {
            if (name.empty()) throw UsageError("-o: the name of the file is empty");
            options.file = name;
          },
          "Write the result there instead of standard output")
      ->type_name("FILE")
      ->group(group);
  command.add_flag("--quiet", options.quiet, "No progress, warnings or hints on standard error")->group(group);
  command
      .add_option_function<std::string>(
          "--threads",
          [&](const std::string& text) {
            options.threads = static_cast<int>(integer_option("--threads", text, 1, 1024));
          },
          "Threads to use (default: every core); results do not depend on it")
      ->type_name("COUNT")
      ->group(group);
}

std::string default_model_file() {
  const char* file = std::getenv("NNINTERP_MODEL");
  return file != nullptr && *file != '\0' ? file : "nninterp-model.json";
}

void add_model_option(CLI::App& command, std::string& model, const std::string& help) {
  model = default_model_file();
  command.add_option("--model", model, help + " (default: $NNINTERP_MODEL or nninterp-model.json)")->type_name("FILE");
}

void add_scale_option(CLI::App& command, OutputScale& scale) {
  command
      .add_option_function<std::string>(
          "--on",
          [&scale](const std::string& name) {
            scale = word_option("--on", name, {"response", "logit"}) == 0 ? OutputScale::response : OutputScale::logit;
          },
          "Scale of the prediction: response (default) or logit, the log-odds of a probability")
      ->type_name("SCALE");
}

double level_option(const std::string& text) {
  const double level = number_option("--level", text, 0, 1);
  if (level == 0 || level == 1) throw UsageError("--level: lies between 0 and 1, as 0.95; got " + text);
  return level;
}

void add_interval_options(CLI::App& command, IntervalOptions& interval) {
  command
      .add_option_function<std::string>(
          "--interval",
          [&interval](const std::string& name) {
            word_option("--interval", name, {"auto", "bootstrap", "delta", "none"});
            interval.method = *interval_method_named(name);
          },
          "How sure: auto (default: from the model's refits, else by the delta method), bootstrap, delta or none")
      ->type_name("METHOD");
  command
      .add_option_function<std::string>(
          "--level", [&interval](const std::string& text) { interval.level = level_option(text); },
          "Of the intervals (default: 0.95)")
      ->type_name("LEVEL");
}

std::string name_of(OutputScale scale) { return scale == OutputScale::logit ? "logit" : "response"; }

Delta delta_option(const std::string& text, bool with_minmax) {
  if (text == "sd") return {Delta::Kind::sd, 0};
  if (text == "iqr") return {Delta::Kind::iqr, 0};
  if (text == "minmax" && with_minmax) return {Delta::Kind::minmax, 0};
  const std::string words = with_minmax ? "sd, iqr or minmax" : "sd or iqr";
  if (!parse_number(text)) throw UsageError("--delta: '" + text + "' is neither a number nor " + words);
  const double limit = std::numeric_limits<double>::max();
  return {Delta::Kind::number, number_option("--delta", text, -limit, limit)};
}

void add_repeatable(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                    const std::string& help, const std::string& group) {
  command.add_option(name, values, help)
      ->type_name("NAME")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(group);
}

void add_csv_options(CLI::App& command, CsvOptions& csv, MissingPolicy& missing) {
  const std::string group = "Reading the table";
  command
      .add_option_function<std::string>(
          "--na", [&](const std::string& name) { missing = missing_named(name); },
          "Rows with missing values: error (default) or drop")
      ->type_name("NAME")
      ->group(group);
  add_repeatable(command, "--na-string", csv.na_strings, "Another text that means missing (repeatable)", group);
  command
      .add_option_function<std::string>(
          "--delimiter", [&](const std::string& name) { csv.delimiter = delimiter_named(name); },
          "One of , ; | tab (default: found from the first lines)")
      ->type_name("CHAR")
      ->group(group);
}

void add_source_options(CLI::App& command, SourceOptions& options) {
  add_model_option(command, options.model, "The model to read");
  add_data_options(command, options);
}

void add_data_options(CLI::App& command, SourceOptions& options) {
  command
      .add_option("--data", options.data,
                  "The table to use (default: the one the model was trained on; - is standard input)")
      ->type_name("FILE");
  add_csv_options(command, options.csv, options.missing);
}

double number_option(const std::string& option, const std::string& text, double min, double max) {
  const std::optional<double> value = parse_number(text);
  if (!value) throw UsageError(option + ": '" + text + "' is not a number");
  if (!std::isfinite(*value)) throw UsageError(option + ": '" + text + "' is not a finite number");
  if (*value < min) throw UsageError(option + ": " + text + " is less than " + format_number(min));
  if (*value > max) throw UsageError(option + ": " + text + " is more than " + format_number(max));
  return *value;
}

long integer_option(const std::string& option, const std::string& text, long min, long max) {
  const double value = number_option(option, text, static_cast<double>(min), static_cast<double>(max));
  if (value != std::floor(value)) throw UsageError(option + ": '" + text + "' is not a whole number");
  return static_cast<long>(value);
}

std::size_t word_option(const std::string& option, const std::string& text, const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  throw UsageError(option + ": '" + text + "' is none of " + list_some(words, words.size()), did_you_mean(text, words));
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace nninterp::cli
