#include "session.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/csv_reader.hpp"
#include "nninterp/io/files.hpp"
#include "nninterp/io/model_file.hpp"
#include "nninterp/model/reading.hpp"
#include "nninterp/model/stability.hpp"
#include "nninterp/model/units.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace fs = std::filesystem;

std::vector<Index> Session::take_row_numbers() {
  std::vector<Index> numbers = std::move(rows);
  rows.clear();
  for (Index& row : numbers) ++row;
  return numbers;
}

std::string name_in_messages(const std::string& file) { return file == "-" ? "standard input" : file; }

namespace {

// Where the table that the model was trained on is: where it was, or else beside the model; empty if in neither place.
std::string training_table(const Model& model, const std::string& model_file) {
  const std::string path = model.data ? model.data->path : "";
  std::error_code ignored;
  if (path.empty() || path == "-" || fs::exists(path, ignored)) return path == "-" ? "" : path;
  const fs::path beside = fs::path(model_file).parent_path() / path;
  return fs::path(path).is_relative() && fs::exists(beside, ignored) ? beside.string() : "";
}

}  // namespace

Model load_model(const std::string& file, const std::string& output) {
  check_output("-o", output, {file});
  std::error_code ignored;
  if (file != "-" && !fs::exists(file, ignored)) {
    throw InputError(file + ": there is no such model file", "nninterp fit DATA makes one; --model names another");
  }
  Model model = read_model(read_file(file), name_in_messages(file));
  check_output("-o", output, {training_table(model, file)});
  return model;
}

namespace {

// Reading it again would wait for ever, or give something else.
bool is_stream(const std::string& path) {
  std::error_code ignored;
  return path == "/dev/stdin" || path.rfind("/dev/fd/", 0) == 0 || fs::is_other(path, ignored);
}

std::string find_training_data(const Model& model, const std::string& model_file) {
  if (!model.data || model.data->path.empty()) {
    throw InputError(model_file + ": the model does not say which table it was trained on", "name one: --data FILE");
  }
  const std::string& path = model.data->path;
  if (path == "-") {
    throw InputError(model_file + ": the model was trained on standard input, which is gone",
                     "give the table again: --data FILE");
  }
  std::string found = training_table(model, model_file);
  if (is_stream(found)) {
    throw InputError(path + ": the model was trained on what came through this pipe or device, which is gone",
                     "give the table again: --data FILE");
  }
  if (!found.empty()) return found;
  throw InputError(path + ": the table that the model was trained on is gone", "say where it is: --data FILE");
}

void check_unchanged(const Model& model, const std::string& path, const FileBytes& bytes) {
  if (model.data->sha256.empty() || sha256(bytes) == model.data->sha256) return;
  throw InputError(path + ": has changed since the model was trained on it",
                   "fit again, or say that these rows are meant: --data " + path);
}

// Rows without a cluster were left out of the training, and are again.
bool lacks_clusters(const DataSource& data) { return data.cluster && data.missing == MissingPolicy::drop; }

// As the model's table was read, where it is read again; the kinds of the columns are the model's in any case.
CsvOptions reader_options(const SourceOptions& options, const Model& model) {
  CsvOptions csv = options.csv;
  csv.categorical = model.design.categorical_names();
  for (const Target& target : model.design.targets) {
    if (target.categorical) csv.categorical.push_back(target.name);
  }
  csv.kinds_known = true;
  if (options.data) return csv;
  if (lacks_clusters(*model.data)) csv.categorical.push_back(*model.data->cluster);
  if (!csv.delimiter) csv.delimiter = model.data->delimiter;
  csv.na_strings.insert(csv.na_strings.end(), model.data->na_strings.begin(), model.data->na_strings.end());
  return csv;
}

void remove_rows(std::vector<Index>& rows, std::vector<Index> held_out) {
  std::sort(held_out.begin(), held_out.end());
  const auto is_held_out = [&](Index row) { return std::binary_search(held_out.begin(), held_out.end(), row); };
  rows.erase(std::remove_if(rows.begin(), rows.end(), is_held_out), rows.end());
}

bool has_values(const Table& table, const std::string& name) {
  const Column* column = table.find(name);
  for (Index row = 0; column != nullptr && row < table.rows(); ++row) {
    if (!column->missing(row)) return true;
  }
  return false;
}

}  // namespace

Session open_session(const SourceOptions& options, const std::string& output, int threads,
                     const std::vector<std::string>& also_needed, SessionRows which) {
  check_output("-o", output, {options.data.value_or("")});
  Session session;
  session.model = load_model(options.model, output);
  const Model& model = session.model;
  const bool training_rows = !options.data;
  const std::string path = training_rows ? find_training_data(model, options.model) : *options.data;
  {
    const FileBytes bytes(path);
    if (training_rows) check_unchanged(model, path, bytes);
    session.table = read_csv(bytes, name_in_messages(path), reader_options(options, model), threads);
  }

  std::vector<std::string> needed = model.design.variable_names();
  needed.insert(needed.end(), also_needed.begin(), also_needed.end());
  if (training_rows && lacks_clusters(*model.data)) needed.push_back(*model.data->cluster);
  // A row without its target was not trained on. A model from elsewhere may call the target otherwise.
  const bool known_alone = which == SessionRows::with_known_targets || (which == SessionRows::usual && training_rows);
  for (const Target& target : model.design.targets) {
    const bool wanted = known_alone ? has_values(session.table, target.name) : which != SessionRows::usual;
    if (wanted) needed.push_back(target.name);
  }
  const bool drops =
      options.missing == MissingPolicy::drop || (training_rows && model.data->missing == MissingPolicy::drop);
  session.rows = complete_rows(session.table, needed, drops ? MissingPolicy::drop : MissingPolicy::error);
  const std::size_t dropped = session.table.lines.size() - session.rows.size();
  if (training_rows && which != SessionRows::with_targets) remove_rows(session.rows, model.data->held_out);
  session.training_rows = training_rows && which != SessionRows::with_targets;
  session.variables = which == SessionRows::usual
                          ? take_variables(model.design, session.table, session.rows, also_needed)
                          : gather_variables(model.design, session.table, session.rows);
  if (dropped > 0) {
    session.warnings.push_back({"rows_dropped", count_of(dropped, "row") + " with missing values left out of " +
                                                    std::to_string(session.table.rows())});
  }
  session.settings = {{"model", options.model}, {"data", path}, {"na", std::string(drops ? "drop" : "error")}};
  return session;
}

Matrix known_targets(const Session& session) {
  Matrix targets(static_cast<Index>(session.rows.size()), session.model.design.outputs());
  targets.setConstant(nan);
  Index first = 0;
  for (const Target& target : session.model.design.targets) {
    const Column* column = session.table.find(target.name);
    const ColumnKind kind = target.categorical ? ColumnKind::text : ColumnKind::numeric;
    if (has_values(session.table, target.name) && (column->kind == kind || is_logical(column->levels))) {
      const Design alone{{}, {target}};
      Matrix values = encode_targets(alone, session.table, session.rows);
      decode_outputs(alone, values);
      targets.middleCols(first, target.outputs()) = values;
    }
    first += target.outputs();
  }
  return targets;
}

namespace {

void add_range(const Column& column, const std::vector<Index>& rows, Target& target) {
  for (const Index row : rows) {
    const double value = column.numbers[static_cast<std::size_t>(row)];
    if (std::isnan(value)) continue;
    if (!target.range) target.range = Range{value, value};
    target.range = Range{std::min(target.range->min, value), std::max(target.range->max, value)};
  }
}

// Where the model file has none, as of networks from elsewhere, the ranges in the data.
std::vector<std::optional<Range>> ranges_of_targets(const Session& session) {
  Design design = session.model.design;
  for (Target& target : design.targets) {
    const Column* column = session.table.find(target.name);
    const bool known = column != nullptr && column->kind == ColumnKind::numeric;
    if (known && !target.categorical && !target.range) add_range(*column, session.rows, target);
  }
  return target_ranges(design);
}

}  // namespace

std::vector<Warning> warn_of_reading(const Session& session, int threads) {
  return warn_of_reading(session.model, session.variables, ranges_of_targets(session), threads);
}

std::vector<std::string> split_names(const Design& design, const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  for (const std::string& text : texts) {
    bool whole = false;
    for (const Variable& variable : design.variables) whole = whole || variable.name == text;
    for (const std::string& name : whole ? std::vector<std::string>{text} : split(text, ',')) {
      names.emplace_back(trim(name));
    }
  }
  return names;
}

IntervalOptions interval_options(IntervalOptions options, const Session& session) {
  options.training_rows = session.training_rows;
  try {
    options.targets = encode_targets(session.model.design, session.table, session.rows);
    if (!options.targets->allFinite()) options.targets.reset();
  } catch (const InputError&) {
    options.targets.reset();  // new rows need none
  }
  return options;
}

void add_interval_settings(const IntervalOptions& options, Settings& settings) {
  settings.emplace_back("interval", std::string(name_of(options.method)));
  settings.emplace_back("level", options.level);
}

void add_unit_warnings(const Model& model, std::vector<Warning>& warnings) {
  append_unsaid(warn_of_surplus(surplus_units(model.network)), warnings);
}

void check_output(const std::string& option, const std::string& file, const std::vector<std::string>& others) {
  if (file.empty()) return;
  std::error_code ignored;
  const fs::path path = fs::weakly_canonical(fs::absolute(file, ignored), ignored);
  for (const std::string& named : others) {
    if (named.empty()) continue;
    const std::string other = named == "-" ? "/dev/stdin" : named;  // which may be a file
    const bool same =
        fs::equivalent(file, other, ignored) || fs::weakly_canonical(fs::absolute(other, ignored), ignored) == path;
    if (same && !fs::is_other(file, ignored)) {
      throw UsageError(option + ": " + file + " is the table, the model or a file of weights, and would be lost");
    }
  }
  check_writable(file);
}

void deliver(const OutputOptions& options, const std::vector<Warning>& warnings, const Document& document) {
  deliver(options, warnings,
          LongDocument{[&](const Sink& sink) { sink(document.json()); },
                       [&](const Sink& sink) { sink(document.csv()); }, document.table});
}

void deliver(const OutputOptions& options, const std::vector<Warning>& warnings, const LongDocument& document) {
  const auto write = [&](const Sink& sink) {
    const Format format = options.chosen();
    if (format == Format::table) return sink(document.table());
    format == Format::csv ? document.csv(sink) : document.json(sink);
  };
  if (options.file.empty()) {
    write(write_stdout);
  } else {
    StagedFile file(options.file);
    write([&](std::string_view bytes) { file.write(bytes); });
    file.commit();
  }
  if (options.quiet) return;
  for (const Warning& warning : warnings) say("warning", warning.message);
}

}  // namespace nninterp::cli
