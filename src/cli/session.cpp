#include "session.hpp"

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/model/training_table.hpp"
#include "nninterp/model/reading.hpp"
#include "output.hpp"

namespace nninterp::cli {

Model load_model(const std::string& file, const std::string& output) {
  check_output("-o", output, {file});
  Model model = nninterp::load_model(file);
  check_output("-o", output, {training_table(model, file)});
  return model;
}

Session open_session(const SourceOptions& source, const OutputOptions& output, RowsWanted wanted,
                     const std::vector<std::string>& also_needed) {
  check_output("-o", output.file, {source.data.value_or("")});
  return nninterp::open_session(load_model(source.model, output.file), source, wanted, also_needed, output.threads);
}

Settings settings_of(const SourceOptions& source, const Session& session) {
  Settings settings{{"model", source.model}, {"data", session.data}, {"na", setting_of(session.at.missing)}};
  if (source.weighs) settings.emplace_back("weights", setting_of(session.weights_column));
  return settings;
}

std::vector<Warning> warn_of_reading(const Session& session, int threads) {
  return warn_of_reading(session.model, session.variables(),
                         ranges_of_targets(session.model, session.table, session.at.rows), threads);
}

std::string one_name(const Design& design, const std::vector<std::string>& texts, const std::string& otherwise,
                     const std::string& hint) {
  const std::vector<std::string> names = split_names(texts, design.variable_names());
  if (names.size() == 1) return names.front();
  throw UsageError("--var: " + otherwise + ", not " + std::to_string(names.size()),
                   hint.empty() ? hint : hint + names.front());
}

IntervalOptions interval_options(IntervalOptions options, const Session& session) {
  options.training_rows = session.at.training_rows;
  options.targets = session.targets();
  options.weights = session.weights_of_fit;
  return options;
}

}  // namespace nninterp::cli
