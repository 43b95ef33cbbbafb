#include "options.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

Format OutputOptions::chosen() const {
  return chosen(file.empty() && stdout_is_terminal() ? Format::table : Format::json);
}

Format OutputOptions::chosen(Format otherwise) const {
  if (format != Format::automatic) return format;
  const std::string ending = std::filesystem::path(file).extension().string();
  return ending == ".csv" ? Format::csv : ending == ".json" ? Format::json : otherwise;
}

void OutputOptions::declare(OptionSet& options) {
  options.group("Output");
  options.word("--format", format,
               "auto (by the ending of the file, else a table on a terminal, else JSON), table, json or csv",
               values_of<Format>(), "TEXT");
  options.flag(
      "--json", [this] { format = Format::json; }, "Same as --format json");
  options.in_order({"--format", "--json"});
  options.parsed(
      "-o,--output-file", "FILE",
      [this](const std::string& name) {
        if (name.empty()) throw UsageError("-o: the name of the file is empty");
        file = name;
      },
      "Write the result there instead of standard output; FILE.csv is CSV and FILE.json JSON, unless --format says "
      "otherwise");
  options.flag("--quiet", quiet, "No progress, warnings or hints on standard error");
  options.whole("--threads", threads, 1, 1024, "COUNT",
                "Threads to use (default: every core); results do not depend on it");
}

namespace {

char delimiter_named(const std::string& name) {
  if (name == "tab" || name == "\\t" || name == "\t") return '\t';
  if (name == "blank" || name == " ") return ' ';
  if (name == "," || name == ";" || name == "|") return name[0];
  throw UsageError("--delimiter: '" + name + "' is none of ',' ';' '|' tab blank");
}

char character_named(const std::string& option, const std::string& text) {
  if (text.size() == 1) return text[0];
  throw UsageError(option + ": '" + text + "' is not a single character");
}

void check_marks(const CsvOptions& csv) {
  if (!csv.thousands) return;
  const std::string mark(1, *csv.thousands);
  if (csv.thousands == csv.decimal) throw UsageError("--thousands: '" + mark + "' is the decimal mark, too");
  if (std::isalnum(static_cast<unsigned char>(mark[0])) == 0 && mark.find_first_of("+-\"") == std::string::npos) return;
  throw UsageError("--thousands: '" + mark + "' cannot stand between the digits of a number");
}

}  // namespace

void declare_table(OptionSet& options, CsvOptions& csv, MissingPolicy& missing) {
  options.group("Reading the table");
  options.word("--na", missing, "Rows with missing values: error (default) or drop");
  options.texts("--na-string", csv.na_strings, "Another text that means missing (repeatable)");
  options.parsed(
      "--delimiter", "CHAR", [&csv](const std::string& name) { csv.delimiter = delimiter_named(name); },
      "One of , ; | tab blank (default: found from the first lines)");
  options.parsed(
      "--decimal", "CHAR",
      [&csv](const std::string& text) {
        check_word("--decimal", text, {"auto", ".", ","});
        csv.decimal.reset();
        if (text != "auto") csv.decimal = text[0];
        check_marks(csv);
      },
      "auto (default), . or , in numbers");
  options.parsed(
      "--thousands", "CHAR",
      [&csv](const std::string& text) {
        csv.thousands = character_named("--thousands", text);
        check_marks(csv);
      },
      "Stands between groups of three digits (default: nothing)");
  options.parsed(
      "--comment", "CHAR", [&csv](const std::string& text) { csv.comment = character_named("--comment", text); },
      "Lines that begin with it are passed over");
  options.flag(
      "--no-header", [&csv] { csv.header = false; }, "The first line is data; columns are V1, V2, ..");
  options.texts("--keep-na", csv.keep_na, "Columns where NA is a text: A,B (repeatable)");
}

void SourceOptions::declare(OptionSet& options) {
  options.group("Options");
  declare_model(options, model, "The model to read");
  declare_data(options);
}

void SourceOptions::declare_data(OptionSet& options) {
  options.group("Options");
  options.text("--data", data, "FILE",
               "The table to use (default: the one the model was trained on; - is standard input)");
  declare_table(options, csv, missing);
}

void declare_weights(OptionSet& options, SourceOptions& source) {
  source.weighs = true;
  options.text("--weights", source.weights, "NAME",
               "Column that says how often each row counts in means (default: that of the fit)");
}

void declare_model(OptionSet& options, std::string& model, const std::string& help) {
  const char* file = std::getenv("NNINTERP_MODEL");
  model = file != nullptr && *file != '\0' ? file : "nninterp-model.json";
  options.text("--model", model, "FILE", help + " (default: $NNINTERP_MODEL or nninterp-model.json)");
}

std::pair<std::string, std::vector<std::string>> levels_named(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) throw UsageError("--levels: '" + text + "' is not NAME=A,B,C");
  std::vector<std::string> levels;
  for (const std::string& part : split(text.substr(equals + 1), ',')) {
    levels.emplace_back(trim(part));
    if (levels.back().empty()) throw UsageError("--levels: '" + text + "' has an empty place");
    if (std::count(levels.begin(), levels.end(), levels.back()) > 1) {
      throw UsageError("--levels: '" + levels.back() + "' stands there twice");
    }
  }
  return {text.substr(0, equals), levels};
}

void declare_reference(OptionSet& options, std::map<std::string, std::string>& reference, const std::string& help) {
  options.each(
      "--reference", "NAME=LEVEL",
      [&reference](const std::string& text) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) throw UsageError("--reference: '" + text + "' is not NAME=LEVEL");
        reference[text.substr(0, equals)] = text.substr(equals + 1);
      },
      help);
}

void declare_points(OptionSet& options, CurveOptions& curve, const std::string& of) {
  const auto parse = [&curve](const std::string& text) {
    if (text.find(',') != std::string::npos) {
      throw UsageError("--grid: '" + one_line(text) + "' is not one number, how many points there are",
                       "--points " + one_line(text) + " are points themselves");
    }
    curve.grid = static_cast<int>(integer_option("--grid", text, 1, 10'000));
  };
  const std::string what =
      "from the least to the largest value; ale: quantile intervals (default: 21, of two variables "
      "15 each; or the values, where they are fewer)";
  options.parsed("--grid", "N", parse, of.empty() ? "Points " + what : of + "points " + what);
  options.texts("--points", curve.points,
                of + (of.empty() ? "V" : "v") + "alues of the variable as A,B,C in place of the grid (not ale)");
}

void declare_shapley_rows(OptionSet& options, ShapleyRows& asked) {
  options.texts("--row", asked.rows, "Rows to explain, by their numbers in the table, as 17,18 (default: all)");
  options.whole("--background", asked.background, 1, 1'000'000, "COUNT",
                "Rows that stand for what a variable might be where it is left out, evenly spaced (default: 100)");
}

void declare_at(OptionSet& options, std::vector<std::string>& at) {
  options.each(
      "--at", "NAME=VALUE", [&at](const std::string& text) { at.push_back(text); },
      "Hold a variable at a value in every row (repeatable); NAME=mean, median or q25 hold it at these, and mean, "
      "median "
      "or q25 alone all others");
}

const std::vector<std::string>& named_beside(const std::vector<std::string>& at,
                                             const std::vector<std::string>& along) {
  for (const std::string& text : at) {
    for (const std::string& name : along) {
      if (!starts_with(text, name + "=")) continue;
      throw UsageError("--at " + one_line(text) + ": the curve is along this variable", "--points names values of it");
    }
  }
  return at;
}

double level_option(const std::string& text) {
  const double level = number_option("--level", text, 0, 1);
  if (level == 0 || level == 1) throw UsageError("--level: lies between 0 and 1, as 0.95; got " + text);
  return level;
}

void declare_interval(OptionSet& options, IntervalOptions& interval, IntervalsFrom from) {
  const std::string cross_fit = "crossfit (by networks trained without a fold each), bootstrap (by refits)";
  options.word("--interval", interval.method,
               from == IntervalsFrom::refits
                   ? "How sure: auto (default: from the model's refits, if it has some), bootstrap or none"
                   : "How sure: auto (default: the first that can be had), " + cross_fit +
                         (from == IntervalsFrom::all ? ", delta or none" : " or none"),
               values_of<IntervalMethod>(), "METHOD");
  options.parsed(
      "--level", "LEVEL", [&interval](const std::string& text) { interval.level = level_option(text); },
      "Of the intervals (default: 0.95)");
}

Delta delta_option(const std::string& text, bool with_minmax) {
  if (text == "sd") return {Delta::Kind::sd, 0};
  if (text == "iqr") return {Delta::Kind::iqr, 0};
  if (text == "minmax" && with_minmax) return {Delta::Kind::minmax, 0};
  const std::string words = with_minmax ? "sd, iqr or minmax" : "sd or iqr";
  if (!parse_number(text)) throw UsageError("--delta: '" + text + "' is neither a number nor " + words);
  return {Delta::Kind::number, number_option("--delta", text, -any_size, any_size)};
}

}  // namespace nninterp::cli
