#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/shapley.hpp"
#include "nninterp/io/model/session.hpp"
#include "nninterp/io/report/document.hpp"
#include "options.hpp"

namespace nninterp::cli {

/// `output` is the file of -o, if any: UsageError if it is the model or the table that the model was trained on.
Model load_model(const std::string& file, const std::string& output);

/// The same of the source's model, then its table: UsageError if -o is one of them.
Session open_session(const SourceOptions& source, const OutputOptions& output, RowsWanted wanted = RowsWanted::usual,
                     const std::vector<std::string>& also_needed = {});
/// What a session says of itself.
Settings settings_of(const SourceOptions& source, const Session& session);

/// What every reading at rows warns of besides its own (see model/reading.hpp).
std::vector<Warning> warn_of_reading(const Session& session, int threads);

/// The only variable that is named; UsageError that goes on with `otherwise` if there are more.
std::string one_name(const Design& design, const std::vector<std::string>& texts, const std::string& otherwise,
                     const std::string& hint = {});

/// Positions among the session's rows of those with these numbers, "17,18", each once; without any, of all. UsageError
/// for what is no number, InputError for a row that is not there.
std::vector<Index> positions_of(const std::vector<std::string>& numbers, const Session& session);

/// At most so many of the rows that count, evenly spaced, and how often they do.
ShapleyBackground background_of(const Session& session, Index most);

/// The options for the rows of the session, with their targets where the data have them.
IntervalOptions interval_options(IntervalOptions options, const Session& session);

}  // namespace nninterp::cli
