#pragma once

#include <string>
#include <vector>

#include "nninterp/io/bytes/files.hpp"
#include "nninterp/model/rows.hpp"
#include "options.hpp"

namespace nninterp::cli {

/// A model with the rows that a command works on.
struct Session {
  Model model;
  Table table;        ///< with the usual rows: without the variables, but for those also needed
  ModelRows at;       ///< the rows, which of the table they are, and the variables there
  Settings settings;  ///< model and data

  const Matrix& variables() const { return at.variables; }
  /// The rows as users count them, from 1; they are not in `at` any more.
  std::vector<Index> take_row_numbers();
};

/// What messages call a file that was named on the command line: "-" is standard input.
std::string name_in_messages(const std::string& file);

/// What a model tells of the table that it was trained on, but for which of its rows were used.
DataSource source_of(const std::string& path, const FileBytes& bytes, const Table& table, const TableOptions& options);

/// `output` is the file of -o, if any: UsageError if it is the model or the table that the model was trained on.
Model load_model(const std::string& file, const std::string& output);

/// Reads the model and the data: those given, or what the model was trained on. InputError, with a hint, if that file
/// is gone or has changed. `output` as for load_model. Columns also needed must have no gaps.
Session open_session(const SourceOptions& options, const OutputOptions& output, RowsWanted wanted = RowsWanted::usual,
                     const std::vector<std::string>& also_needed = {});

/// What every reading at rows warns of besides its own (see model/reading.hpp). Before the row numbers are taken.
std::vector<Warning> warn_of_reading(const Session& session, int threads);

/// Names of variables as --var takes them: "A,B" means two unless one is called so.
std::vector<std::string> split_names(const Design& design, const std::vector<std::string>& texts);
/// The only one of them; UsageError that goes on with `otherwise` if there are more.
std::string one_name(const Design& design, const std::vector<std::string>& texts, const std::string& otherwise,
                     const std::string& hint = {});

/// The options for the rows of the session, with their targets where the data have them.
IntervalOptions interval_options(IntervalOptions options, const Session& session);

/// Adds what the weights tell of twin and dead units, whatever made them; no code that `warnings` has already.
void add_unit_warnings(const Model& model, std::vector<Warning>& warnings);

}  // namespace nninterp::cli
