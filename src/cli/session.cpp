#include "session.hpp"

#include <filesystem>
#include <utility>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/checksum.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/io/model/training_table.hpp"
#include "nninterp/model/reading.hpp"
#include "nninterp/model/units.hpp"
#include "output.hpp"

namespace nninterp::cli {

std::vector<Index> Session::take_row_numbers() {
  std::vector<Index> numbers = std::move(at.rows);
  at.rows.clear();
  for (Index& row : numbers) ++row;
  return numbers;
}

std::string name_in_messages(const std::string& file) { return file == "-" ? "standard input" : file; }

DataSource source_of(const std::string& path, const FileBytes& bytes, const Table& table, const TableOptions& options) {
  DataSource source;
  source.path = path;
  source.sha256 = sha256(bytes);
  source.rows = table.lines.size();
  source.delimiter = options.csv.delimiter;
  source.na_strings = options.csv.na_strings;
  source.missing = options.missing;
  return source;
}

Model load_model(const std::string& file, const std::string& output) {
  check_output("-o", output, {file});
  std::error_code ignored;
  if (file != "-" && !std::filesystem::exists(file, ignored)) {
    throw InputError(file + ": there is no such model file", "nninterp fit DATA makes one; --model names another");
  }
  Model model = read_model(read_file(file), name_in_messages(file));
  check_output("-o", output, {training_table(model, file)});
  return model;
}

namespace {

// As the model's table was read, where it is read again; the kinds of the columns are the model's in any case.
CsvOptions reader_options(const SourceOptions& options, const Model& model) {
  CsvOptions csv = options.table.csv;
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

}  // namespace

Session open_session(const SourceOptions& options, const OutputOptions& output, RowsWanted wanted,
                     const std::vector<std::string>& also_needed) {
  check_output("-o", output.file, {options.data.value_or("")});
  Session session;
  session.model = load_model(options.model, output.file);
  const Model& model = session.model;
  const std::string path = options.data ? *options.data : find_training_table(model, options.model);
  {
    const FileBytes bytes(path);
    if (!options.data) check_unchanged(model, path, bytes);
    session.table = read_csv(bytes, name_in_messages(path), reader_options(options, model), output.threads);
  }
  session.at = rows_of_model(model, session.table, {wanted, !options.data, options.table.missing, also_needed});
  session.settings = {{"model", options.model}, {"data", path}, {"na", setting_of(session.at.missing)}};
  return session;
}

std::vector<Warning> warn_of_reading(const Session& session, int threads) {
  return warn_of_reading(session.model, session.variables(),
                         ranges_of_targets(session.model, session.table, session.at.rows), threads);
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

std::string one_name(const Design& design, const std::vector<std::string>& texts, const std::string& otherwise,
                     const std::string& hint) {
  const std::vector<std::string> names = split_names(design, texts);
  if (names.size() == 1) return names.front();
  throw UsageError("--var: " + otherwise + ", not " + std::to_string(names.size()),
                   hint.empty() ? hint : hint + names.front());
}

IntervalOptions interval_options(IntervalOptions options, const Session& session) {
  options.training_rows = session.at.training_rows;
  try {
    options.targets = encode_targets(session.model.design, session.table, session.at.rows);
    if (!options.targets->allFinite()) options.targets.reset();
  } catch (const InputError&) {
    options.targets.reset();  // new rows need none
  }
  return options;
}

void add_unit_warnings(const Model& model, std::vector<Warning>& warnings) {
  append_unsaid(warn_of_surplus(surplus_units(model.network)), warnings);
}

}  // namespace nninterp::cli
