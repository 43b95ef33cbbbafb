#include "nninterp/io/model/session.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "nninterp/io/model/training_table.hpp"
#include "nninterp/model/case_weights.hpp"
#include "nninterp/model/categories.hpp"

namespace nninterp {

namespace {

// As the model's table was read, where it is read again; the kinds of the columns are the model's in any case.
CsvOptions reader_options(const Source& source, const Model& model) {
  CsvOptions csv = source.csv;
  csv.categorical = model.design.categorical_names();
  for (const Target& target : model.design.targets) {
    if (target.categorical) csv.categorical.push_back(target.name);
  }
  csv.kinds_known = true;
  // What is carried along comes as it stands in the file; numbers that the model needs are numbers.
  std::vector<std::string> known = model.design.variable_names();
  for (const Target& target : model.design.targets) known.push_back(target.name);
  for (const auto& names : {source.kept, split_names(source.kept, {})}) {
    for (const std::string& name : names) {
      if (std::find(known.begin(), known.end(), name) == known.end()) csv.categorical.push_back(name);
    }
  }
  if (source.data) return csv;
  if (lacks_clusters(*model.data)) csv.categorical.push_back(*model.data->cluster);
  const TableFormat& format = model.data->format;
  if (!csv.delimiter) csv.delimiter = format.delimiter;
  if (!csv.decimal) csv.decimal = format.decimal;
  if (!csv.thousands) csv.thousands = format.thousands;
  if (!csv.comment) csv.comment = format.comment;
  csv.header = csv.header && format.header;
  csv.keep_na.insert(csv.keep_na.end(), format.keep_na.begin(), format.keep_na.end());
  csv.na_strings.insert(csv.na_strings.end(), format.na_strings.begin(), format.na_strings.end());
  return csv;
}

std::vector<std::string> kept_columns(const Table& table, const std::vector<std::string>& lists) {
  std::vector<std::string> kept;
  for (const std::string& name : split_names(lists, table.names())) {
    table.at(name);
    if (std::find(kept.begin(), kept.end(), name) == kept.end()) kept.push_back(name);
  }
  return kept;
}

std::vector<std::string> with_column(std::vector<std::string> names, const std::optional<std::string>& name) {
  if (name) names.push_back(*name);
  return names;
}

}  // namespace

std::optional<Matrix> Session::targets() const {
  try {
    Matrix targets = encode_targets(model.design, table, at.rows);
    if (targets.allFinite()) return targets;
  } catch (const InputError&) {  // new rows need none
  }
  return std::nullopt;
}

std::vector<Index> Session::row_numbers() const {
  std::vector<Index> numbers = at.rows;
  for (Index& row : numbers) ++row;
  return numbers;
}

Model load_model(const std::string& file) {
  std::error_code ignored;
  if (file != "-" && !std::filesystem::exists(file, ignored)) {
    throw InputError(file + ": there is no such model file", "nninterp fit DATA makes one; ⟨model⟩ names another");
  }
  return read_model(read_file(file), name_in_messages(file));
}

Session open_session(Model model, const Source& source, RowsWanted wanted, const std::vector<std::string>& also_needed,
                     int threads) {
  Session session{std::move(model), {}, {}, {}, {}, {}, {}, {}};
  session.data = source.data ? *source.data : find_training_table(session.model, source.model);
  {
    TableFile file(session.data, reader_options(source, session.model), threads);
    if (!source.data) check_unchanged(session.model, session.data, file.bytes());
    session.table = file.table();
  }
  join_indicators(session.model.design, session.table);
  session.kept = kept_columns(session.table, source.kept);
  const std::vector<Warning> reading = source.data ? session.table.warnings : std::vector<Warning>();  // once is enough
  std::vector<Warning> warnings;
  std::optional<std::string> of_fit;
  if (source.weighs && session.model.data) {
    of_fit = weights_column(session.model.data->weights, session.table, warnings);
  }
  session.weights_column = source.weights ? source.weights : of_fit;
  const std::vector<std::string> also = split_names(also_needed, session.table.names());
  const std::vector<std::string> needed = with_column(with_column(also, session.weights_column), of_fit);
  session.at =
      rows_of_model(session.model, session.table, {wanted, !source.data, source.missing, needed, session.kept});
  session.at.warnings.insert(session.at.warnings.begin(), reading.begin(), reading.end());
  if (!source.weights) session.at.warnings.insert(session.at.warnings.end(), warnings.begin(), warnings.end());
  const auto weights_by = [&](const std::optional<std::string>& column) {
    return column && !session.at.rows.empty() ? case_weights(session.table, *column, session.at.rows) : Vector();
  };
  session.weights = weights_by(session.weights_column);
  session.weights_of_fit = weights_by(of_fit);
  return session;
}

std::vector<Index> common_rows(const std::vector<Session>& sessions) {
  std::vector<Index> rows = sessions.front().at.rows;
  for (const Session& session : sessions) {
    std::vector<Index> both;
    std::set_intersection(rows.begin(), rows.end(), session.at.rows.begin(), session.at.rows.end(),
                          std::back_inserter(both));
    rows = std::move(both);
  }
  if (rows.empty()) throw InputError(sessions.front().table.name + ": no row is complete for every model");
  return rows;
}

}  // namespace nninterp
