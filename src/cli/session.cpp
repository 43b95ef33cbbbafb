#include "session.hpp"

#include <algorithm>
#include <limits>

#include "nninterp/core/error.hpp"
#include "nninterp/core/statistics.hpp"
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

std::vector<Index> positions_of(const std::vector<std::string>& numbers, const Session& session) {
  const std::vector<Index> all = session.row_numbers();
  std::vector<Index> positions;
  for (const std::string& text : split_names(numbers, {})) {
    const auto number = integer_option("--row", text, 1, std::numeric_limits<long>::max());
    const auto found = std::find(all.begin(), all.end(), number);
    if (found == all.end()) {
      throw InputError(
          "--row: there is no row " + text + " in use",
          "there are " + count_of(all.size(), "row") + (all.empty() ? "" : ", to " + std::to_string(all.back())));
    }
    const Index position = found - all.begin();
    if (std::find(positions.begin(), positions.end(), position) == positions.end()) positions.push_back(position);
  }
  for (std::size_t i = 0; numbers.empty() && i < all.size(); ++i) positions.push_back(static_cast<Index>(i));
  if (positions.empty()) throw InputError("there are no rows");
  return positions;
}

ShapleyBackground background_of(const Session& session, Index most) {
  std::vector<Index> rows;
  for (Index row = 0; row < session.variables().rows(); ++row) {
    if (weight_of(session.weights, row) > 0) rows.push_back(row);
  }
  if (rows.empty()) throw InputError("there are no rows for the background");
  const auto all = static_cast<Index>(rows.size()), count = std::min(all, most);
  std::vector<Index> some;
  for (Index i = 0; i < count; ++i) some.push_back(rows[static_cast<std::size_t>((2 * i + 1) * all / (2 * count))]);
  return {session.variables()(some, Eigen::all), weights_at(session.weights, some)};
}

IntervalOptions interval_options(IntervalOptions options, const Session& session) {
  options.training_rows = session.at.training_rows;
  options.targets = session.targets();
  options.weights = session.weights_of_fit;
  return options;
}

}  // namespace nninterp::cli
