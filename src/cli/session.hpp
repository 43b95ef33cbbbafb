#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nninterp/io/report/report.hpp"
#include "options.hpp"

namespace nninterp::cli {

/// A model with the rows that a command works on.
struct Session {
  Model model;
  Table table;                    ///< with the usual rows: without the variables, but for those also needed
  std::vector<Index> rows;        ///< of the table, 0-based
  Matrix variables;               ///< rows × variables, in their own units
  std::vector<Warning> warnings;  ///< rows left out
  Settings settings;              ///< model and data
  bool training_rows = false;     ///< exactly the rows that the model was trained on

  /// The rows as users count them, from 1; `rows` is empty then.
  std::vector<Index> take_row_numbers();
};

/// What messages call a file that was named on the command line: "-" is standard input.
std::string name_in_messages(const std::string& file);

/// `output` is the file of -o, if any: UsageError if it is the model or the table that the model was trained on.
Model load_model(const std::string& file, const std::string& output);

/// Which rows of the data. `usual`: those that have all variables; of the training data exactly those trained on.
/// `with_targets`: those that have the targets as well, held out or not, read as the model's targets are.
/// `trained_on`: the same, without those held out of the training data. `with_known_targets`: as `usual`, and without
/// gaps in those targets that the table has, which are read as the model's.
enum class SessionRows { usual, with_targets, trained_on, with_known_targets };

/// Reads the model and the data: those given, or what the model was trained on.
/// InputError, with a hint, if that file is gone or has changed. `output` as for load_model. `also_needed` names
/// columns that must have no gaps.
Session open_session(const SourceOptions& options, const std::string& output, int threads,
                     const std::vector<std::string>& also_needed = {}, SessionRows which = SessionRows::usual);

/// The targets in their own units, rows × outputs; NaN for those that the table does not have, has
/// no value of, or holds as text where the model has numbers (or the other way round).
Matrix known_targets(const Session& session);

/// What every reading at rows warns of besides its own (see model/reading.hpp). Before the row numbers are taken.
std::vector<Warning> warn_of_reading(const Session& session, int threads);

/// Names of variables as --var takes them: "A,B" means two unless one is called so.
std::vector<std::string> split_names(const Design& design, const std::vector<std::string>& texts);

/// The options for the rows of the session, with their targets where the data have them.
IntervalOptions interval_options(IntervalOptions options, const Session& session);
void add_interval_settings(const IntervalOptions& options, Settings& settings);

/// Adds what the weights tell of twin and dead units, whatever made them; no code that `warnings` has already.
void add_unit_warnings(const Model& model, std::vector<Warning>& warnings);

/// Before the work: UsageError if a file to be written is one of `others`, InputError if it cannot be written.
/// Nothing for an empty name, standard output.
void check_output(const std::string& option, const std::string& file, const std::vector<std::string>& others);

/// A result in each of its forms, made when it is asked for.
struct Document {
  std::function<std::string()> json, csv, table;
};

/// The same for a result of so many rows that it is written while it is made.
struct LongDocument {
  std::function<void(const Sink&)> json, csv;
  std::function<std::string()> table;
};

/// The document in its chosen form to the file or to standard output, then warnings to standard error (unless quiet).
void deliver(const OutputOptions& options, const std::vector<Warning>& warnings, const Document& document);
void deliver(const OutputOptions& options, const std::vector<Warning>& warnings, const LongDocument& document);

}  // namespace nninterp::cli
